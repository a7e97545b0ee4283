"""Check now: asking the ERP for the job costs, and the fragment that tells how far it is."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.budgets import checks
from portal.services.budgets.budget_rows import load
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.doors import acting, door


@door(blueprint, f"{PATH}/check", Action.CHECK_NOW, methods=("POST",))
def check(project_id: int) -> ResponseReturnValue:
    """Order a reading of the job costs."""
    request_id = checks.order(acting(project_id), project_id)
    if request.headers.get("HX-Request"):
        found = checks.read(reader(), load(reader(), project_id).project, request_id)
        return render_template("budgets/_check.html", check=found, project_id=project_id)
    return redirect(url_for("budgets.page", project_id=project_id), 303)


@door(blueprint, f"{PATH}/check", Action.VIEW_BUDGET)
def check_now(project_id: int) -> ResponseReturnValue:
    """How far the reading is; when it has arrived the page is loaded anew with its figures."""
    found = checks.read(reader(), load(reader(), project_id).project, request.args.get("request", type=int))
    if found is not None and found.arrived:
        flash(f"{found.title} {found.sentence}", "ok")
        return "", 204, {"HX-Refresh": "true"}
    return render_template("budgets/_check.html", check=found, project_id=project_id)
