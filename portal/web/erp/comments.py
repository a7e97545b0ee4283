"""Asking back beside the review, and the answer, without deciding anything."""

from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.vocabulary import Action
from portal.services.submissions import conversations, submission_numbers
from portal.services.submissions.conversations import Conversation
from portal.web.conversations import Place, take
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint
from portal.web.erp.reviews import REVIEW, draw


@door(blueprint, f"{REVIEW}/comments", Action.COMMENT, methods=("POST",))
def comment(project_id: int, number: int) -> ResponseReturnValue:
    """Keep the message and mail it to those concerned; the conversation again, or the review without scripts."""
    require(Action.VIEW_ERP, acting(project_id), CompanyFacts())
    place = Place(
        form_url=url_for("erp.comment", project_id=project_id, number=number),
        page_url=url_for("erp.review", project_id=project_id, number=number, _anchor="erp-conversation"),
        draw=partial(draw, project_id, number),
        read=partial(_read, project_id, number),
    )
    return take(project_id, number, place)


def _read(project_id: int, number: int) -> Conversation:
    budget, submission = submission_numbers.find(reader(), project_id, number)
    return conversations.read(reader(), acting(project_id), budget, submission.id, submission.number)
