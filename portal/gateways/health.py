"""Doors for those who watch the portal: is the process alive, and could it do its work?

Open to everybody, so they tell nothing of the company: which part answers and which does not.
"""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from portal.db import migrate
from portal.db.transactions import transaction
from portal.queue import is_there
from portal.settings import Settings

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database takes writes and has the tables of this code; Redis is reported, not required."""
    settings: Settings = current_app.extensions["portal_settings"]
    database = _database_state()
    parts = {"database": database, "redis": "ok" if is_there(settings.redis_url) else "away"}
    return jsonify(parts), 200 if database == "ok" else 503


def _database_state() -> str:
    """`ok`, `not migrated` or `away`. A real write is tried and taken back."""
    try:
        with transaction() as session:
            session.execute(text("UPDATE companies SET id = id WHERE id = -1"))
            there = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        return "away"
    return "ok" if there == migrate.newest() else "not migrated"
