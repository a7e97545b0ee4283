"""Accept, reject and retry: posts of the review page. The rule table decides again at this very moment."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.approvals import AcceptInput, RejectInput
from portal.services.budgets import budget_of
from portal.services.intentions import InputError
from portal.services.transitions import perform
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint
from portal.web.erp.reviews import draw

REVIEW = "/erp/budgets/<int:project_id>/submissions/<int:number>"
REMARK = "remark-"


@door(blueprint, f"{REVIEW}/accept", Action.ACCEPT, methods=("POST",))
def accept(project_id: int, number: int) -> ResponseReturnValue:
    """Accept what the page showed, and export it: the same act."""
    given = AcceptInput(
        submission_id=_number("submission_id"),
        content_hash=request.form.get("content_hash", ""),
        caution_read=request.form.get("caution") == "yes",
    )
    return _decide(Action.ACCEPT, project_id, number, given, "Accepted. The export is on its way.")


@door(blueprint, f"{REVIEW}/reject", Action.REJECT, methods=("POST",))
def reject(project_id: int, number: int) -> ResponseReturnValue:
    """Send it back with a reason and the remarks on lines."""
    given = RejectInput(_number("submission_id"), _remarks(request.form))
    return _decide(
        Action.REJECT, project_id, number, given, "Rejected. The sender gets a mail with your reason."
    )


@door(blueprint, f"{REVIEW}/retry", Action.RETRY, methods=("POST",))
def retry(project_id: int, number: int) -> ResponseReturnValue:
    """Try a failed export again, with the same frozen copy."""
    return _decide(Action.RETRY, project_id, number, None, "The export is queued again.")


def _decide(action: Action, project_id: int, number: int, given: object, said: str) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        perform(action, acting(project_id), budget_of(reader(), project_id).id, given=given, reason=reason)
    except InputError as error:
        return draw(
            project_id, number, {**request.form, "error_field": error.field, "error": str(error)}, 422
        )
    flash(said, "ok")
    return redirect(url_for("erp.review", project_id=project_id, number=number), 303)


def _remarks(form: "MultiDict[str, str]") -> tuple[tuple[int, str], ...]:
    """Fields `remark-<line>`; anything else is nobody's remark."""
    return tuple(
        (int(name.removeprefix(REMARK)), text)
        for name, text in form.items()
        if name.startswith(REMARK) and name.removeprefix(REMARK).isdecimal()
    )


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() else 0
