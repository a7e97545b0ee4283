"""Who stands in while an approver is away: the own page, and that of another person for directory admins."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import delegations, delegations_page
from portal.services.people.delegations import Wish
from portal.web.delegations.forms import SubstituteForm
from portal.web.doors import acting, door

blueprint = Blueprint("delegations", __name__)
OWN, OTHER = "/account/substitute", "/directory/people/<int:person_id>/substitute"


@door(blueprint, OWN, Action.MANAGE_OWN_SESSIONS)
def own() -> ResponseReturnValue:
    """Who gets the own requests, and whose one gets."""
    return _draw(current_user.row.id, SubstituteForm())


@door(blueprint, OWN, Action.DELEGATE, methods=("POST",))
def name_own() -> ResponseReturnValue:
    """Name a substitute for oneself."""
    return _name(current_user.row.id)


@door(blueprint, OTHER, Action.CHANGE_LEVELS)
def of_person(person_id: int) -> ResponseReturnValue:
    """The same page about somebody else."""
    return _draw(person_id, SubstituteForm())


@door(blueprint, OTHER, Action.CHANGE_LEVELS, methods=("POST",))
def name_for(person_id: int) -> ResponseReturnValue:
    """Name a substitute for somebody who is away already."""
    return _name(person_id)


@door(blueprint, "/delegations/<int:delegation_id>/end", Action.DELEGATE, methods=("POST",))
def end(delegation_id: int) -> ResponseReturnValue:
    """End it before its time."""
    person_id = delegations.end(acting(), delegation_id)
    flash("Ended. Approval requests go to the absent person again.", "ok")
    return _back(person_id)


def _name(person_id: int) -> ResponseReturnValue:
    form = SubstituteForm(request.form)
    chosen = form.substitute.data or ""
    wish = Wish(int(chosen) if chosen.isdecimal() else None, form.first.data, form.last.data)
    try:
        delegations.create(acting(), person_id, wish)
    except InputError as error:
        return _draw(person_id, form, {error.field: str(error)}, 422)
    flash("Named. Approval requests reach the substitute for these days.", "ok")
    return _back(person_id)


def _back(person_id: int) -> ResponseReturnValue:
    if person_id == current_user.row.id:
        return redirect(url_for("delegations.own"), 303)
    return redirect(url_for("delegations.of_person", person_id=person_id), 303)


def _draw(
    person_id: int, form: SubstituteForm, errors: Mapping[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    page = delegations_page.read(reader(), acting(), person_id)
    form.substitute.choices = [("", "Choose a person"), *page.choices]
    summary = []
    for name, sentence in (errors or {}).items():
        form[name].errors = [sentence]
        summary.append({"text": sentence, "href": f"#{name}"})
    return render_template("delegations/page.html", page=page, form=form, errors=summary), status
