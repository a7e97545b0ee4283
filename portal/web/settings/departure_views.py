"""Settings, People: the way in and out of one person: invitation, sessions, deactivating, and coming back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import departure_page, departures, directory, invitations
from portal.services.people.departures import HandOver
from portal.web.doors import acting, door
from portal.web.public_addresses import absolute
from portal.web.settings.door import blueprint, tabs
from portal.web.settings.people_answers import draw_person, found, is_aware, listed

_KEEPER = "keeper-"
_AGAIN = {"revoke": "settings.revoke", "levels": "settings.change_levels", "box": "settings.set_box"}
_FIELDS = ("erp", "directory", "budget", "box", "ticked", "at")


@door(blueprint, "/people/<int:person_id>/leave", Action.CHANGE_LEVELS)
def departure(person_id: int) -> str:
    """What a deactivation will do, and who takes over."""
    return _draw(person_id, [])


@door(blueprint, "/people/<int:person_id>/active", Action.CHANGE_LEVELS, methods=("POST",))
def set_active(person_id: int) -> ResponseReturnValue:
    """Let the person in again, or out at once."""
    if request.form.get("active") == "yes":
        departures.reactivate(acting(), person_id)
        return _to_person(person_id)
    try:
        departures.deactivate(acting(), person_id, _hand_over(), aware=is_aware())
    except InputError as error:
        return _draw(person_id, [str(error)]), 422
    except Denied as denied:
        return _draw(person_id, [denial.sentence for denial in denied.denials]), denied.status
    flash("The account is closed. What the person did keeps the name.", "ok")
    return _to_person(person_id)


@door(blueprint, "/people/<int:person_id>/last-approver", Action.CHANGE_LEVELS)
def last_approver(person_id: int) -> str:
    """Nobody could accept budgets any more: what was pressed waits here for a tick. The address says what it was."""
    endpoint = _AGAIN.get(request.args.get("act", ""))
    if endpoint is None:
        abort(404)
    fields = {name: request.args[name] for name in _FIELDS if name in request.args}
    return render_template(
        "settings/last_approver.html",
        person=found(person_id),
        url=url_for(endpoint, person_id=person_id),
        fields=fields,
        error="Tick the box, or go back." if request.args.get("missed") else "",
        tabs=tabs("People"),
    )


@door(blueprint, "/people/<int:person_id>/sessions/end", Action.CHANGE_LEVELS, methods=("POST",))
def end_sessions(person_id: int) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    directory.end_sessions(acting(), person_id)
    flash("The person is signed out everywhere.", "ok")
    return _to_person(person_id)


@door(blueprint, "/people/<int:person_id>/link", Action.HAND_OUT_LINK, methods=("POST",))
def make_link(person_id: int) -> ResponseReturnValue:
    """A one-time link, shown this once, for somebody who was never here."""
    try:
        token = invitations.invite(acting(), person_id)
    except InputError as error:
        return draw_person(person_id, refusals=[str(error)]), 422
    return draw_person(person_id, link=absolute("welcome.page", token=token))


@door(blueprint, "/people/<int:person_id>/link-mail", Action.CHANGE_LEVELS, methods=("POST",))
def mail_link(person_id: int) -> ResponseReturnValue:
    """The same by mail, also for somebody who forgot the pass phrase."""
    invitations.mail_link(acting(), person_id)
    flash("The mail with the one-time link is on its way.", "ok")
    return _to_person(person_id)


@door(blueprint, "/people/<int:person_id>/invitation/end", Action.CHANGE_LEVELS, methods=("POST",))
def withdraw_invitation(person_id: int) -> ResponseReturnValue:
    """Withdraw an invitation that nobody took."""
    try:
        invitations.withdraw(acting(), person_id)
    except InputError as error:
        return draw_person(person_id, refusals=[str(error)]), 422
    flash("The invitation is withdrawn: its link is dead.", "ok")
    return redirect(url_for("settings.people"), 303)


def _hand_over() -> HandOver:
    singly = {
        int(name.removeprefix(_KEEPER)): int(value)
        for name, value in request.form.items()
        if name.startswith(_KEEPER)
        and name.removeprefix(_KEEPER).isdecimal()
        and value.isdecimal()
        and value != "0"
    }
    to_all = request.form.get("to_all", "")
    return HandOver(int(to_all) if to_all.isdecimal() and to_all != "0" else None, singly)


def _to_person(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("settings.person", person_id=person_id), 303)


def _draw(person_id: int, refusals: list[str]) -> str:
    wish = _hand_over()
    page = departure_page.read(reader(), acting(), found(person_id), wish.singly)
    return render_template(
        "settings/departure.html",
        page=page,
        to_all=wish.to_all or 0,
        errors=listed(refusals, "#last" if page.is_last else ""),
        error=_unticked(refusals),
        tabs=tabs("People"),
    )


def _unticked(refusals: list[str]) -> str:
    return "Tick the box, or go back." if refusals and not is_aware() else ""
