"""A sheet that nobody posted is taken away again. The agent refuses when the grid shows its amounts already."""

from portal.erp.connectors.sage_100_contractor import operations
from portal.erp.connectors.sage_100_contractor.replies import Done
from portal.erp.connectors.sage_100_contractor.rooms import Room
from portal.erp.contract import Finished, Turn, WithdrawExport, Withdrawn


def _read(task: WithdrawExport, reply: Done) -> Turn:
    said = " ".join(reply.messages)
    return Finished(Withdrawn(said or f"The sheet for the job {task.job.erp_id} was moved to withdrawn."))


ROOM = Room("withdraw", operations.withdraw, _read)
