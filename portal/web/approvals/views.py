"""Following an approval link: once, to an address without the token. GET and HEAD change nothing."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.submissions import Submission
from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.services import approval_links
from portal.web.doors import acting, door

blueprint = Blueprint("approvals", __name__)


@door(blueprint, "/approvals/<token>", Action.VIEW_HOME)
def follow(token: str) -> ResponseReturnValue:
    """Lead to the review of the link's submission; 404 to whoever may not see it, as for an unknown link."""
    target = approval_links.follow(reader(), token)
    if target is None:
        abort(404)
    mine = target.person_id == current_user.row.id
    if not mine and not holds(Action.VIEW_ERP, acting(target.project_id)):
        abort(404)
    number = reader().get_one(Submission, target.submission_id).number
    ended = None if target.alive else "ended"
    return redirect(
        url_for("erp.review", project_id=target.project_id, number=number, link=ended if mine else None)
    )
