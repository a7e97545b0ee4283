"""Forms are taken only from our own pages: the browser must say so, and the form must carry its token.

A request that changes something needs `Sec-Fetch-Site: same-origin`, or where a browser does not send it, an `Origin`
that is ours; and the token, as field `csrf_token` or as header `X-CSRF-Token`. The token is an HMAC of the session's
row, so that forms in other tabs stay good when a fresh proof renews the cookie. Visitors without an account (the
sign-in form) get a random cookie in its place, so that nobody can be signed in to an account that is not theirs, and
drawing a form writes nothing. A token lives as long as its session: a grid that was open all morning can still be
saved. Machine doors are exempt, and blind to cookies.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.people import SignedInSession
from portal.settings import Settings
from portal.web import errors, sessions
from portal.web.doors import DOORS, is_machine_door

HEADER = "X-CSRF-Token"
FIELD = "csrf_token"
_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_OURS = frozenset({"same-origin", "none"})
_COOKIE = "portal_csrf_cookie"


def install(app: Flask, settings: Settings) -> None:
    """Check every changing request; give visitors the cookie that their form's token belongs to."""
    app.config[_COOKIE] = "__Host-portal-visitor" if settings.https else "portal-visitor"
    app.extensions["portal_origin"] = _origin(settings.base_url)
    app.before_request(_check)
    app.after_request(_give_visitor_cookie)


def token() -> str:
    """The token for the forms of this answer."""
    row = sessions.mine().row
    seed = _seed_of(row) if row is not None else f"visitor:{_visitor()}"
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"form:" + seed.encode(), hashlib.sha256).hexdigest()


def _seed_of(row: SignedInSession) -> str:
    """What no other session ever has: the row's number, and the moment of the sign-in should a number come again."""
    return f"session:{row.id}:{row.created_at.isoformat()}"


def _visitor() -> str:
    """The visitor's random cookie, the one sent or a new one."""
    if "visitor" not in g:
        sent = request.cookies.get(current_app.config[_COOKIE], "")
        g.visitor = sent or secrets.token_urlsafe(32)
        g.visitor_is_new = not sent
    return str(g.visitor)


def _check() -> ResponseReturnValue | None:
    if request.method in _READING or request.endpoint is None or is_machine_door(request.endpoint):
        return None
    entry = DOORS.get(request.endpoint)
    if (entry is None or not entry.public) and not current_user.is_authenticated:
        return None  # the door itself refuses, and leads to the sign-in
    if not _comes_from_us():
        return _refuse("This request came from another site, so nothing was changed.")
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode(), token().encode()):
        return _refuse("This form belongs to another session, so nothing was saved.")
    return None


def _comes_from_us() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in _OURS
    origin = request.headers.get("Origin")
    return origin is None or origin in {current_app.extensions["portal_origin"], _origin(request.url)}


def _refuse(what: str) -> ResponseReturnValue:
    advice = "Go back: what you typed is still there. Copy it, reload the page, then send it again."
    return errors.answer(403, "Not sent", (what, advice))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _give_visitor_cookie(response: Response) -> Response:
    if g.get("visitor_is_new"):
        name = current_app.config[_COOKIE]
        response.set_cookie(
            name, g.visitor, path="/", secure=name.startswith("__Host-"), httponly=True, samesite="Lax"
        )
    return response
