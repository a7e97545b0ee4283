"""Settings, Sign-in: timeouts and the second factor; and taking away a second factor that somebody lost."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.services.company import sign_in_settings
from portal.services.intentions import InputError
from portal.services.people import second_factors
from portal.web.doors import acting, door
from portal.web.settings.door import blueprint, tabs
from portal.web.settings.sign_in_forms import SignInSettingsForm


@blueprint.app_context_processor
def factor() -> dict[str, Any]:
    """Whether a person has a second factor, for the page of the person."""
    return {"has_second_factor": lambda person_id: second_factors.has(reader(), person_id)}


@door(blueprint, "/sign-in", Action.VIEW_SETTINGS)
def sign_in() -> str:
    """The form; only to read for those who may not change it."""
    return _draw(SignInSettingsForm(data=asdict(sign_in_settings.read(reader()))))


@door(blueprint, "/sign-in", Action.CONFIGURE_SIGN_IN, methods=("POST",))
def change_sign_in() -> ResponseReturnValue:
    """Store what was typed; the next request of everybody obeys it."""
    form = SignInSettingsForm(request.form)
    try:
        sign_in_settings.change(acting(), form.given())
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(form), 422
    flash("The sign-in settings are stored.", "ok")
    return redirect(url_for("settings.sign_in"), 303)


@door(
    blueprint,
    "/people/<int:person_id>/second-factor/remove",
    Action.CHANGE_LEVELS,
    methods=("POST",),
    proves="Remove the second factor",
)
def remove_second_factor(person_id: int) -> ResponseReturnValue:
    """Take away a second factor that was lost with its telephone."""
    try:
        second_factors.remove_for(acting(), person_id)
        flash(
            "The second factor is removed. The pass phrase alone signs the person in until the next one.",
            "ok",
        )
    except InputError as error:
        flash(str(error), "bad")
    return redirect(url_for("settings.person", person_id=person_id), 303)


def _draw(form: SignInSettingsForm) -> str:
    may_change = holds(Action.CONFIGURE_SIGN_IN, acting())
    return render_template("settings/sign_in.html", form=form, tabs=tabs("Sign-in"), may_change=may_change)
