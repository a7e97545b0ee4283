"""The differences that keep an exported budget closed, and the two posts that take one as the ERP's own adjustment."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.vocabulary import Action
from portal.services.budgets.budgets import budget_of
from portal.services.intentions import InputError
from portal.services.job_costs import differences_page
from portal.services.submissions import acknowledging
from portal.services.submissions.acknowledgements import AcknowledgeInput
from portal.services.transitions import perform
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint

PAGE = "/projects/<int:project_id>/differences"


@door(blueprint, PAGE, Action.VIEW_JOB_COSTS)
def differences(project_id: int) -> ResponseReturnValue:
    """What differs, why it probably does, and what to do."""
    return _draw(project_id)


@door(blueprint, f"{PAGE}/acknowledge", Action.ACKNOWLEDGE_DIFFERENCE, methods=("POST",))
def acknowledge(project_id: int) -> ResponseReturnValue:
    """One line, with a reason; it counts once a second person has confirmed it."""
    given = AcknowledgeInput(request.form.get("key", ""), request.form.get("found", 0, type=int))
    try:
        perform(
            Action.ACKNOWLEDGE_DIFFERENCE,
            acting(project_id),
            budget_of(reader(), project_id).id,
            given=given,
            reason=request.form.get("reason", ""),
        )
    except InputError as error:
        return _draw(project_id, str(error), given.key, 422)
    except Denied as denied:
        return _refused(project_id, denied)
    flash("Acknowledged. A second person must confirm it.", "ok")
    return redirect(url_for("erp.differences", project_id=project_id), 303)


@door(blueprint, f"{PAGE}/confirm", Action.CONFIRM_DIFFERENCE, methods=("POST",))
def confirm_difference(project_id: int) -> ResponseReturnValue:
    """The second person; the proof is asked again at once."""
    budget_id = budget_of(reader(), project_id).id
    entry = request.form.get("entry", 0, type=int)
    try:
        opened = acknowledging.confirm(acting(project_id), budget_id, entry)
    except Denied as denied:
        return _refused(project_id, denied)
    flash("Confirmed. The budget is open again." if opened else "Confirmed.", "ok")
    target = "budgets.page" if opened else "erp.differences"
    return redirect(url_for(target, project_id=project_id), 303)


def _refused(project_id: int, denied: Denied) -> ResponseReturnValue:
    """Who is the matter gets the portal's own page; what changed meanwhile is told here."""
    if denied.status == FORBIDDEN:
        raise denied
    return _draw(project_id, str(denied), status=denied.status)


def _draw(project_id: int, said: str = "", key: str = "", status: int = 200) -> ResponseReturnValue:
    page = differences_page.read(reader(), acting(project_id), project_id)
    return render_template("erp/differences.html", page=page, form=request.form, said=said, key=key), status
