"""Waiting between attempts: longer each time, never in step with other agents, over at once when the agent stops."""

import random
import threading

from .failures import StoppedError


class Patience:
    """Pauses that double from `first` to `longest` seconds, each shortened by up to a half at random."""

    def __init__(self, stop: threading.Event, first: float = 0.5, longest: float = 30.0) -> None:
        self._stop = stop
        self._first = first
        self._longest = longest
        self._next = first

    def wait(self, at_least: float = 0.0) -> None:
        """Pause. Raises StoppedError when the agent is told to stop meanwhile."""
        pause = max(at_least, self._next * random.uniform(0.5, 1.0))  # noqa: S311  # spreads load, guards nothing
        self._next = min(self._next * 2, self._longest)
        if self._stop.wait(pause):
            raise StoppedError

    def reset(self) -> None:
        """An attempt succeeded: begin with short pauses again."""
        self._next = self._first
