"""Locking and unlocking; unlocking asks what becomes of the modifications where there are any."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.budgets import unlock_page as unlocking
from portal.services.budgets.budgets import budget_of
from portal.services.transitions import perform
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.doors import acting, door


@door(blueprint, f"{PATH}/lock", Action.LOCK, methods=("POST",))
def lock(project_id: int) -> ResponseReturnValue:
    """Freeze the original amounts."""
    _perform(Action.LOCK, project_id)
    flash("The budget is locked. Its original amounts are frozen.", "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


@door(blueprint, f"{PATH}/unlock", Action.UNLOCK)
def unlock_page(project_id: int) -> ResponseReturnValue:
    """What unlocking means now, and the choice about modifications."""
    return render_template(
        "budgets/unlock.html", page=unlocking.read(reader(), acting(project_id), project_id)
    )


@door(blueprint, f"{PATH}/unlock", Action.UNLOCK, methods=("POST",))
def unlock(project_id: int) -> ResponseReturnValue:
    """Open the original amounts again."""
    wish = "delete" if request.form.get("modifications") == "delete" else "preserve"
    _perform(Action.UNLOCK, project_id, given=wish)
    flash("The budget is unlocked. Its original amounts can be changed.", "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


def _perform(action: Action, project_id: int, given: str | None = None) -> None:
    perform(
        action,
        acting(project_id),
        budget_of(reader(), project_id).id,
        seen_version=request.form.get("version", type=int),
        given=given,
    )
