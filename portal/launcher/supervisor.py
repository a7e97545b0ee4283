"""Keeps the parts running: one thread, one loop. Starts, reads their output, restarts the dead, stops in order."""

import contextlib
import os
import selectors
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from portal.launcher.children import Child, Command, Part

_STEP = 0.03
_QUIET_STEP = 1.0
_GIVE_UP_AFTER = 4


class PartFailed(Exception):  # noqa: N818 - reads as the sentence it carries
    """A part does not come up; the message names it, its last words and its log."""


class Supervisor:
    """Runs children on a leash until told to stop. ``say`` gets one line of news at a time."""

    def __init__(
        self, *, run: Path, logs: Path, environment: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self.children: dict[str, Child] = {}
        self.stopping = False
        self._folders = (run, logs)
        self._environment = environment
        self._say = say
        self._selector = selectors.DefaultSelector()

    @contextlib.contextmanager
    def signals(self) -> Iterator[None]:
        """Turn Ctrl-C, TERM and HUP into an orderly stop, a second one into a quick one; wake up when a child dies."""
        reader, writer = os.pipe()
        for end in (reader, writer):
            os.set_blocking(end, False)
        names = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {name: signal.signal(name, self._on_stop) for name in names}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        wake_before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self._selector.register(reader, selectors.EVENT_READ)
        try:
            yield
        finally:
            self._selector.unregister(reader)
            signal.set_wakeup_fd(wake_before)
            for name, handler in before.items():
                signal.signal(name, handler)
            os.close(reader)
            os.close(writer)

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping:
            for child in self.children.values():
                child.kill()
        self.stopping = True

    def start(self, part: Part) -> Child:
        """Start a part; it is restarted whenever it dies, until `stop`."""
        run, logs = self._folders
        child = Child(part, environment=self._environment, run=run, logs=logs)
        self.children[part.name] = child
        self._launch(child)
        return child

    def _launch(self, child: Child) -> None:
        child.start()
        if (output := child.output()) is not None:
            self._selector.register(output, selectors.EVENT_READ, child)

    def run_once(self, name: str, command: Command, seconds: float | None, *, console: bool = False) -> Child:
        """Run a command to its end and return it, with ``exit_code`` (None when stopped before).

        Raises PartFailed when it takes longer than ``seconds``.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        child = self.start(Part(name, command, lambda _pid: False, once=True, console=console))
        while child.process is not None and not self.stopping:
            if deadline is not None and time.monotonic() > deadline:
                raise PartFailed(f"{name} is not done after {seconds:.0f} s (log: {child.log.path})")
            self.tick(_STEP)
        if child.process is None:
            del self.children[name]
        return child

    def wait_ready(self, names: Sequence[str], seconds: float) -> None:
        """Return when the named parts are ready, or when told to stop.

        Raises PartFailed when one keeps dying or is not ready in time.
        """
        deadline = time.monotonic() + seconds
        waiting = [self.children[name] for name in names]
        while not self.stopping and not all(child.is_ready for child in waiting):
            self.tick(_STEP)
            for child in waiting:
                late = time.monotonic() > deadline and not child.is_ready
                if child.failures >= _GIVE_UP_AFTER or late:
                    raise PartFailed(
                        f"{child.part.name} does not start: {child.log.last or 'no word'} (log: {child.log.path})"
                    )

    def tick(self, seconds: float = _QUIET_STEP) -> None:
        """Look after everything once: read output, notice the dead, restart the due; wait ``seconds`` at most."""
        pending = any(not child.is_ready for child in self.children.values())
        for key, _ in self._selector.select(min(seconds, _STEP) if pending else seconds):
            if isinstance(key.data, Child):
                if not key.data.pump():
                    self._selector.unregister(key.fd)
            else:
                with contextlib.suppress(BlockingIOError):
                    os.read(key.fd, 4096)
        for child in self.children.values():
            self._look_after(child)

    def _look_after(self, child: Child) -> None:
        if child.has_ended():
            self._bury(child)
        elif (
            child.process is None
            and not (self.stopping or child.part.once)
            and time.monotonic() >= child.next_start
        ):
            self._launch(child)
        elif child.look_ready():
            self._say(
                f"  {child.part.name:<13} {child.part.shows:<58} {time.monotonic() - child.started_at:5.2f} s"
            )

    def _bury(self, child: Child) -> None:
        code = child.process.returncode if child.process else 0
        if (output := child.output()) is not None:
            with contextlib.suppress(KeyError):
                self._selector.unregister(output)
        child.pump()
        pause = child.rest()
        if not (self.stopping or child.part.once):
            when = f"again in {pause:.1f} s" if pause else "started again"
            self._say(
                f"  {child.part.name:<13} ended ({code}: {child.log.last[:80]}), {when}; log: {child.log.path}"
            )

    def stop(self, order: Sequence[str] = ()) -> None:
        """Stop every child, those in ``order`` first and one after the other, then the rest."""
        self.stopping = True
        names = [*order, *(name for name in reversed(self.children) if name not in order)]
        for name in names:
            if child := self.children.get(name):
                self._stop_one(child)
        self.children.clear()

    def _stop_one(self, child: Child) -> None:
        deadline = time.monotonic() + child.part.stop_seconds
        child.terminate()
        while child.process is not None:
            if time.monotonic() > deadline:
                child.kill()
            self.tick(_STEP)
