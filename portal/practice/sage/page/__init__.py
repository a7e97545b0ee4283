"""The desk's page and its JSON doors, for the person who plays the accountant and for scripts that do."""

from flask import Flask

from portal.practice import figures, guards
from portal.practice.sage.desks import Desk
from portal.practice.sage.page import entries, fault_doors, record_doors, sheet_doors, views


def create_app(desk: Desk, hosts: tuple[str, ...] = ()) -> Flask:
    """Build the page of one desk. `hosts` are host names it answers to, besides this machine's own."""
    app = Flask(__name__, static_folder=guards.LOOK, static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = 4_000_000
    app.extensions["desk"] = desk
    app.add_template_filter(figures.grouped)
    app.add_template_filter(figures.spoken)
    guards.protect(app, hosts)
    for room in (views, entries, sheet_doors, record_doors, fault_doors):
        app.register_blueprint(room.blueprint)
    return app
