"""The desk's page and its JSON doors, for the person who plays the bookkeeper and for scripts that do."""

from flask import Flask

from portal.practice import figures, guards
from portal.practice.quickbooks.page import entries, json_doors, views
from portal.practice.quickbooks.schedules import WebConnector


def create_app(connector: WebConnector, hosts: tuple[str, ...] = ()) -> Flask:
    """Build the page of one desk. `hosts` are host names it answers to, besides this machine's own."""
    app = Flask(__name__, static_folder=guards.LOOK, static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    app.extensions["connector"] = connector
    app.add_template_filter(figures.grouped)
    app.add_template_filter(figures.spoken)
    guards.protect(app, hosts)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(entries.blueprint)
    app.register_blueprint(json_doors.blueprint)
    return app
