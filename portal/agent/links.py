"""The link to the portal: registering, and every call of the agent in the portal's words.

A ticket that the portal does not know any more (it restarted, somebody made a new key) makes the link register again.
"""

import logging
import platform
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from . import VERSION
from .calls import Caller, Reply
from .failures import NotLetInError, PortalRefusedError, PortalUnreachableError, StoppedError
from .messages import Operation, Outcome, Registration
from .patience import Patience
from .settings import Settings

_LOG = logging.getLogger("portal_agent")
_T = TypeVar("_T")
UNAUTHORISED, LOCKED = 401, 423
_LONGEST_WITHOUT_SESSION = 60.0


class Link:
    """Shared by the agent's threads. `company` is what the agent says of the company it serves.

    `on_registered` is called with every new session, from whichever thread it began in.
    """

    def __init__(
        self, settings: Settings, company: dict[str, str], stop: threading.Event | None = None
    ) -> None:
        self._caller = Caller(settings)
        self._introduction = {
            "Username": settings.username,
            "AgentKey": settings.key,
            "AgentVersion": VERSION,
            "Machine": platform.node()[:200],
            "Company": company,
        }
        self._stop = stop or threading.Event()
        self._lock = threading.Lock()
        self._registration: Registration | None = None
        self.on_registered: Callable[[Registration], None] = lambda _registration: None

    def register(self) -> Registration:
        """Begin a session, once. Raises PortalUnreachableError, PortalRefusedError."""
        with self._lock:
            return self._register()

    def session(self) -> Registration:
        """The session, begun where there is none yet. Raises PortalUnreachableError, PortalRefusedError."""
        with self._lock:
            return self._registration or self._register()

    @property
    def registration(self) -> Registration:
        """What the portal said last; the portal's usual pace before the first time."""
        return self._registration or Registration("")

    def next_operation(self, wait: int | None = None) -> Operation | None:
        """Wait for the next operation; None when there is none. Raises PortalUnreachableError, PortalRefusedError."""
        seconds = self.registration.poll_seconds if wait is None else wait
        reply = self._ask("GET", "/requests", query={"wait": str(seconds)}, read_seconds=seconds + 30)
        if not isinstance(reply.body, dict):
            return None
        given = reply.body
        return Operation(
            str(given["OperationId"]),
            str(given["Type"]),
            dict(given["Payload"] or {}),
            int(given.get("Attempt") or 1),
        )

    def received(self, operation_id: str) -> bool:
        """Say that the agent has the operation; False when another session holds it. Raises StoppedError."""
        return self._insist("POST", f"/requests/{quote(operation_id, safe='')}/received") is not None

    def completed(self, operation_id: str, outcome: Outcome) -> bool:
        """Say what became of it, as often as it takes; False when the portal does not wait for it from here.

        Raises StoppedError.
        """
        return (
            self._insist("POST", f"/requests/{quote(operation_id, safe='')}/completed", outcome.as_wire())
            is not None
        )

    def begin_run(self, trigger: str, operation_id: str = "") -> str:
        """Say that a comparison begins. Raises PortalUnreachableError, PortalRefusedError."""
        body = {"Trigger": trigger, **({"OperationId": operation_id} if operation_id else {})}
        return str(self._ask("POST", "/runs", body=body).body["RunId"])

    def send_changes(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Send a batch, as often as it takes. Raises StoppedError, PortalRefusedError."""
        reply = self._patiently(lambda: self._ask("POST", "/changes", body=batch))
        return reply.body if isinstance(reply.body, dict) else {}

    def finish_run(
        self, run_id: str, read: int, failed: int, messages: Sequence[str], failures: Sequence[dict[str, str]]
    ) -> None:
        """Say that a comparison is complete, as often as it takes. Raises StoppedError, PortalRefusedError."""
        body = {"Read": read, "Failed": failed, "Messages": list(messages), "Failures": list(failures)}
        self._patiently(lambda: self._ask("POST", f"/runs/{run_id}/finished", body=body))

    def _insist(self, method: str, path: str, body: Any = None) -> Reply | None:
        """Repeat until the portal answers; None for a refusal, which is no reason to repeat."""
        try:
            return self._patiently(lambda: self._ask(method, path, body=body or {}))
        except PortalRefusedError as refused:
            _LOG.info("%s was not taken: %s", path, refused)
            return None

    def _ask(self, method: str, path: str, **more: Any) -> Reply:
        """One call with a ticket; registers (again) when the portal does not know the ticket."""
        registration = self.session()
        try:
            return self._caller.call(method, path, ticket=registration.ticket, **more)
        except PortalRefusedError as refused:
            if refused.status != UNAUTHORISED:
                raise
        with self._lock:
            if self._registration is registration:  # unless the other thread was faster
                self._register()
            registration = self._registration or registration
        return self._caller.call(method, path, ticket=registration.ticket, **more)

    def _register(self) -> Registration:
        try:
            body = self._caller.call("POST", "/register", body=self._introduction).body
        except PortalRefusedError as refused:
            raise NotLetInError(refused.status, str(refused)) from refused
        self._registration = Registration(
            str(body["Ticket"]),
            int(body.get("PollSeconds") or 25),
            float(body.get("MarkerSeconds") or 2),
            float(body.get("FullSeconds") or 300),
            int(body["Version"]) if "Version" in body else None,
        )
        self.on_registered(self._registration)
        _LOG.info("Registered with the portal.")
        return self._registration

    def _patiently(self, act: Callable[[], _T]) -> _T:
        """Repeat while the portal cannot be reached, or does not let this agent in now."""
        patience, told = Patience(self._stop, longest=_LONGEST_WITHOUT_SESSION), ""
        while True:
            if self._stop.is_set():
                raise StoppedError
            try:
                return act()
            except PortalUnreachableError as error:
                sentence, pause = str(error), error.wait_seconds
            except PortalRefusedError as refused:
                if not isinstance(refused, NotLetInError) and refused.status not in {UNAUTHORISED, LOCKED}:
                    raise
                sentence, pause = str(refused), 0.0
            if sentence != told:
                _LOG.warning("%s", sentence)
                told = sentence
            patience.wait(pause)
