"""Step 1 on demand: the agent reads the company database and brings what changed.

Source: Perform an On-Demand Sync with Sage 100 Contractor.
"""

from portal.erp.connectors.sage_100_contractor import operations
from portal.erp.connectors.sage_100_contractor.replies import Done
from portal.erp.connectors.sage_100_contractor.rooms import Room
from portal.erp.contract import CompanySynced, Finished, SyncCompany, Turn

COUNTS = ("Read", "Created", "Changed", "Unchanged", "Archived", "Failed")


def _read(_task: SyncCompany, reply: Done) -> Turn:
    counts = {name.lower(): _count(reply.result.get(name)) for name in COUNTS}
    return Finished(CompanySynced(counts, reply.messages))


def _count(told: object) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) else 0


ROOM = Room("sync", operations.sync, _read, mutates=False)
