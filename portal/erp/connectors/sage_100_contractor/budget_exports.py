"""A budget becomes a sheet laid out as the 6-2 grid, waiting for a person to post it.

Source: Export a Procore Budget to Sage 100; Importing/Exporting budget files.
"""

from portal.domain.money import format_money
from portal.erp.connectors.sage_100_contractor import operations
from portal.erp.connectors.sage_100_contractor.amounts import read_amount
from portal.erp.connectors.sage_100_contractor.limits import COST_TYPES
from portal.erp.connectors.sage_100_contractor.places import sums
from portal.erp.connectors.sage_100_contractor.policies import OURS_IN_ITS_PLACE
from portal.erp.connectors.sage_100_contractor.replies import Done
from portal.erp.connectors.sage_100_contractor.rooms import Room
from portal.erp.contract import ExportBudget, Exported, Finished, NeedsPerson, Refused, Turn


def _read(task: ExportBudget, reply: Done) -> Turn:
    """The sheet lies there. Ours only if its control totals are ours."""
    problem = _other_totals(task, reply)
    if problem:
        return NeedsPerson((problem,))
    return Finished(Exported(f"6-2:{task.job.erp_id}", reply.messages, reply.result))


def _refused(task: ExportBudget, refusal: Refused) -> Refused:
    """A first export met a budget, and the approver had not said that ours may take its place."""
    met = any("expected 0.00, found" in said for said in refusal.messages)
    if task.origin_id or task.beside_others or not met:
        return refusal
    return Refused((*refusal.messages, f"If ours may replace it, tick “{OURS_IN_ITS_PLACE}” and retry."))


def _other_totals(task: ExportBudget, reply: Done) -> str:
    """Only a first export can be compared: an update's sheet holds whatever else stands in the grid."""
    told = reply.result.get("Totals")
    if task.origin_id or not isinstance(told, dict):
        return ""
    found = {cost_type: read_amount(told.get(cost_type, "0.00")) for cost_type in COST_TYPES}
    ours = dict.fromkeys(COST_TYPES, 0)
    for place, cents in sums(task.amounts).items():
        ours[place.cost_type] += cents
    if found == ours:
        return ""
    return (
        f"The sheet for the job {task.job.erp_id} adds up to {format_money(sum(found.values()))}, and the accepted "
        f"budget to {format_money(sum(ours.values()))}, by cost type. Do not post it; tell your administrator."
    )


ROOM = Room("write_budget", operations.write_budget, _read, refused=_refused)
