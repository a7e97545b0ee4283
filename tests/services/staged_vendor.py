"""A vendor whose ERP is read by a sync agent: what the agent brings is put into the staging store by the test."""

# ruff: noqa: ARG002 - the protocol names the arguments
from portal import clock
from portal.db.staging import StagedRecord
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.domain.facts import ErpPolicy
from portal.erp.contract import BudgetRead, CostRow, JobCostsRead, Record, SyncItem
from portal.services.sync import runs
from tests.services.scripted import Scripted, ask

CHOICES = (-1, 5, 15, 30, 60, 0)
LISTS = ("job", "phase", "cost_code")


class StagedVendor(Scripted):
    """Lists: job, phase, cost_code. Job costs: budget_line, whose `amount` (cents) is the original of its code."""

    slug = "staged"
    label = "Staged ERP"
    short_label = "Staged"
    transport = "sync agent"
    hurry = "Start it there."
    sync_items = (
        SyncItem("codes", "Cost codes", CHOICES, -1, entities=("cost_code",)),
        SyncItem("jobs", "Job list and phases", CHOICES, -1, entities=("job", "phase")),
        SyncItem("costs", "Budgets and job costs", CHOICES, -1, entities=("budget_line",)),
    )
    policy = ErpPolicy(label="Staged ERP", staged=True, takes_sub_jobs=True, posts_by_hand=True)

    def __init__(self):
        super().__init__()
        self.first = [ask()]
        self.broken = False

    def lists(self, records):
        return tuple(_record(each) for each in records if each.entity in LISTS)

    def job_costs(self, job, records):
        if self.broken:
            raise ValueError("two rows for one code")
        lines = [each for each in records if each.entity == "budget_line"]
        return JobCostsRead(
            tuple(
                CostRow(each.fields["code"], each.fields["code"], original_cents=int(each.fields["amount"]))
                for each in lines
            )
        )

    def budget(self, job, records):
        return BudgetRead(())


def _record(each):
    kind = {"cost_code": "item"}.get(each.entity, each.entity)
    name = str(each.fields.get("name", each.key))
    detail = {"job": each.key.partition("|")[0]} if kind == "phase" else {}
    return Record(kind, each.key, name, name, not each.is_archived, detail)


class Agent:
    """What a sync agent does to the staging store, without the wire."""

    def __init__(self, connection_id):
        self.connection_id = connection_id

    def stage(self, entity, key, job="", *, archived=False, **fields):
        """Put one record down as an unfinished run would."""
        with transaction() as session:
            version = runs.version_reached(session, self.connection_id) + 1
            row = (
                session.query(StagedRecord)
                .filter_by(connection_id=self.connection_id, entity=entity, erp_key=key)
                .one_or_none()
            )
            if row is None:
                row = StagedRecord(connection_id=self.connection_id, entity=entity, erp_key=key)
                session.add(row)
            row.erp_version, row.version, row.job = f"v{version}", version, job
            row.is_archived, row.fields = archived, fields
            row.read_at = row.received_at = clock.now()

    def line(self, job, code, amount):
        self.stage("budget_line", f"{job}|0|{code}|1", job, code=code, amount=str(amount))

    def begin(self, trigger="marker", operation_id=""):
        with transaction() as session:
            return runs.begin_step_one(session, self.connection_id, trigger, operation_id).id

    def finish(self, run_id):
        with transaction() as session:
            runs.finish_step_one(session, run_id, 1, 0, ["Read."])

    def sync(self, trigger="marker"):
        """One whole step 1 of what was put down before."""
        run_id = self.begin(trigger)
        self.finish(run_id)
        return run_id


def all_runs(step=None):
    reader().rollback()
    found = reader().query(SyncRun).order_by(SyncRun.id)
    return [run for run in found if step in {None, run.step}]
