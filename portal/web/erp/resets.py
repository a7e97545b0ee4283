"""The way out of a stuck export: withdraw the sheet, or reset what never left."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.vocabulary import Action
from portal.services.intentions import ChangedMeanwhileError, InputError
from portal.services.submissions import reset_page as resetting
from portal.services.submissions import stuck_exports
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint

PAGE = "/projects/<int:project_id>/budget/reset"


@door(blueprint, PAGE, Action.RESET_EXPORT)
def reset_page(project_id: int) -> ResponseReturnValue:
    """What may be done now, and where nothing may, why not."""
    return _draw(project_id)


@door(blueprint, PAGE, Action.RESET_EXPORT, methods=("POST",))
def reset(project_id: int) -> ResponseReturnValue:
    """Reset an export that was never handed out."""
    said = "Reset. Nothing of this export counts as exported."
    return _do(project_id, stuck_exports.reset, said)


@door(blueprint, f"{PAGE}/withdraw", Action.WITHDRAW_EXPORT, methods=("POST",))
def withdraw(project_id: int) -> ResponseReturnValue:
    """Ask the ERP's side to take the sheet away."""
    said = "The sheet is being withdrawn. The budget is reset when that is done."
    return _do(project_id, stuck_exports.withdraw, said)


def _do(project_id: int, act: Callable[..., None], said: str) -> ResponseReturnValue:
    reason, version = request.form.get("reason", ""), request.form.get("version", type=int)
    try:
        act(acting(project_id), project_id, reason, seen_version=version)
    except InputError as error:
        return _draw(project_id, {"field": error.field, "text": str(error)}, 422)
    except ChangedMeanwhileError as error:
        return _draw(project_id, {"field": "main", "text": str(error)}, 409)
    except Denied as denied:
        if denied.status == FORBIDDEN:
            raise
        return _draw(project_id, {"field": "main", "text": str(denied)}, denied.status)
    flash(said, "ok")
    return redirect(url_for("budgets.page", project_id=project_id), 303)


def _draw(project_id: int, error: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    page = resetting.read(reader(), acting(project_id), project_id)
    shown = error or {"field": "", "text": ""}
    return render_template("erp/reset.html", page=page, form=request.form, error=shown), status
