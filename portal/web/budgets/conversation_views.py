"""The conversation with accounting, beside the budget: for the people of its project."""

from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.budgets.budget_page import read_head
from portal.services.budgets.budget_rows import load
from portal.services.submissions import conversations
from portal.services.submissions.conversations import Conversation
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.budgets.tabs import tabs
from portal.web.budgets.views import head_context
from portal.web.conversations import Place, take
from portal.web.doors import acting, door

NO_ERROR = {"field": "", "text": ""}


@door(blueprint, f"{PATH}/conversation", Action.VIEW_BUDGET)
def conversation(project_id: int) -> ResponseReturnValue:
    """What was written about the current submission, and about earlier ones."""
    return _draw(project_id)


@door(blueprint, f"{PATH}/conversation/<int:number>", Action.COMMENT, methods=("POST",))
def answer(project_id: int, number: int) -> ResponseReturnValue:
    """Keep the message and mail it to those concerned; the conversation again, or its page without scripts."""
    place = Place(
        form_url=url_for("budgets.answer", project_id=project_id, number=number),
        page_url=url_for("budgets.conversation", project_id=project_id),
        draw=partial(_draw, project_id),
        read=partial(_read, project_id, number),
    )
    return take(project_id, number, place)


def _draw(project_id: int, error: dict[str, str] = NO_ERROR, status: int = 200) -> ResponseReturnValue:
    actor = acting(project_id)
    drawn = render_template(
        "budgets/conversation.html",
        **head_context(read_head(reader(), actor, load(reader(), project_id))),
        talks=conversations.of_budget(reader(), actor, project_id),
        form=request.form,
        error=error,
        tabs=tabs(project_id, "budgets.conversation"),
    )
    return drawn, status


def _read(project_id: int, number: int) -> Conversation:
    """The one conversation that was written in."""
    talks = conversations.of_budget(reader(), acting(project_id), project_id)
    return next(talk for talk in talks if talk.number == number)
