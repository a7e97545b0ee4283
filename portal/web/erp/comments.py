"""Asking back beside the review, and the answer, without deciding anything."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.decisions import require
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.facts import CompanyFacts
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.submissions import comments, conversations, review_page
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint
from portal.web.erp.reviews import REVIEW, draw


@door(blueprint, f"{REVIEW}/comments", Action.COMMENT, methods=("POST",))
def comment(project_id: int, number: int) -> ResponseReturnValue:
    """Keep the message and mail it to those concerned; the conversation again, or the review without scripts."""
    actor, error, status = acting(project_id), {"field": "", "text": ""}, 200
    require(Action.VIEW_ERP, actor, CompanyFacts())
    try:
        comments.write(actor, project_id, number, request.form.get("text", ""))
    except InputError as wrong:
        error, status = {"field": "text", "text": str(wrong)}, 422
    except Denied as denied:
        if denied.status == FORBIDDEN:
            raise
        error, status = {"field": "text", "text": str(denied)}, denied.status
    if request.headers.get("HX-Request"):
        return _fragment(project_id, number, error), status
    if error["text"]:
        return draw(project_id, number, error, status)
    flash("Sent to everybody concerned. Nothing was decided.", "ok")
    return redirect(
        url_for("erp.review", project_id=project_id, number=number, _anchor="erp-conversation"), 303
    )


def _fragment(project_id: int, number: int, error: dict[str, str]) -> str:
    budget, submission = review_page.find(reader(), project_id, number)
    return render_template(
        "erp/_conversation.html",
        talk=conversations.read(reader(), acting(project_id), budget, submission.id, submission.number),
        action=url_for("erp.comment", project_id=project_id, number=number),
        form=request.form if error["text"] else {},
        error=error,
    )
