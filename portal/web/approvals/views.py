"""Following an approval link: once, to an address without the token. GET and HEAD change nothing."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.services.submissions import approval_links
from portal.web.doors import acting, door

blueprint = Blueprint("approvals", __name__)


@door(blueprint, "/approvals/<token>", Action.VIEW_HOME)
def follow(token: str) -> ResponseReturnValue:
    """Lead to the review of the link's submission; 404 to whoever may not see it, as for an unknown link.

    Its owner is told when it has ended; anybody else who may see the submission lands on its ordinary page.
    """
    target = approval_links.follow(reader(), token)
    if target is None or not holds(Action.VIEW_ERP, acting(target.project_id)):
        abort(404)
    word = target.state.value if target.person_id == current_user.row.id else ""
    return redirect(
        url_for("erp.review", project_id=target.project_id, number=target.number, link=word or None)
    )
