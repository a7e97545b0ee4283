"""Waiting for work on behalf of an agent, without a database connection, and never with every thread of the server.

Each look is short; between two looks only the thread is held. So few may wait at once that pages are always served;
whoever finds no place gets its answer at once and is told when to come again.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

from flask import Flask, current_app, request

from portal.services.sync import agent_looks, agent_work
from portal.services.sync.agent_work import Operation

PAUSE = 0.3
"""Seconds between two looks."""
STAMP_EVERY = timedelta(seconds=5)
AT_ONCE = "AGENT_POLLS_AT_ONCE"
"""In the app's configuration: so many polls of this process may wait at the same time."""
DEFAULT_AT_ONCE = 2


class Waiting:
    """The polls that wait in this process. `closing` ends them all."""

    def __init__(self) -> None:
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._newest: dict[str, int] = {}

    @contextmanager
    def place(self, ticket: str, most: int) -> Iterator[Callable[[], bool] | None]:
        """A place for one poll: asks whether it should still wait. None when all are taken.

        A newer poll of the same ticket takes the place of an older one, whose caller has surely gone.
        """
        with self._lock:
            if ticket not in self._newest and len(self._newest) >= most:
                number = None
            else:
                number = self._newest[ticket] = next(self._numbers)
        if number is None:
            yield None
            return
        try:
            yield lambda: not self.closing.is_set() and self._newest.get(ticket) == number
        finally:
            with self._lock:
                if self._newest.get(ticket) == number:
                    del self._newest[ticket]


def waiting_in(app: Flask) -> Waiting:
    """The one of this app."""
    found: Waiting = app.extensions.setdefault("portal_agent_polls", Waiting())
    return found


def wait_for_work(ticket: str, seconds: float, dead_after: timedelta, *, ask_first: bool) -> Operation | None:
    """Look again and again until there is an operation, the time is over or nobody listens any more.

    Raises NoSessionError when another session takes over.
    """
    end = time.monotonic() + seconds
    waiting = waiting_in(current_app)
    stamp_every = min(STAMP_EVERY, dead_after / 3)
    gone = request.environ.get("waitress.client_disconnected", lambda: False)
    with waiting.place(ticket, _most_at_once()) as is_wanted:
        while is_wanted and is_wanted() and not gone() and time.monotonic() < end:
            glance = agent_looks.glance(ticket)
            if glance.has_news:
                found = agent_work.next_operation(ticket, ask_first=ask_first, only_news=True)
                if found is not None:
                    return found
            elif glance.silent_for > stamp_every:
                agent_looks.stamp(ticket)
            waiting.closing.wait(min(PAUSE, max(0.0, end - time.monotonic())))
    return None


def _most_at_once() -> int:
    """None where a server answers one request at a time: nobody could use the portal meanwhile."""
    if not request.environ.get("wsgi.multithread"):
        return 0
    return int(current_app.config.get(AT_ONCE, DEFAULT_AT_ONCE))
