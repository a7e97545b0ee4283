"""Moving an imported budget to the portal: what it means, why, and the act."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.vocabulary import Action
from portal.services.budgets import portal_moves
from portal.services.budgets.budgets import budget_of
from portal.services.intentions import ChangedMeanwhileError, InputError
from portal.services.transitions import perform
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint

PATH = "/projects/<int:project_id>/budget/move-to-portal"


@door(blueprint, PATH, Action.MOVE_TO_PORTAL)
def move_budget(project_id: int) -> ResponseReturnValue:
    """What moving means; nothing happens by looking."""
    return _draw(project_id)


@door(blueprint, PATH, Action.MOVE_TO_PORTAL, methods=("POST",))
def do_move_budget(project_id: int) -> ResponseReturnValue:
    """Move it, for good."""
    try:
        perform(
            Action.MOVE_TO_PORTAL,
            acting(project_id),
            budget_of(reader(), project_id).id,
            seen_version=request.form.get("version", 0, type=int),
            reason=request.form.get("reason", "").strip(),
        )
    except InputError as error:
        return _draw(project_id, {"field": error.field, "text": str(error)}), 422
    except ChangedMeanwhileError as error:
        return _draw(project_id, {"field": "main", "text": str(error)}), 409
    except Denied as denied:
        if denied.status == FORBIDDEN:
            raise
        return _draw(project_id, {"field": "main", "text": str(denied)}), denied.status
    flash("The budget was moved to the portal. Its changes are made here from now on.", "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


def _draw(project_id: int, error: dict[str, str] | None = None) -> str:
    page = portal_moves.read(reader(), acting(project_id), project_id)
    return render_template(
        "erp/move_budget.html", page=page, form=request.form, error=error or {"field": "", "text": ""}
    )
