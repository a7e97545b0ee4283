"""The review of one submission, open to everybody who may see ERP Integrations."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services import review_page
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint


@door(blueprint, "/erp/budgets/<int:project_id>/submissions/<int:number>", Action.VIEW_ERP)
def review(project_id: int, number: int) -> ResponseReturnValue:
    """Draw the review; `?lines=all` shows the unchanged lines too."""
    return draw(project_id, number)


def draw(
    project_id: int, number: int, form: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """The review page, with what was typed and the sentence at its field after a refused decision."""
    page = review_page.read(
        reader(), acting(project_id), project_id, number, show_all=request.args.get("lines") == "all"
    )
    ended = request.args.get("link") == "ended"
    return render_template("erp/review.html", page=page, form=form or {}, link_ended=ended), status
