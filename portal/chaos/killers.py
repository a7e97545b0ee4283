"""The killer: what is hit next and when, drawn from the seed; only the moment in the product's work is chance."""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from portal.chaos import redis_wipes
from portal.chaos.portals import Portal
from portal.demo.acts.desks import Desk, DeskUnreachableError

PAUSES = (0.2, 2.2)
PATIENCE = 6.0
"""So long a hit waits for a part that is just coming back: only what works can be interrupted in its work."""
_WRITES = ("<EstimateAddRq", "<EstimateAddRq", "<EstimateModRq", "<CustomerAddRq", "")
_PARTS = (
    ("web", 5),
    ("practice", 2),
    ("agent", 5),
    ("sage", 2),
    ("worker-erp", 3),
    ("worker-mail", 1),
    ("ticker", 1),
)
_WIPES = (("flush redis", 1), ("wipe redis", 1))
_FAULTS = (("kill_after_execute", 6), ("kill_before_execute", 2), ("answer_lost", 2), ("answer_twice", 2))
_BLIND = (("kill_after_execute", 30), ("answer_lost", 10), ("sheet and no word", 40))
"""Weights while the status query is off: what such a portal cannot survive must happen often enough to be seen."""
_EXPORTS = ("<EstimateAddRq",)
"""The one write that QuickBooks takes twice: names are unique there, and changes carry an EditSequence."""
SHEET = "sheet and no word"
"""The sync agent has laid a sheet down; portal and agent die before the portal has written that down."""
AGENT_DONE = "agent.completed.before_commit"
_SHEET_SECONDS = 8.0
_NO_KILL = frozenset({"answer_lost", "answer_twice"})
_NEWS_EVERY = 25


class Killer:
    """Hits until `kills` processes were killed or wiped. `struck` counts by what was hit.

    Faults are armed at the QuickBooks desk and strike at the next request that fits; they count once they have struck.
    """

    def __init__(
        self, portal: Portal, seed: int, kills: int, *, control: bool = False, crash_file: Path | None = None
    ) -> None:
        self.portal = portal
        self._faults: tuple[tuple[str, int], ...] = _BLIND if control else _FAULTS
        self._writes: tuple[str, ...] = _EXPORTS if control else _WRITES
        self.kills = kills
        self._crash_file = crash_file
        self.struck: Counter[str] = Counter()
        self._armed: set[str] = set()
        self._told = 0
        self._desk = Desk(portal.addresses["practice"])
        self._random = random.Random(seed)  # noqa: S311 - the same hits for the same seed are wanted

    @property
    def done(self) -> int:
        """How many kills and wipes there were."""
        return sum(count for name, count in self.struck.items() if name not in _NO_KILL)

    def run(self, news: Callable[[], None]) -> None:
        """Hit, pause, hit; returns after the last kill, with no fault armed. Calls `news` now and then."""
        names, weights = zip(*_PARTS, *_WIPES, *self._faults, strict=True)
        while self.done < self.kills:
            time.sleep(self._random.uniform(*PAUSES))
            name = self._random.choices(names, weights)[0]
            self._hit(name, self._random.choice(self._writes))
            self._count_struck()
            if self.done >= self._told + _NEWS_EVERY:
                self._told = self.done
                news()
        _until(self._disarm)

    def _hit(self, name: str, match: str) -> None:
        if name == SHEET:
            self.struck[name] += 2 * self._hit_a_sheet()
        elif name in dict(self._faults):
            with suppress(DeskUnreachableError):
                self._desk.arm(name, match)
                self._armed.add(name)
        elif _until(partial(_ENDS.get(name, partial(_kill, name)), self.portal)):
            self.struck[name] += 1

    def _hit_a_sheet(self) -> bool:
        """Let the portal die over the word that a sheet is there, and the agent with it."""
        if self._crash_file is None:
            return False
        self._crash_file.write_text(AGENT_DONE)
        deadline = time.monotonic() + _SHEET_SECONDS
        while self._crash_file.exists():
            if time.monotonic() > deadline:
                self._crash_file.unlink(missing_ok=True)
                return False
            time.sleep(0.01)
        return self.portal.kill("agent")

    def _count_struck(self) -> None:
        """A fault is counted down before it strikes."""
        with suppress(DeskUnreachableError):
            gone = self._armed - self._desk.armed()
            self.struck.update(gone)
            self._armed -= gone

    def _disarm(self) -> bool:
        with suppress(DeskUnreachableError):
            self._desk.disarm()
            return True
        return False


def _kill(part: str, portal: Portal) -> bool:
    return portal.is_up(part) and portal.kill(part)


_ENDS: dict[str, Callable[[Portal], bool]] = {
    "flush redis": redis_wipes.flush,
    "wipe redis": redis_wipes.kill_and_delete,
}


def _until(attempt: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if attempt():
            return True
        time.sleep(0.05)
    return False
