"""The blueprint of the projects' pages."""

from flask import Blueprint

blueprint = Blueprint("projects", __name__)
