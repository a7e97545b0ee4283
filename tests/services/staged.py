"""A scripted vendor whose side is read in two steps: its documents are operations for a sync agent."""

# ruff: noqa: ARG002 - the protocol names the arguments
import json

from portal.domain.facts import ErpPolicy
from portal.erp.contract import Recognition, SyncItem
from tests.services.scripted import Scripted


class StagedScripted(Scripted):
    """Step names become operation types; the company named "ours" is the right one."""

    policy = ErpPolicy(label="Scripted ERP", staged=True)
    sync_items = (
        SyncItem("lists", "Lists", (-1, 0), -1, entities=("job", "cost_code")),
        SyncItem("costs", "Job costs", (-1, 0), -1, entities=("budget_line", "job_cost", "job")),
    )

    def envelope(self, content, wire_id):
        if self.refuses:
            raise ValueError("line 3 holds a colon")
        return json.dumps({"Type": content.decode(), "Payload": {"Job": "216"}}).encode()

    def status_query(self, wire_id):
        return json.dumps({"Type": "Status", "Payload": {"OperationId": wire_id}}).encode()

    def clear_state(self, wire_id):
        return None

    def recognise(self, identity, document):
        told = json.loads(document)
        problem = "" if told["Key"] == "ours" else f"The agent reads {told['Name']}, not our company."
        return Recognition({"name": told["Name"], "key": told["Key"]}, problem)
