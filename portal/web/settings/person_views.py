"""Settings, People, one person: the way in, active or not, and what they may do on single projects."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.people import Person
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import budget_permissions, directory, directory_page, import_rights, invitations
from portal.web.doors import acting, door
from portal.web.public_addresses import absolute
from portal.web.settings.door import blueprint, tabs
from portal.web.settings.forms import PermissionForm


@door(blueprint, "/people/<int:person_id>", Action.VIEW_SETTINGS)
def person(person_id: int) -> str:
    """The person's page."""
    return _draw(person_id)


@door(blueprint, "/people/<int:person_id>/active", Action.CHANGE_LEVELS, methods=("POST",))
def set_active(person_id: int) -> ResponseReturnValue:
    """Let the person in again, or out at once."""
    try:
        directory.set_active(acting(), person_id, active=request.form.get("active") == "yes")
    except InputError as error:
        return _draw(person_id, refusal=str(error)), 422
    return _back(person_id)


@door(blueprint, "/people/<int:person_id>/import-budgets", Action.CHANGE_LEVELS, methods=("POST",))
def set_can_import(person_id: int) -> ResponseReturnValue:
    """Whether the person may import budgets from the ERP."""
    import_rights.set_can_import(acting(), person_id, can_import=request.form.get("can_import") == "yes")
    return _back(person_id)


@door(blueprint, "/people/<int:person_id>/sessions/end", Action.CHANGE_LEVELS, methods=("POST",))
def end_sessions(person_id: int) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    directory.end_sessions(acting(), person_id)
    flash("The person is signed out everywhere.", "ok")
    return _back(person_id)


@door(blueprint, "/people/<int:person_id>/link", Action.HAND_OUT_LINK, methods=("POST",))
def make_link(person_id: int) -> ResponseReturnValue:
    """A one-time link, shown this once, for somebody who was never here."""
    try:
        token = invitations.invite(acting(), person_id)
    except InputError as error:
        return _draw(person_id, refusal=str(error)), 422
    return _draw(person_id, link=absolute("welcome.page", token=token))


@door(blueprint, "/people/<int:person_id>/link-mail", Action.CHANGE_LEVELS, methods=("POST",))
def mail_link(person_id: int) -> ResponseReturnValue:
    """The same by mail, also for somebody who forgot the pass phrase."""
    invitations.mail_link(acting(), person_id)
    flash("The mail with the one-time link is on its way.", "ok")
    return _back(person_id)


@door(blueprint, "/people/<int:person_id>/projects", Action.CHANGE_LEVELS, methods=("POST",))
def put_permission(person_id: int) -> ResponseReturnValue:
    """Set level and single permissions on one project."""
    form = PermissionForm(request.form)
    try:
        budget_permissions.put(
            acting(), person_id, form.project.data or 0, form.chosen_level(), form.chosen_granular()
        )
    except InputError as error:
        return _draw(person_id, form, str(error)), 422
    return _back(person_id)


@door(
    blueprint,
    "/people/<int:person_id>/projects/<int:on_project>/end",
    Action.CHANGE_LEVELS,
    methods=("POST",),
)
def remove_permission(person_id: int, on_project: int) -> ResponseReturnValue:
    """Let the default count again."""
    budget_permissions.remove(acting(), person_id, on_project)
    return _back(person_id)


def _back(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("settings.person", person_id=person_id), 303)


def _draw(person_id: int, form: PermissionForm | None = None, refusal: str = "", link: str = "") -> str:
    session = reader()
    row = session.get(Person, person_id)
    if row is None:
        raise NotFoundError("There is no such person.")
    form = form or PermissionForm()
    form.project.choices = dict(budget_permissions.projects_without(session, row))
    return render_template(
        "settings/person.html",
        person=directory_page.read_person(session, acting(), row),
        may_change=directory_page.may_change(acting()),
        permissions=budget_permissions.read(session, row),
        form=form,
        refusal=refusal,
        link=link,
        tabs=tabs("People"),
    )
