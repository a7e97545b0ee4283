"""Accept, reject and retry: posts of the review page. The rule table decides again at this very moment."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.vocabulary import Action
from portal.services.budgets.budgets import budget_of
from portal.services.intentions import InputError
from portal.services.submissions.approvals import AcceptInput, RejectInput, RetryInput
from portal.services.transitions import perform
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint
from portal.web.erp.reviews import REVIEW, draw

REMARK = "remark-"
DIGITS = 15


@door(blueprint, f"{REVIEW}/accept", Action.ACCEPT, methods=("POST",))
def accept(project_id: int, number: int) -> ResponseReturnValue:
    """Accept what the page showed, and export it: the same act."""
    given = AcceptInput(
        submission_id=_number(request.form.get("submission_id", "")),
        content_hash=request.form.get("content_hash", ""),
        caution_read=request.form.get("caution") == "yes",
        beside_others=request.form.get("beside") == "yes",
    )
    return _decide(Action.ACCEPT, project_id, number, given, "Accepted. The export is on its way.")


@door(blueprint, f"{REVIEW}/reject", Action.REJECT, methods=("POST",))
def reject(project_id: int, number: int) -> ResponseReturnValue:
    """Send it back with a reason and the remarks on lines."""
    given = RejectInput(_number(request.form.get("submission_id", "")), _remarks())
    said = "Rejected. The sender gets a mail with your reason."
    return _decide(Action.REJECT, project_id, number, given, said)


@door(blueprint, f"{REVIEW}/retry", Action.RETRY, methods=("POST",))
def retry(project_id: int, number: int) -> ResponseReturnValue:
    """Try a failed export again, with the same frozen copy."""
    given = RetryInput(beside_others=request.form.get("beside") == "yes")
    return _decide(Action.RETRY, project_id, number, given, "The export is queued again.")


def _decide(action: Action, project_id: int, number: int, given: Any, said: str) -> ResponseReturnValue:
    """Do it, or draw the page as it stands now with the reason: who was faster is told there."""
    reason = request.form.get("reason", "")
    try:
        perform(action, acting(project_id), budget_of(reader(), project_id).id, given=given, reason=reason)
    except InputError as error:
        return draw(project_id, number, {"field": error.field, "text": str(error)}, 422)
    except Denied as denied:
        if denied.status == FORBIDDEN:
            raise
        return draw(project_id, number, {"field": "main", "text": str(denied)}, denied.status)
    flash(said, "ok")
    return redirect(url_for("erp.review", project_id=project_id, number=number), 303)


def _remarks() -> tuple[tuple[int, str], ...]:
    """Fields `remark-<line>`; anything else is nobody's remark."""
    return tuple(
        (_number(name.removeprefix(REMARK)), text)
        for name, text in request.form.items()
        if name.startswith(REMARK) and _number(name.removeprefix(REMARK))
    )


def _number(text: str) -> int:
    """A row number as typed into an address or a form; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else 0
