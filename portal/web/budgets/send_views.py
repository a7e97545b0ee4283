"""Sending a budget to accounting, with the pre-flight check before it, and retrieving it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.denials import Denied
from portal.domain.vocabulary import Action
from portal.services.budgets.budgets import budget_of
from portal.services.intentions import ChangedMeanwhileError
from portal.services.submissions import send_page as sending
from portal.services.submissions.submissions import NOTE_LIMIT
from portal.services.transitions import perform
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.doors import acting, door


@door(blueprint, f"{PATH}/send", Action.SEND)
def send_page(project_id: int) -> ResponseReturnValue:
    """The pre-flight check, and the form that sends when it finds nothing."""
    return _page(project_id)


@door(blueprint, f"{PATH}/send", Action.SEND, methods=("POST",))
def send(project_id: int) -> ResponseReturnValue:
    """Send; what stands in the way meanwhile is told on the same page, the note kept."""
    note = request.form.get("note", "")
    if len(note) > NOTE_LIMIT:
        sentence = f"The note has {len(note)} characters; shorten it to {NOTE_LIMIT}."
        return _page(project_id, note, note_error=sentence), 422
    try:
        perform(
            Action.SEND,
            acting(project_id),
            budget_of(reader(), project_id).id,
            seen_version=request.form.get("version", type=int),
            given=note,
        )
    except ChangedMeanwhileError as error:
        return _page(project_id, note, told=str(error)), 409
    except Denied as denied:
        return _page(project_id, note, told=str(denied)), denied.status
    flash("The budget was sent to accounting.", "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


@door(blueprint, f"{PATH}/retrieve", Action.RETRIEVE, methods=("POST",))
def retrieve(project_id: int) -> ResponseReturnValue:
    """Take the budget back before accounting has decided."""
    perform(
        Action.RETRIEVE,
        acting(project_id),
        budget_of(reader(), project_id).id,
        seen_version=request.form.get("version", type=int),
    )
    flash("The budget is back. Accounting no longer sees it as waiting.", "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


def _page(project_id: int, note: str = "", *, note_error: str = "", told: str = "") -> str:
    page = sending.read(reader(), acting(project_id), project_id)
    return render_template("budgets/send.html", page=page, note=note, note_error=note_error, told=told)
