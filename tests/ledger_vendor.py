"""A vendor that owns its cost codes and types; its sheets are posted by hand, its budgets read from staged records."""

# ruff: noqa: ARG002 - the protocol names the arguments
from contextlib import contextmanager

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.staging import StagedRecord
from portal.db.transactions import transaction
from portal.domain.denials import Denial
from portal.domain.facts import ErpPolicy
from portal.erp import registry
from portal.erp.contract import BudgetCell, BudgetRead, CreateJob, PreviewTable, Record, Step
from portal.services.exchange import erp_records
from tests import factories

POLICY = ErpPolicy(
    label="Ledger 100",
    posts_by_hand=True,
    imports_budgets=True,
    keeps_cost_types=True,
    staged=True,
    sets_originals=True,
    withdraws=True,
    creates_codes=False,
    job_number_hint="1 to 10 digits, not used yet.",
)
TYPES = ("Material", "Labor", "Equipment", "Subcontract", "Other", "Rentals", "User 7", "User 8", "User 9")
CODES = (("1100.000", "Site office"), ("3100.000", "Footings"), ("6100.000", "Rough framing"))


class LedgerVendor:
    """Reads `budget_line` records of fields phase, code, type, original, current; a problem where `problem` says so."""

    slug = "ledger"
    label = "Ledger 100"
    short_label = "Ledger"
    id_label = "Ledger ID"
    transport = "sync agent"
    hurry = ""
    setting_fields = ()
    sync_items = ()
    policy = POLICY

    def __init__(self):
        self.problem = ""
        self.first = Step("write", b"write", mutates=True)

    def problems(self, task):
        if isinstance(task, CreateJob) and task.number:
            if not task.number.isdecimal():
                return [Denial("job_number", f"{task.number} is no job number: 1 to 10 digits.")]
            if task.number in task.taken:
                return [Denial("job_number", f"Ledger has a job {task.number} already. Type another number.")]
        return []

    def preview(self, task):
        return PreviewTable("As it will stand in Ledger", "", ("Cost code",), ())

    def start(self, task):
        return self.first

    def lists(self, records):
        return ()

    def job_costs(self, job, records):
        raise NotImplementedError

    def budget(self, job, records):
        cells = tuple(
            _cell(staged.fields)
            for staged in records
            if staged.entity == "budget_line" and not staged.is_archived
        )
        return BudgetRead(cells, self.problem)


def _cell(fields):
    return BudgetCell(
        fields["code"],
        fields.get("name", ""),
        fields["type"],
        fields["original"],
        fields.get("current", fields["original"]),
        fields.get("phase", ""),
        fields.get("phase_name", ""),
    )


@contextmanager
def known(vendor):
    """The registry knows the vendor while the block runs."""
    every = registry.all_connectors
    registry.all_connectors = lambda: {**every(), vendor.slug: vendor}
    try:
        yield vendor
    finally:
        registry.all_connectors = every


def furnish(**more):
    """The company of `factories`, its one connection a ledger whose lists have been read."""
    world = factories.furnish(**more)
    with transaction() as session:
        connection = session.get_one(ErpConnection, world.connection)
        connection.connector, connection.name = "ledger", "Main ledger"
        connection.last_lists_at = clock.now()
        for number, name in enumerate(TYPES, 1):
            keep(session, world, "cost_type", str(number), name, f"{number} {name}")
        for code, name in CODES:
            keep(session, world, "item", code, name, f"{code} {name}")
    return world


def keep(session, world, kind, erp_id, name, full_name="", **detail):
    record = Record(kind, erp_id, name, full_name or name, detail=detail)
    return erp_records.keep(session, world.connection, record)


def stage(world, job, *cells, version=1):
    """Stage budget lines of a job: (code, type, original cents) or with more fields as a mapping at the end."""
    now = clock.now()
    with transaction() as session:
        for number, (code, cost_type, cents, *more) in enumerate(cells):
            fields = {"code": code, "type": cost_type, "original": cents, **(more[0] if more else {})}
            session.add(
                StagedRecord(
                    connection_id=world.connection,
                    entity="budget_line",
                    erp_key=f"{job}|{number}|{version}",
                    erp_version=str(version),
                    job=job,
                    version=version * 1000 + number,
                    fields=fields,
                    read_at=now,
                    received_at=now,
                )
            )
