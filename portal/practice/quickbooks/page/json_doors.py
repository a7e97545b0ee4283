"""JSON doors for scripts that play the person at the desk, or judge what stands in the company file.

The portal never uses them: it talks to this house on the Web Connector's wire only.
"""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from portal.practice.quickbooks import desk, snapshots
from portal.practice.quickbooks.faults import FAULTS
from portal.practice.quickbooks.page.desks import company, connector, faults

blueprint = Blueprint("api", __name__, url_prefix="/api")
_SWITCHES = ("IsUsingEstimates", "IsUsingClassTracking", "ClosingDate", "DefaultMarkup", "ReportItemsBy")


@blueprint.errorhandler(desk.DeskError)
@blueprint.errorhandler(ValueError)
def refuse(error: Exception) -> ResponseReturnValue:
    """Answer 409 with the sentence."""
    return jsonify(error=str(error)), 409


@blueprint.errorhandler(TypeError)
def miss(error: Exception) -> ResponseReturnValue:
    """Answer 400 where a field is missing or not known."""
    return jsonify(error=f"Look at the fields you sent: {error}"), 400


def _sent() -> dict[str, str]:
    content: Any = request.get_json()
    if not isinstance(content, dict):
        raise TypeError("one JSON object is wanted")
    return {str(key): "" if value is None else str(value) for key, value in content.items()}


@blueprint.get("/company")
def whole() -> ResponseReturnValue:
    """Everything in the company file."""
    return jsonify(snapshots.whole(company()))


@blueprint.get("/estimates")
def estimates() -> ResponseReturnValue:
    """All estimates, or those of `?job=` (full name)."""
    with company().transaction():
        return jsonify(snapshots.estimates(company(), request.args.get("job", "")))


@blueprint.get("/job-costs")
def job_costs() -> ResponseReturnValue:
    """Estimate and cost per item of `?job=`."""
    return jsonify(snapshots.job_costs(company(), request.args.get("job", "")))


@blueprint.get("/log")
def log() -> ResponseReturnValue:
    """The last lines of the Web Connector's log."""
    return jsonify(lines=connector().log.last())


@blueprint.post("/update-selected")
def update_selected() -> ResponseReturnValue:
    """Run one session and answer when it has ended: its outcome and what it logged."""
    before = len(connector().log.last())
    outcome = connector().update_selected()
    lines = connector().log.last()
    return jsonify(**asdict(outcome), is_ok=outcome.is_ok, log=lines[before:] or lines[-40:])


@blueprint.post("/estimates/<txn_id>/lines")
def edit_estimate(txn_id: str) -> ResponseReturnValue:
    """Change a line (`line`: its TxnLineID; `amount`, `description`) or add one (`item`, `amount`)."""
    return jsonify(edit_sequence=desk.edit_estimate(company(), txn_id, **_sent())), 200


@blueprint.post("/bills")
def bill() -> ResponseReturnValue:
    """Enter a bill: vendor, job, amount, item or account, memo, date, ref_number."""
    return jsonify(txn_id=desk.enter_bill(company(), **_sent())), 201


@blueprint.post("/times")
def hours() -> ResponseReturnValue:
    """Enter hours and their pay: worker, job, item, hours, rate, date."""
    return jsonify(txn_id=desk.enter_time(company(), **_sent())), 201


@blueprint.post("/journal-entries")
def journal() -> ResponseReturnValue:
    """Enter a journal entry: job, account, credit_account, amount, item, memo, date."""
    return jsonify(txn_id=desk.enter_journal(company(), **_sent())), 201


@blueprint.post("/customers")
def customer() -> ResponseReturnValue:
    """Add a customer (name) or a job (name, parent)."""
    return jsonify(list_id=desk.add_customer(company(), **_sent())), 201


@blueprint.post("/items/<list_id>")
def item(list_id: str) -> ResponseReturnValue:
    """Make an item active or inactive: is_active."""
    desk.set_item_active(company(), list_id, is_active=_sent().get("is_active", "").lower() == "true")
    return jsonify(list_id=list_id)


@blueprint.delete("/transactions/<txn_id>")
def delete(txn_id: str) -> ResponseReturnValue:
    """Delete a transaction."""
    desk.delete_transaction(company(), txn_id)
    return "", 204


@blueprint.post("/settings")
def switch() -> ResponseReturnValue:
    """Change preferences of the company."""
    sent = _sent()
    unknown = set(sent) - set(_SWITCHES)
    if unknown:
        raise ValueError(f"There is no setting {min(unknown)}. There are: {', '.join(_SWITCHES)}.")
    for key, value in sent.items():
        company().set_setting(key, value.lower() if value in {"True", "False"} else value)
    return jsonify(sent)


@blueprint.get("/faults")
def armed() -> ResponseReturnValue:
    """The faults there are and those that are armed."""
    return jsonify(faults=dict(FAULTS), armed=[asdict(fault) for fault in faults().armed()])


@blueprint.post("/faults")
def arm() -> ResponseReturnValue:
    """Arm a fault: name, times (0 disarms, -1 until cleared), value, match (a text the request must hold)."""
    sent = _sent()
    faults().arm(
        sent.get("name", ""), int(sent.get("times", "1")), sent.get("value", ""), sent.get("match", "")
    )
    return jsonify(armed=[asdict(fault) for fault in faults().armed()])


@blueprint.delete("/faults")
def clear() -> ResponseReturnValue:
    """Disarm all faults."""
    faults().clear()
    return "", 204
