"""Signing in through the company's identity provider: going there, and what happens on the return.

The browser is sent there by a page of ours, not by a redirect of the form: browsers hold a form's redirects against
the policy that forms are sent to this portal only. A cookie binds the return to the browser that went.
"""

from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.people import Person
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import (
    fresh_proofs,
    identity_providers,
    invitations,
    outside_identities,
    outside_sign_ins,
    own_links,
)
from portal.services.people.accounts import SignInRefused
from portal.services.people.outside_arrivals import Arrived
from portal.services.people.outside_sign_ins import Visit
from portal.services.people.own_sessions import hash_of
from portal.services.people.pending_outside import TERM, Errand
from portal.settings import Settings
from portal.web import proofs, sessions
from portal.web.account import half_signed_in
from portal.web.account.door import blueprint, session_id, vault
from portal.web.account.outside_offers import Offer
from portal.web.account.views import draw_refusal
from portal.web.account.ways_back import local_path
from portal.web.doors import acting, door, public_door
from portal.web.public_addresses import absolute


@blueprint.app_context_processor
def offer() -> dict[str, Any]:
    """What pages say about the identity provider, read only by those that ask."""
    return {"outside": Offer()}


@proofs.elsewhere
def prove_elsewhere(person: Person) -> str:
    """Where a linked person can prove who they are at the provider; empty for others."""
    provider = identity_providers.offered(reader())
    linked = provider is not None and outside_identities.has_link(reader(), person.id, provider.issuer)
    return url_for("account.prove_outside") if linked else ""


@public_door(blueprint, "/sign-in/outside", methods=("POST",))
def sign_in_outside() -> ResponseReturnValue:
    """To the provider, and afterwards to the page that asked for a sign-in."""
    return _go(Errand("sign_in", next=local_path(request.form.get("next"))))


@public_door(blueprint, "/welcome/<token>/outside", methods=("POST",))
def welcome_outside(token: str) -> ResponseReturnValue:
    """A guest of a one-time link comes in through the provider instead of choosing a pass phrase."""
    guest = invitations.guest_of(reader(), token)
    if guest is None or guest.founds:
        raise NotFoundError("This link was used or has expired. Ask whoever sent it for a new one.")
    return _go(Errand("welcome", invitation=hash_of(token)), hint=guest.email)


@door(
    blueprint,
    "/account/outside",
    Action.MANAGE_OWN_SESSIONS,
    methods=("POST",),
    proves="Link your company’s sign-in with your account",
)
def link_outside() -> ResponseReturnValue:
    """Link the own account with the sign-in at the provider."""
    return _go(Errand("link", "/account", current_user.row.id, session_id()), hint=current_user.row.email)


@door(
    blueprint,
    "/account/outside/<int:identity_id>/end",
    Action.MANAGE_OWN_SESSIONS,
    methods=("POST",),
    proves="End the link with your company’s sign-in",
)
def unlink_outside(identity_id: int) -> ResponseReturnValue:
    """End a link of the own account, while another way in is left."""
    try:
        own_links.end(acting(), identity_id, session_id())
    except InputError as error:
        flash(str(error), "bad")
    else:
        flash("The link is ended, and every other session of yours with it.", "ok")
    return redirect(url_for("account.page"), 303)


@door(blueprint, "/account/proof/outside", Action.MANAGE_OWN_SESSIONS, methods=("POST",))
def prove_outside() -> ResponseReturnValue:
    """Prove at the provider that it is still you."""
    return _go(Errand("proof", "", current_user.row.id, session_id()), hint=current_user.row.email)


@public_door(blueprint, "/sign-in/outside/return")
def return_from_outside() -> ResponseReturnValue:
    """What the provider sent back; a sentence where it does not hold."""
    row = sessions.mine().row
    visit = Visit(
        request.remote_addr or "",
        request.headers.get("User-Agent", ""),
        row.person_id if row is not None and current_user.is_authenticated else None,
    )
    try:
        arrived = outside_sign_ins.finish(
            vault(), _return_address(), request.cookies.get(_cookie(), ""), request.args, visit
        )
    except SignInRefused as refused:
        return _refuse(refused)
    return _without_cookie(_go_on(arrived))


def _go(errand: Errand, hint: str = "") -> ResponseReturnValue:
    try:
        sent = outside_sign_ins.begin(
            vault(), _return_address(), errand, request.remote_addr or "", hint=hint
        )
    except SignInRefused as refused:
        return _refuse(refused) if errand.person_id is not None else draw_refusal(refused)
    page = render_template("account/going_outside.html", url=sent.url, name=sent.name)
    answer = make_response(page)
    answer.headers["Refresh"] = f"0; url={sent.url}"
    answer.set_cookie(
        _cookie(),
        sent.cookie,
        max_age=int(TERM.total_seconds()),
        path="/",
        secure=_settings().https,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _go_on(arrived: Arrived) -> ResponseReturnValue:
    if arrived.way == "link":
        flash("Your account is linked. From now on you may sign in with either.", "ok")
        return redirect(url_for("account.page"), 303)
    if arrived.way == "proof" and not arrived.token:
        sessions.mine()[fresh_proofs.HALF] = fresh_proofs.half_proved()
        return redirect(url_for("account.proof"), 303)
    if arrived.way == "proof":
        sessions.mine().renew_token(arrived.token)
        return redirect(url_for("account.send_again"), 303)
    assert arrived.opened is not None  # noqa: S101 - every other way opens a session
    return half_signed_in.arrive(arrived.opened, arrived.next)


def _refuse(refused: SignInRefused) -> ResponseReturnValue:
    """On the page where they are: the own account, or the sign-in."""
    if current_user.is_authenticated:
        flash(str(refused), "bad")
        return redirect(url_for("account.page"), 303)
    return draw_refusal(refused)


def _without_cookie(answer: ResponseReturnValue) -> Response:
    response = make_response(answer)
    response.delete_cookie(_cookie(), path="/", secure=_settings().https, httponly=True, samesite="Lax")
    return response


def _return_address() -> str:
    return absolute("account.return_from_outside")


def _cookie() -> str:
    return "__Host-portal-outside" if _settings().https else "portal-outside"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["portal_settings"]
    return settings
