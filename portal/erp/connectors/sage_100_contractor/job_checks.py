"""What Sage could not hold of a project that is to become a job (3-5).

Source: Entering jobs; Sage 100 Contractor Detailed Data Mapping; Accept or Reject a Project for Export.
"""

from collections.abc import Iterator

from portal.domain.denials import Denial
from portal.erp.connectors.sage_100_contractor.limits import (
    ADDRESS_LINE,
    ADDRESS_LINES,
    CITY,
    HIGHEST_JOB,
    JOB_NAME,
    STATE,
    ZIP_CODE,
    is_job_number,
)
from portal.erp.contract import CreateJob, Job

LIMIT = "erp_limit"


def check_new_job(task: CreateJob) -> Iterator[Denial]:
    """The typed number and every field. A number that was not typed yet is asked for by the form."""
    if task.number:
        sentence = _number_problem(task.number, task.taken)
        if sentence:
            yield Denial(LIMIT, sentence, anchor="number")
    yield from check_fields(task.job)


def check_fields(job: Job) -> Iterator[Denial]:
    """Name and address of a project, one sentence each."""
    lines = [line for line in job.address.splitlines() if line.strip()]
    if not job.name.strip():
        yield Denial(LIMIT, "The project name is empty; enter one.", anchor="project")
    if len(lines) > ADDRESS_LINES:
        yield Denial(
            LIMIT,
            f"The project address has {len(lines)} lines; Sage 100 Contractor holds {ADDRESS_LINES}.",
            anchor="project",
        )
    fields = [
        (job.name, "The project name", JOB_NAME),
        *((line, f"Line {n} of the project address", ADDRESS_LINE) for n, line in enumerate(lines, start=1)),
        (job.city, "The city of the project address", CITY),
        (job.region, "The state of the project address", STATE),
        (job.postal_code, "The zip code of the project address", ZIP_CODE),
    ]
    for value, label, longest in fields:
        if len(value.strip()) > longest:
            yield Denial(
                LIMIT,
                f"{label} has {len(value.strip()):,} characters; shorten it to {longest}.",
                anchor="project",
            )


def _number_problem(number: str, taken: frozenset[str]) -> str:
    if not (number.isascii() and number.isdecimal()):
        return f"The job number {number[:30]} holds more than digits. Type digits only, 1 to 10 of them."
    if number.startswith("0"):
        return f"The job number {number[:30]} begins with 0. Sage 100 Contractor drops leading zeros; leave them out."
    if not is_job_number(number):
        return f"The job number {number[:30]} is too large. The highest is {HIGHEST_JOB}."
    if number in taken:
        return f"Job number {number} is already in use in Sage 100 Contractor."
    return ""
