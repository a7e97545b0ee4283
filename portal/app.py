"""Puts the floors together: settings, database, doorbell, pages, machine doors."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import crash_points, gateways, web
from portal.db import tables
from portal.db.base import database
from portal.db.transactions import on_bell, prepare
from portal.queue import Doorbell
from portal.resources import resource
from portal.settings import Settings
from portal.vault import vault_at
from portal.web import csrf, doors, errors, headers, proofs, second_factor_demands, sessions, shell

UPLOAD_LIMIT = 21 * 1024 * 1024
"""A 20 MB file and its form."""


def create_app(settings: Settings) -> Flask:
    """Build the portal for these settings. The database must be migrated (`portal migrate`)."""
    app = Flask(
        "portal",
        template_folder=str(resource("templates")),
        static_folder=str(resource("static")),
        instance_path=str(settings.data_dir),
    )
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        MAX_FORM_PARTS=10_000,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.extensions["portal_settings"] = settings
    app.extensions["portal_vault"] = vault_at(settings.sealing_keys)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    _open_database(app)
    if settings.crash_file:
        crash_points.watch(settings.crash_file)
    on_bell(Doorbell(settings.redis_url).ring)
    headers.install(app, settings)
    sessions.install(app, settings)
    csrf.install(app, settings)
    doors.guard(app)
    second_factor_demands.guard(app)
    proofs.guard(app)
    errors.install(app)
    shell.install(app, settings)
    web.register(app)
    gateways.register(app)
    return app


def _open_database(app: Flask) -> None:
    assert tables  # noqa: S101 - imported so that the metadata is whole
    database.init_app(app)
    with app.app_context():
        prepare(database.engine)
