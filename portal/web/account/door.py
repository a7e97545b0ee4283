"""The blueprint of everything about the own account, and what its views ask of the session."""

from flask import Blueprint, current_app

from portal.vault import Vault
from portal.web import sessions

blueprint = Blueprint("account", __name__)


def session_id() -> int:
    """The row of this session; behind a door there always is one."""
    row = sessions.mine().row
    assert row is not None  # noqa: S101 - the door let nobody in without one
    return row.id


def vault() -> Vault:
    """Seals and opens what is kept for this portal."""
    kept: Vault = current_app.extensions["portal_vault"]
    return kept
