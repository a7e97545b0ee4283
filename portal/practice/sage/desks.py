"""A running desk: the company, the folder of sheets, the faults, and the acts that touch more than one of them."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from portal.practice.armed_faults import ArmedFaults
from portal.practice.sage import drop_folder, faults, jobs, posting, sheets, windows
from portal.practice.sage.company import Company


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything within reach of the person who plays the accountant."""

    company: Company
    folder: Path
    faults: ArmedFaults

    def import_sheet(self, name: str = "", text: str = "") -> dict[str, Any]:
        """Import a sheet that lies in the folder (name), or paste one (text). Returns what its head says."""
        sheet = sheets.read(drop_folder.text_of(self.folder, name) if name else text)
        with self.company.writing() as database:
            windows.import_sheet(database, sheet, name)
        return {"job": sheet.job, "reference": sheet.reference, "rows": len(sheet.rows)}

    def post_entries(self, job: str, *, set_budget: bool | None = None) -> dict[str, Any]:
        """Job Cost > Tasks > Post Entries, with its faults. Returns what was posted."""
        number = jobs.number_of(job)
        faults.before_posting(self.faults)
        forgets = set_budget is not False and self.faults.strikes("set_budget_forgotten") is not None
        with self.company.writing() as database:
            done = posting.post_entries(database, number, set_budget=False if forgets else set_budget)
        faults.after_posting(self.faults)
        return asdict(done)
