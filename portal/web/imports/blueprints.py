"""The blueprint that the views of this folder share."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__)
PATH = "/projects/<int:project_id>/budget/import"
CODE_PATH = "/cost-codes/import"
