"""Settings, People, one person: name and address, ERP permissions, and what they may do on single projects."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import auditors, budget_permissions, erp_boxes, mail_wishes, person_details
from portal.web.doors import acting, door
from portal.web.settings.door import blueprint
from portal.web.settings.forms import PermissionForm
from portal.web.settings.people_answers import after, back, draw_person, is_aware
from portal.web.settings.person_forms import DetailsForm


@door(blueprint, "/people/<int:person_id>", Action.VIEW_SETTINGS)
def person(person_id: int) -> str:
    """The person's page."""
    return draw_person(person_id)


@door(
    blueprint,
    "/people/<int:person_id>",
    Action.CHANGE_LEVELS,
    methods=("POST",),
    proves="Change a name, an address or a title",
)
def change_details(person_id: int) -> ResponseReturnValue:
    """Name, address and title."""
    form = DetailsForm(request.form)
    try:
        person_details.change(acting(), person_id, form.given())
    except InputError as error:
        form[error.field].errors = [str(error)]
        return draw_person(person_id, details=form), 422
    flash("Saved.", "ok")
    return back(person_id)


@door(blueprint, "/people/<int:person_id>/auditor", Action.CHANGE_LEVELS, methods=("POST",))
def set_auditor(person_id: int) -> ResponseReturnValue:
    """Whether the person only reads, everywhere."""
    return after(person_id, lambda: auditors.set_auditor(acting(), person_id, auditor=_is_yes("auditor")))


@door(blueprint, "/people/<int:person_id>/digest", Action.CHANGE_LEVELS, methods=("POST",))
def set_digest(person_id: int) -> ResponseReturnValue:
    """Whether the daily summary is mailed to the person."""
    return after(person_id, lambda: mail_wishes.set_erp_digest(acting(), person_id, wanted=_is_yes("digest")))


@door(blueprint, "/people/<int:person_id>/boxes", Action.CHANGE_LEVELS, methods=("POST",))
def set_box(person_id: int) -> ResponseReturnValue:
    """Tick or clear Can Import or Can Export of one kind of item."""
    box, ticked = request.form.get("box", ""), _is_yes("ticked")
    return after(
        person_id,
        lambda: erp_boxes.put(acting(), person_id, box, ticked=ticked, aware=is_aware()),
        {"act": "box", "box": box, "ticked": "yes" if ticked else "no"},
    )


@door(blueprint, "/people/<int:person_id>/projects", Action.CHANGE_LEVELS, methods=("POST",))
def put_permission(person_id: int) -> ResponseReturnValue:
    """Set level and single permissions on one project."""
    form = PermissionForm(request.form)
    return after(
        person_id,
        lambda: budget_permissions.put(
            acting(), person_id, form.project.data or 0, form.chosen_level(), form.chosen_granular()
        ),
    )


@door(
    blueprint,
    "/people/<int:person_id>/projects/<int:on_project>/end",
    Action.CHANGE_LEVELS,
    methods=("POST",),
)
def remove_permission(person_id: int, on_project: int) -> ResponseReturnValue:
    """Let the default count again."""
    return after(person_id, lambda: budget_permissions.remove(acting(), person_id, on_project))


def _is_yes(name: str) -> bool:
    return request.form.get(name) == "yes"
