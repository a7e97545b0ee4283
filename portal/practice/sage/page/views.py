"""Pages to read: the overview with the folder of sheets, a job's grid and costs, lists, posted sheets, faults."""

from typing import Any

from flask import Blueprint, abort, render_template, request

from portal.practice.sage import drop_folder, faults, jobs, sheet_records, snapshots
from portal.practice.sage.page.desks import desk, reading
from portal.practice.sage.refusals import NotOnFileError
from portal.practice.sage.sheets import TYPE_COLUMNS

blueprint = Blueprint("desk", __name__)


def _page(template: str, company: dict[str, Any], **values: Any) -> str:
    return render_template(template, company=company, refusal=request.args.get("refused", ""), **values)


@blueprint.get("/")
def overview() -> str:
    """The jobs, and the sheets that wait in the folder."""
    with reading() as database:
        company = snapshots.whole(database)
        waiting = sheet_records.waiting(database, desk().folder)
    return _page("overview.html", company, sheets=waiting, forms=drop_folder.forms(desk().folder))


@blueprint.get("/jobs/<int:number>")
def job(number: int) -> str:
    """The 6-2 grid of a job: what is saved, what is on the screen only, its change orders."""
    with reading() as database:
        try:
            grid = snapshots.grid(database, number)
        except NotOnFileError as error:
            abort(404, str(error))
        company = snapshots.whole(database)
    return _page("job.html", company, grid=grid, types=TYPE_COLUMNS, job=_of(company, number))


@blueprint.get("/jobs/<int:number>/costs")
def costs(number: int) -> str:
    """The costs of a job."""
    with reading() as database:
        company = snapshots.whole(database)
        found = snapshots.job_costs(database, number)
    return _page("costs.html", company, costs=found, job=_of(company, number))


@blueprint.get("/lists")
def lists() -> str:
    """Cost codes, vendors, cost types; forms for new jobs, phases and codes."""
    with reading() as database:
        return _page("lists.html", snapshots.whole(database), statuses=jobs.STATUSES)


@blueprint.get("/posted")
def posted() -> str:
    """Every sheet that was ever imported, and when it was posted."""
    with reading() as database:
        return _page("posted.html", snapshots.whole(database), sheets=sheet_records.imported(database))


@blueprint.get("/faults")
def fault_panel() -> str:
    """Which faults there are and which are armed."""
    armed = {fault.name: fault for fault in desk().faults.armed()}
    with reading() as database:
        company = snapshots.whole(database)
    return _page("faults.html", company, switches=faults.SWITCHES, at_once=faults.AT_ONCE, armed=armed)


def _of(company: dict[str, Any], number: int) -> dict[str, Any]:
    """The job's entry among the company's."""
    found: dict[str, Any] | None = next((one for one in company["jobs"] if one["number"] == number), None)
    if found is None:
        abort(404, f"Job {number} is not on file.")
    return found
