"""The shape of a room: one task, one operation, and how its answer is read. The agent compares before it writes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.erp.connectors.sage_100_contractor.replies import Done
from portal.erp.contract import Refused, Step, Turn


@dataclass(frozen=True, slots=True)
class Room:
    """`write` makes the operation of a task, `read` what follows when it is done. `mutates`: it travels under an id.

    `refused` may add what a person can do about a refusal.
    """

    step: str
    write: Callable[[Any], bytes]
    read: Callable[[Any, Done], Turn]
    mutates: bool = True
    refused: Callable[[Any, Refused], Refused] = lambda _task, refusal: refusal

    def start(self, task: Any) -> Step:
        """The only document of this task."""
        return Step(self.step, self.write(task), mutates=self.mutates)
