"""The faults of the QuickBooks desk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from portal.practice.armed_faults import ArmedFaults

FAULTS: Final[Mapping[str, str]] = {
    "kill_before_execute": "The program is killed after it took a request and before it runs it.",
    "kill_after_execute": "The program is killed after it ran a request and before it gives the answer back.",
    "edit_between": "Somebody edits the estimate just before a change to it runs, so that the change is stale.",
    "company_closed": "The company file cannot be opened.",
    "modal_dialog": "A dialog box stands open in QuickBooks, so that nothing can run.",
    "wrong_company": "Another company file is open.",
    "estimates_off": "The preference for estimates is off.",
    "slow": "Every answer takes some seconds longer (value: seconds).",
    "answer_lost": "The request runs, its answer is lost and the session breaks off.",
    "answer_twice": "The answer is delivered twice.",
}


class Faults(ArmedFaults):
    """The armed faults of one QuickBooks desk, kept in a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, FAULTS)
