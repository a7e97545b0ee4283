"""The blueprint of a project's budget pages; its view modules hang their doors on it."""

from flask import Blueprint

blueprint = Blueprint("budgets", __name__)
PATH = "/projects/<int:project_id>/budget"
