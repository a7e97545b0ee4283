"""The killer that hits named points: between any two steps of the product's work, each so many times."""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from portal.chaos.portals import Portal
from portal.demo.acts.desks import Desk, DeskUnreachableError

COMMITS = (
    "budgets.send.before_commit",
    "budgets.send.after_commit",
    "budgets.create_modification.after_commit",
    "erp.accept.before_commit",
    "erp.accept.after_commit",
    "erp.create_job.after_commit",
    "erp_push.before_commit",
    "erp_push.after_commit",
    "mails.before_commit",
    "mails.after_commit",
    "authenticate.after_commit",
    "sendRequestXML.before_commit",
    "sendRequestXML.after_commit",
    "receiveResponseXML.before_commit",
    "receiveResponseXML.after_commit",
    "closeConnection.before_commit",
    "agent.requests.after_commit",
    "agent.received.before_commit",
    "agent.completed.before_commit",
    "agent.completed.after_commit",
    "agent.changes.before_commit",
    "agent.changes.after_commit",
    "agent.finished.before_commit",
    "apply_records.before_commit",
    "apply_records.after_commit",
    "ticker.after_commit",
)
AT_THE_DESK = ("kill_before_execute", "kill_after_execute")
PATIENCE = 25.0
"""A point that is not reached within this time is named again later."""
_NEWS_EVERY = 25
_MOST_MISSES = 3


class PointKiller:
    """Names one point after the other, in an order drawn from the seed, until each struck `times` times."""

    def __init__(self, portal: Portal, file: Path, seed: int, times: int) -> None:
        self.struck: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self._file = file
        self._desk = Desk(portal.addresses["practice"])
        self._plan = [point for point in (*COMMITS, *AT_THE_DESK) for _ in range(times)]
        random.Random(seed).shuffle(self._plan)  # noqa: S311 - the same order for the same seed is wanted

    @property
    def done(self) -> int:
        """How many kills there were."""
        return self.struck.total()

    def run(self, news: Callable[[], None]) -> None:
        """Hit every point; returns when all are done or were not reached several times."""
        waiting = self._plan
        while waiting:
            point = waiting.pop(0)
            if self._hit(point):
                self.struck[point] += 1
                if self.done % _NEWS_EVERY == 0:
                    news()
            else:
                self.missed[point] += 1
                if self.missed[point] <= _MOST_MISSES:
                    waiting.append(point)
        self._file.unlink(missing_ok=True)

    def _hit(self, point: str) -> bool:
        at_desk = point in AT_THE_DESK
        if not at_desk:
            aside = self._file.with_suffix(".new")
            aside.write_text(point)
            aside.replace(self._file)
        deadline = time.monotonic() + PATIENCE
        armed = not at_desk
        while time.monotonic() < deadline:
            with suppress(DeskUnreachableError):
                if not armed:
                    self._desk.arm(point)
                    armed = True
                elif at_desk and point not in self._desk.armed():
                    return True
            if not at_desk and not self._file.exists():
                return True
            time.sleep(0.05)
        return False
