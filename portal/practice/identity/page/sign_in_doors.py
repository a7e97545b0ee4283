"""The authorization endpoint: what a client asks is checked, then a person chooses who they are.

Whatever is wrong with the client or its address is told to the person and never sent anywhere; everything else goes
back to the client as an error. Source: OpenID Connect Core 1.0, section 3.1.2; RFC 7636, section 4.
"""

import time
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.practice import armed_faults
from portal.practice.identity.grants import Request, SignIn
from portal.practice.identity.houses import house

blueprint = Blueprint("sign_in", __name__)
_COOKIE = "practice-identity"


class RequestRefusedError(Exception):
    """The client asked for something that is not given; `str` is the error's code."""


@blueprint.get("/")
def overview() -> str:
    """Who this is and whom it knows."""
    return render_template("overview.html", name=house().people.name(), people=house().people.everybody())


@blueprint.route("/authorize", methods=["GET", "POST"])
def authorize() -> ResponseReturnValue:
    """The page with the people; posted, back to the client with a code."""
    given = request.values
    if slow := house().faults.strikes("slow"):
        armed_faults.wait(slow)
    if given.get("client_id") != house().client_id:
        return render_template("problem.html", sentence="This client is not known here."), 400
    if given.get("redirect_uri") not in house().redirect_uris:
        return render_template("problem.html", sentence="The client asked to go where it may not go."), 400
    try:
        asked = _checked()
    except RequestRefusedError as error:
        return _back(given["redirect_uri"], error=str(error), state=given.get("state", ""))
    if request.method == "POST":
        return _choose(asked)
    return _draw(asked)


def _checked() -> Request:
    given = request.values
    if given.get("response_type") != "code":
        raise RequestRefusedError("unsupported_response_type")
    if "openid" not in given.get("scope", "").split():
        raise RequestRefusedError("invalid_scope")
    challenge = given.get("code_challenge", "")
    if given.get("code_challenge_method") != "S256" or not challenge:
        raise RequestRefusedError("invalid_request")
    if given.get("prompt") == "none":
        raise RequestRefusedError("login_required")
    age = given.get("max_age", "")
    return Request(
        client_id=given["client_id"],
        redirect_uri=given["redirect_uri"],
        scope=given["scope"],
        state=given.get("state", ""),
        nonce=given.get("nonce", ""),
        challenge=challenge,
        login_hint=given.get("login_hint", ""),
        again=given.get("prompt") == "login",
        max_age=int(age) if age.isdecimal() else None,
    )


def _draw(asked: Request) -> str:
    people = house().people.everybody()
    former = _former(asked)
    first = {asked.login_hint, former.subject if former else ""} - {""}
    people.sort(key=lambda person: not {person.email, person.subject} & first)
    return render_template(
        "choose.html",
        name=house().people.name(),
        people=people,
        fields=request.args,
        former=house().people.find(former.subject) if former else None,
        again=asked.again,
    )


def _former(asked: Request) -> SignIn | None:
    """Who signed in at this browser before, where that is good enough."""
    found = house().grants.at_browser(request.cookies.get(_COOKIE, ""))
    return found if asked.accepts(found) else None


def _choose(asked: Request) -> ResponseReturnValue:
    faults, former = house().faults, _former(asked)
    if request.form.get("act") == "cancel" or faults.strikes("cancelled"):
        return _back(asked.redirect_uri, error="access_denied", state=asked.state)
    if faults.strikes("refused"):
        return _back(asked.redirect_uri, error="server_error", state=asked.state)
    subject = request.form.get("subject", "")
    if house().people.find(subject) is None:
        return render_template("problem.html", sentence="Nobody here has this name."), 400
    goes_on = request.form.get("act") == "go_on" and former is not None and former.subject == subject
    sign_in = former if goes_on and former else SignIn(subject, int(time.time()))
    code = house().grants.code_for(asked, sign_in)
    if faults.strikes("replayed_code") and house().grants.used:
        code = house().grants.used[-1]
    answer = _back(asked.redirect_uri, code=code, state=asked.state)
    answer.set_cookie(_COOKIE, house().grants.remember(sign_in), httponly=True, samesite="Lax", path="/")
    return answer


def _back(address: str, **values: str) -> Response:
    joint = "&" if "?" in address else "?"
    kept = {name: value for name, value in {**values, "iss": house().issuer}.items() if value}
    answer = redirect(f"{address}{joint}{urlencode(kept)}", 303)
    assert isinstance(answer, Response)  # noqa: S101 - Flask's own redirect
    return answer
