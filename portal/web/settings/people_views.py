"""Settings, People: everybody's levels, the privilege, the history, and adding a person."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import directory, directory_page, privileges
from portal.services.people.directory import NewPerson
from portal.web.doors import acting, door
from portal.web.settings.door import blueprint, tabs
from portal.web.settings.forms import LevelsForm, MailForm, PersonForm


@door(blueprint, "/people", Action.VIEW_SETTINGS)
def people() -> str:
    """The table and the history."""
    return _draw("settings/people.html")


@door(blueprint, "/people/<int:person_id>/levels", Action.CHANGE_LEVELS, methods=("POST",))
def change_levels(person_id: int) -> ResponseReturnValue:
    """Set the levels that were posted."""
    levels = LevelsForm(request.form).chosen()
    return _after(person_id, lambda: directory.change_levels(acting(), person_id, levels))


@door(blueprint, "/people/<int:person_id>/privilege", Action.GRANT_PUSH, methods=("POST",))
def grant(person_id: int) -> ResponseReturnValue:
    """Give Can Push to Accounting."""
    return _after(person_id, lambda: privileges.grant(acting(), person_id))


@door(blueprint, "/people/<int:person_id>/privilege/end", Action.REVOKE_PUSH, methods=("POST",))
def revoke(person_id: int) -> ResponseReturnValue:
    """Take it away."""
    return _after(person_id, lambda: privileges.revoke(acting(), person_id))


@door(
    blueprint,
    "/people/<int:person_id>/privilege/reason/<int:change_id>",
    Action.GRANT_PUSH,
    methods=("POST",),
)
def explain(person_id: int, change_id: int) -> ResponseReturnValue:
    """Say why, after the press."""
    return _after(person_id, lambda: privileges.explain(acting(), change_id, request.form.get("reason", "")))


@door(blueprint, "/people/<int:person_id>/approval-mail", Action.CHANGE_LEVELS, methods=("POST",))
def approval_mail(person_id: int) -> ResponseReturnValue:
    """When approval requests are mailed to this person."""
    form = MailForm(request.form)
    return _after(person_id, lambda: directory.set_approval_mail(acting(), person_id, form.when.data or ""))


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


def _after(person_id: int, act: Callable[[], None]) -> ResponseReturnValue:
    """Do it, then show the table again, with the sentence where it could not be done."""
    try:
        act()
    except Denied as denied:
        return _answer([denial.sentence for denial in denied.denials], person_id), denied.status
    except InputError as error:
        return _answer([str(error)], person_id), 422
    if request.headers.get("HX-Request"):
        return _answer([], person_id)
    return redirect(url_for("settings.people", _anchor=f"person-{person_id}"), 303)


def _answer(sentences: list[str], person_id: int) -> str:
    name = "settings/_people.html" if request.headers.get("HX-Request") else "settings/people.html"
    errors = [{"text": sentence, "href": f"#person-{person_id}"} for sentence in sentences]
    return _draw(name, errors, 0 if errors else person_id)


def _draw(template: str, errors: list[dict[str, str]] | None = None, changed: int = 0) -> str:
    return render_template(
        template,
        page=directory_page.read(reader(), acting()),
        levels=directory_page.LEVELS,
        mails=directory_page.MAIL_CHOICES,
        tabs=tabs("People"),
        errors=errors or [],
        changed=changed,
    )


def _draw_new(form: PersonForm) -> str:
    return render_template("settings/new_person.html", form=form, tabs=tabs("People"))
