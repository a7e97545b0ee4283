"""A third ERP, as somebody else would write it: one file, nothing but the contract. Tests put it where it is found."""

# ruff: noqa: ARG002 - the contract names every argument

import json

from portal.domain.denials import Denial
from portal.domain.facts import ErpPolicy
from portal.domain.money import plain_money
from portal.erp.contract import (
    ExportBudget,
    Exported,
    Finished,
    JobCostsRead,
    ListsRead,
    OfferedFile,
    PreviewTable,
    Recognition,
    Refused,
    SettingField,
    Step,
    SyncItem,
)


class Abacus:
    slug = "abacus_books"
    label = "Abacus Books"
    short_label = "Abacus"
    id_label = "Abacus ID"
    transport = "Abacus courier"
    hurry = "To hurry it, ring the bell."
    policy = ErpPolicy(label="Abacus Books", sub_job_advice="Remove the sub job from the line.")
    setting_fields = (
        SettingField("ledger", "Ledger", hint="Where budgets go.", required=True),
        SettingField("copies", "Copies", kind="number", default="2"),
        SettingField(
            "beads",
            "Beads",
            kind="choice",
            choices=(("wood", "Wooden"), ("glass", "Made of glass")),
            default="wood",
        ),
        SettingField("frame", "Frame", kind="choice", choices_from="frame"),
    )
    sync_items = (SyncItem("all", "Everything", (60, 0), 60, reads="costs"),)
    file_label = "courier slip"

    def problems(self, task):
        lines = task.amounts if isinstance(task, ExportBudget) else ()
        return [
            Denial(
                "erp_limit",
                f"Abacus counts no cents: {plain_money(line.cents)}.",
                anchor=f"line-{line.line_id}",
            )
            for line in lines
            if line.cents % 100
        ]

    def preview(self, task):
        rows = tuple((line.code.code, line.cents) for line in task.amounts)
        return PreviewTable("Beads in Abacus", "Every line is one rod.", ("Rod", "Beads"), rows)

    def recognise(self, identity, document):
        return Recognition({"name": document.decode()})

    def introduction(self, identity):
        return b"Who are you?"

    def start(self, task):
        if isinstance(task, ExportBudget):
            beads = {line.code.erp_id: plain_money(line.cents) for line in task.amounts}
            return Step("move_beads", json.dumps(beads, sort_keys=True).encode(), mutates=True)
        return Step("look", b"{}", mutates=False)

    def proceed(self, task, step, memory, answer):
        if answer.body != b"moved":
            return Refused(("The courier came back with nothing.",))
        if isinstance(task, ExportBudget):
            return Finished(Exported("rod-1"))
        return Finished(JobCostsRead(()) if hasattr(task, "job") else ListsRead(()))

    def envelope(self, content, wire_id):
        return b"To the courier: " + content

    def status_query(self, wire_id):
        return b"Moved?"

    def clear_state(self, wire_id):
        return None

    def connection_file(self, where):
        return OfferedFile("slip.txt", "text/plain", where.base_url.encode())


CONNECTOR = Abacus()
