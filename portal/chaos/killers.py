"""The killer: what is hit next and when, drawn from the seed; only the moment in the product's work is chance."""

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from portal.chaos import redis_wipes
from portal.chaos.portals import Portal
from portal.demo.acts.desks import Desk, DeskUnreachableError

PAUSES = (0.2, 1.6)
PATIENCE = 6.0
"""So long a hit waits for a part that is just coming back, or for an armed fault to strike."""
_WRITES = ("<EstimateAddRq", "<EstimateModRq", "<CustomerAddRq", "<ItemServiceAddRq")
_WEIGHTS = (
    ("web", 5),
    ("practice", 3),
    ("worker-erp", 2),
    ("worker-mail", 1),
    ("ticker", 1),
    ("flush redis", 1),
    ("wipe redis", 1),
    ("kill_after_execute", 4),
    ("kill_before_execute", 2),
    ("answer_lost", 2),
    ("answer_twice", 2),
)
_NEWS_EVERY = 25
_NO_KILL = frozenset({"answer_lost", "answer_twice"})


class Killer:
    """Hits until `kills` processes were killed or wiped. `struck` counts by what was hit."""

    def __init__(self, portal: Portal, seed: int, kills: int) -> None:
        self.portal = portal
        self.kills = kills
        self.struck: Counter[str] = Counter()
        self._desk = Desk(portal.addresses["practice"])
        self._random = random.Random(seed)  # noqa: S311 - the same hits for the same seed are wanted

    @property
    def done(self) -> int:
        """How many kills and wipes there were."""
        return sum(count for name, count in self.struck.items() if name not in _NO_KILL)

    def run(self, news: Callable[[], None]) -> None:
        """Hit, pause, hit; returns after the last kill, with no fault armed. Calls `news` now and then."""
        names, weights = zip(*_WEIGHTS, strict=True)
        while self.done < self.kills:
            time.sleep(self._random.uniform(*PAUSES))
            name = self._random.choices(names, weights)[0]
            match = self._random.choice(_WRITES)
            if self._hit(name, match):
                self.struck[name] += 1
                if self.done % _NEWS_EVERY == 0 and name not in _NO_KILL:
                    news()
        self._until(self._disarm)

    def _hit(self, name: str, match: str) -> bool:
        if name == "flush redis":
            return self._until(partial(redis_wipes.flush, self.portal))
        if name == "wipe redis":
            return self._until(partial(redis_wipes.kill_and_delete, self.portal))
        if name in dict(_WEIGHTS[:5]):
            return self._until(partial(self.portal.kill, name))
        return self._until(partial(self._arm, name, match)) and self._until(partial(self._has_struck, name))

    def _arm(self, name: str, match: str) -> bool:
        try:
            self._desk.arm(name, match)
        except DeskUnreachableError:
            return False
        return True

    def _has_struck(self, name: str) -> bool:
        """A fault is counted down before it strikes."""
        try:
            return name not in self._desk.armed()
        except DeskUnreachableError:
            return False

    def _disarm(self) -> bool:
        try:
            self._desk.disarm()
        except DeskUnreachableError:
            return False
        return True

    def _until(self, attempt: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if attempt():
                return True
            time.sleep(0.05)
        return False
