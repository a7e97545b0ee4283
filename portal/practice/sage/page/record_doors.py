"""JSON doors for the company's records: jobs, cost codes, the grid, costs and change orders."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from portal.practice.sage import budgets, cost_codes, jobs, snapshots
from portal.practice.sage import desk as acts
from portal.practice.sage.page.desks import reading, writing
from portal.practice.sage.page.json_answers import asked_job, doors, is_on, sent, sent_job

blueprint = doors("record_doors")


@blueprint.get("/company")
def whole() -> ResponseReturnValue:
    """The company's lists, and its jobs."""
    with reading() as database:
        return jsonify(snapshots.whole(database))


@blueprint.get("/grid")
def grid() -> ResponseReturnValue:
    """The grid of `?job=`: rows, windows, change orders."""
    with reading() as database:
        return jsonify(snapshots.grid(database, asked_job()))


@blueprint.post("/grid")
def edit_grid() -> ResponseReturnValue:
    """Type an amount into the saved grid: job, phase, code, type, amount."""
    with writing() as database:
        acts.edit_grid(database, **sent())
    return "", 204


@blueprint.post("/lock")
def lock() -> ResponseReturnValue:
    """Lock a job's budget for editing, or take the lock away: job, is_locked."""
    with writing() as database:
        budgets.lock(database, sent_job(), is_locked=is_on(sent().get("is_locked", "")) is True)
    return "", 204


@blueprint.get("/job-costs")
def job_costs() -> ResponseReturnValue:
    """The costs of `?job=`."""
    with reading() as database:
        return jsonify(snapshots.job_costs(database, asked_job()))


@blueprint.post("/costs")
def cost() -> ResponseReturnValue:
    """Enter a cost: job, phase, code, type, amount, vendor, date, number, description."""
    with writing() as database:
        return jsonify(record=acts.enter_cost(database, **sent())), 201


@blueprint.post("/costs/<record>/void")
def void(record: str) -> ResponseReturnValue:
    """Void a cost."""
    with writing() as database:
        acts.void_cost(database, record)
    return "", 204


@blueprint.post("/change-orders")
def change_order() -> ResponseReturnValue:
    """Enter an approved change order: job, phase, code, amount, type (4 unless told), number, description."""
    with writing() as database:
        return jsonify(record=acts.change_order(database, **sent())), 201


@blueprint.post("/jobs")
def job() -> ResponseReturnValue:
    """Enter a job: number, name, status, address, city, state, zip_code."""
    with writing() as database:
        return jsonify(number=jobs.enter(database, **sent())), 201


@blueprint.post("/phases")
def phase() -> ResponseReturnValue:
    """Set up a phase: job, phase, name."""
    with writing() as database:
        jobs.enter_phase(database, **sent())
    return "", 204


@blueprint.post("/cost-codes")
def cost_code() -> ResponseReturnValue:
    """Enter a cost code: code, name, division, unit."""
    with writing() as database:
        return jsonify(code=str(cost_codes.enter(database, **sent()))), 201


@blueprint.post("/cost-codes/<code>")
def switch_code(code: str) -> ResponseReturnValue:
    """Make a cost code active or inactive: is_active."""
    with writing() as database:
        cost_codes.set_active(database, code, is_active=is_on(sent().get("is_active", "")) is True)
    return "", 204
