"""Between the pass phrase and the code: a cookie binds half a sign-in to this browser."""

from flask import Response, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.services.people import pending_sign_ins
from portal.services.people.accounts import Opened
from portal.settings import Settings
from portal.web import sessions


def arrive(opened: Opened, target: str) -> ResponseReturnValue:
    """Go on after a proof of who one is: to `target` with a session, or to the page that asks for the code."""
    if opened.token:
        sessions.mine().replace_token(opened.token)
        return redirect(target, 303)
    answer = make_response(redirect(url_for("account.code"), 303))
    answer.set_cookie(
        _name(),
        opened.pending,
        max_age=int(pending_sign_ins.TERM.total_seconds()),
        path="/",
        secure=_https(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def token() -> str:
    """The token of this browser's half sign-in; empty without one."""
    return request.cookies.get(_name(), "")


def forget(answer: ResponseReturnValue) -> Response:
    """Take the cookie away: the sign-in is whole, or over."""
    response = make_response(answer)
    response.delete_cookie(_name(), path="/", secure=_https(), httponly=True, samesite="Lax")
    return response


def _name() -> str:
    return "__Host-portal-pending" if _https() else "portal-pending"


def _https() -> bool:
    settings: Settings = current_app.extensions["portal_settings"]
    return settings.https
