"""Pages to read: the company, its lists, one estimate, job costs, the Web Connector, faults."""

from flask import Blueprint, abort, render_template, request

from portal.practice.quickbooks import snapshots, transactions
from portal.practice.quickbooks.faults import FAULTS
from portal.practice.quickbooks.page.desks import company, connector, faults
from portal.practice.quickbooks.qwc import QwcError

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
def overview() -> str:
    """The company at a glance, and the Web Connector."""
    problem, application = "", None
    try:
        application = connector().application()
    except QwcError as error:
        problem = str(error)
    return render_template(
        "overview.html",
        company=snapshots.whole(company()),
        application=application,
        problem=problem,
        last=connector().last,
        last_at=connector().last_at,
        log=connector().log.last(60),
    )


@blueprint.get("/lists")
def lists() -> str:
    """Customers and jobs, items, vendors, accounts."""
    return render_template("lists.html", company=snapshots.whole(company()))


@blueprint.get("/estimates/<txn_id>")
def estimate(txn_id: str) -> str:
    """One estimate with its lines, to edit."""
    found = transactions.get(company(), txn_id, "Estimate")
    if found is None:
        abort(404, "There is no such estimate any more.")
    return render_template(
        "estimate.html",
        company=snapshots.whole(company()),
        estimate=snapshots.estimate(company(), found),
        refusal=request.args.get("refused", ""),
    )


@blueprint.get("/enter")
def enter() -> str:
    """Forms for bills, time and journal entries, and new names."""
    return render_template(
        "enter.html", company=snapshots.whole(company()), refusal=request.args.get("refused", "")
    )


@blueprint.get("/job-costs")
def job_costs() -> str:
    """Estimate and cost per item of one job."""
    job = request.args.get("job", "")
    return render_template(
        "job_costs.html",
        company=snapshots.whole(company()),
        job=job,
        rows=snapshots.job_costs(company(), job) if job else [],
        costs=snapshots.costs(company(), job) if job else [],
    )


@blueprint.get("/faults")
def fault_panel() -> str:
    """Which faults there are and which are armed."""
    armed = {fault.name: fault for fault in faults().armed()}
    return render_template(
        "faults.html",
        company=snapshots.whole(company()),
        faults=FAULTS,
        armed=armed,
        refusal=request.args.get("refused", ""),
    )
