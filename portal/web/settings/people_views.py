"""Settings, People: everybody's levels and mails, and adding a person."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import directory
from portal.services.people.directory import NewPerson
from portal.web.doors import acting, door
from portal.web.settings.door import blueprint, tabs
from portal.web.settings.forms import LevelsForm, MailForm, PersonForm
from portal.web.settings.people_answers import after, draw_people, is_aware


@door(blueprint, "/people", Action.VIEW_SETTINGS)
def people() -> str:
    """The table and the history."""
    return draw_people("settings/people.html")


@door(blueprint, "/people/<int:person_id>/levels", Action.CHANGE_LEVELS, methods=("POST",))
def change_levels(person_id: int) -> ResponseReturnValue:
    """Set the levels that were posted."""
    levels = LevelsForm(request.form).chosen()
    again = {"act": "levels", **{tool: level.value for tool, level in levels.items()}}
    return after(
        person_id,
        lambda: directory.change_levels(acting(), person_id, levels, aware=is_aware()),
        again,
    )


@door(blueprint, "/people/<int:person_id>/approval-mail", Action.CHANGE_LEVELS, methods=("POST",))
def approval_mail(person_id: int) -> ResponseReturnValue:
    """When approval requests are mailed to this person."""
    when = MailForm(request.form).when.data or ""
    return after(person_id, lambda: directory.set_approval_mail(acting(), person_id, when))


@door(blueprint, "/people/new", Action.CHANGE_LEVELS)
def new_person() -> str:
    """The form for somebody new."""
    return _draw_new(PersonForm())


@door(blueprint, "/people/new", Action.CHANGE_LEVELS, methods=("POST",))
def add_person() -> ResponseReturnValue:
    """Add somebody; the page of the person says how they come in."""
    form = PersonForm(request.form)
    given = NewPerson(form.name.data or "", form.email.data or "", form.title.data or "", form.chosen())
    try:
        person_id = directory.add_person(acting(), given)
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw_new(form), 422
    return redirect(url_for("settings.person", person_id=person_id), 303)


def _draw_new(form: PersonForm) -> str:
    return render_template("settings/new_person.html", form=form, tabs=tabs("People"))
