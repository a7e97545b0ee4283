"""Where the company asks for a second factor, whoever has none yet is led to setting one up.

The own account and signing out stay open: that is where a second factor is set up.
"""

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.transactions import reader
from portal.services.people import second_factors
from portal.web.doors import DOORS, lead_to

OPEN = "account"


def guard(app: Flask) -> None:
    """Ask after the doors, for people who are signed in."""
    app.before_request(_ask)


def _ask() -> ResponseReturnValue | None:
    entry = DOORS.get(request.endpoint or "")
    if entry is None or entry.public or request.blueprint == OPEN:
        return None
    if not second_factors.is_missing(reader(), current_user.row):
        return None
    return lead_to(url_for("account.second_factor"))
