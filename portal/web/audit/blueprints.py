"""The blueprint of the audit pages."""

from flask import Blueprint

blueprint = Blueprint("audit", __name__, url_prefix="/settings/audit")
