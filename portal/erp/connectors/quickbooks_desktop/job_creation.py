"""A project becomes a job: a customer below its customer. A job that stands there under this name is taken over.

Source: Accept or Reject a Project for Export to QuickBooks Desktop.
"""

from portal.erp.connectors.quickbooks_desktop.answers import Answer
from portal.erp.connectors.quickbooks_desktop.customers import (
    Address,
    Customer,
    add_customer,
    find_customers,
    read_customers,
)
from portal.erp.connectors.quickbooks_desktop.replies import messages_of, refusal
from portal.erp.connectors.quickbooks_desktop.rooms import Room, ask, write
from portal.erp.connectors.quickbooks_desktop.statuses import Outcome, advise
from portal.erp.connectors.quickbooks_desktop.texts import fold
from portal.erp.contract import CreateJob, Finished, Job, JobCreated, Memory, Record, Refused, Turn

LOOK = "look"
ADD = "add"
_TAKEN = "taken"


def _start(task: CreateJob, memory: Memory) -> Turn:
    return ask(LOOK, memory, find_customers(full_name_of(task.job)))


def _read_look(task: CreateJob, memory: Memory, answer: Answer) -> Turn:
    response = answer.responses[0]
    refused = refusal(response)
    if refused is not None:
        return refused
    found = next(
        (each for each in read_customers(response) if each.parent_list_id == task.job.parent_erp_id), None
    )
    if found is not None:
        return _adopt(found)
    if memory.get(_TAKEN):
        return Refused((*memory[_TAKEN], "Rename the project, or link it with the record that has the name."))
    job = task.job
    address = Address((job.address,) if job.address else (), job.city, job.region, job.postal_code)
    request = add_customer(
        fold(job.name), parent_list_id=job.parent_erp_id or None, address=address, description=job.number
    )
    return write(ADD, memory, request)


def _read_add(task: CreateJob, memory: Memory, answer: Answer) -> Turn:
    response = answer.responses[0]
    if advise(response.status_code).outcome is Outcome.ADOPT:
        return _start(task, {**memory, _TAKEN: list(messages_of(response))})
    refused = refusal(response)
    if refused is not None:
        return refused
    stored = read_customers(response)
    return _adopt(stored[0]) if stored else _start(task, memory)


def full_name_of(job: Job) -> str:
    """`Customer:Job` as QuickBooks writes it; `job.full_name` is the customer's own full name until it is linked."""
    return f"{job.full_name}:{fold(job.name)}" if job.full_name else fold(job.name)


def record_of(customer: Customer) -> Record:
    """A customer or job as the portal lists it."""
    return Record(
        "job",
        customer.list_id,
        customer.name,
        customer.full_name,
        customer.is_active,
        {"parent_erp_id": customer.parent_list_id},
    )


def _adopt(found: Customer) -> Turn:
    if found.is_active:
        return Finished(JobCreated(record_of(found)))
    return Refused(
        (f"{found.full_name} stands in QuickBooks but is inactive. Make it active there, then try again.",)
    )


ROOM = Room(_start, {LOOK: _read_look, ADD: _read_add})
