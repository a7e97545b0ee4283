"""The report's pages: which projects there are, one project's figures, the same as CSV."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.files.csv_tables import write_csv
from portal.services.job_costs import job_costs_page, report_list
from portal.web import charts
from portal.web.doors import acting, door
from portal.web.reports.columns import columns_for
from portal.web.reports.tables import body, chart_rows, csv_rows, total_cells

blueprint = Blueprint("reports", __name__)


@door(blueprint, "/reports", Action.VIEW_PROJECTS)
def index() -> ResponseReturnValue:
    """Every project whose job costs this person may see, with its last reading."""
    return render_template(
        "reports/index.html",
        page=report_list.read(reader(), acting()),
        has_accountants=holds(Action.VIEW_ACCOUNTANT_REPORT, acting()),
    )


@door(blueprint, "/projects/<int:project_id>/job-costs", Action.VIEW_JOB_COSTS)
def job_costs(project_id: int) -> ResponseReturnValue:
    """One project's report; `?lines=none` folds the divisions, `?entries=all` lists what has no cost code."""
    page = job_costs_page.read(reader(), project_id)
    columns = columns_for(page.policy, page.erp_short, imported=page.imported)
    folded = request.args.get("lines") == "none"
    return render_template(
        "reports/job_costs.html",
        page=page,
        chart=charts.budget_cost_chart(chart_rows(page)),
        columns=columns,
        body=body(page, columns, folded=folded),
        total=total_cells(page, columns),
        folded=folded,
        shows_entries=request.args.get("entries") == "all",
    )


@door(blueprint, "/projects/<int:project_id>/job-costs.csv", Action.VIEW_JOB_COSTS)
def job_costs_csv(project_id: int) -> ResponseReturnValue:
    """The same rows as a file; amounts are plain numbers."""
    page = job_costs_page.read(reader(), project_id)
    data = write_csv(csv_rows(page, columns_for(page.policy, page.erp_short, imported=page.imported)))
    name = f"job-costs-{project_id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype="text/csv", headers=headers)
