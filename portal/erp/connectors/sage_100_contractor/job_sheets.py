"""A project becomes a sheet for 3-5 Jobs; a person enters it, and the sync brings the job under its number.

Source: Accept or Reject a Project for Export; Entering jobs.
"""

from portal.erp.connectors.sage_100_contractor import operations
from portal.erp.connectors.sage_100_contractor.replies import Done
from portal.erp.connectors.sage_100_contractor.rooms import Room
from portal.erp.contract import CreateJob, Finished, JobAwaited, Turn


def _read(task: CreateJob, reply: Done) -> Turn:
    return Finished(JobAwaited(task.number, reply.result))


ROOM = Room("write_job", operations.write_job, _read)
