"""The Job Costs tab: asking the ERP for one job's costs."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.budgets import checks
from portal.services.erp_lists import erp_costs_page
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint, tabs


@door(blueprint, "/erp/job-costs", Action.VIEW_ERP)
def job_costs() -> ResponseReturnValue:
    """Linked jobs, when their costs were read, and the button that reads them anew."""
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    page = erp_costs_page.read(reader(), acting(), number)
    return render_template("erp/job_costs.html", page=page, tabs=tabs("erp.job_costs"))


@door(blueprint, "/erp/job-costs/<int:project_id>/sync", Action.CHECK_NOW, methods=("POST",))
def sync_job_costs(project_id: int) -> ResponseReturnValue:
    """Ask for one job; a reading that waits already is joined."""
    checks.order(acting(project_id), project_id)
    flash("The job costs are asked for. They change when the ERP has answered.", "wait")
    return redirect(url_for("erp.job_costs", _anchor=f"project-{project_id}"), 303)
