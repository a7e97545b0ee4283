"""One part of the portal as a child process on a leash: start, look after, stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portal.launcher import leash
from portal.launcher.forks import Forked
from portal.launcher.logs import Log

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 15.0
_A_WHILE = 2.0


Command = Sequence[str] | Callable[[], int]
"""A program with its arguments, or a function of ours to run in a fork of this process."""


@dataclass(frozen=True)
class Part:
    """What to run and how to tell that the process of that number is ready.

    ``shows`` stands on its console line; ``stop_seconds`` is how long it may take to finish what it is doing.
    A part that runs ``once`` is not restarted; one on the ``console`` speaks to the person, not to a log.
    """

    name: str
    command: Command
    ready: Callable[[int], bool]
    shows: str = ""
    stop_seconds: float = 10.0
    once: bool = False
    console: bool = False


class Child:
    """A running or resting part. All methods are called from the supervisor's only thread.

    (Only one: the kernel's leash is tied to the thread that started the child.)
    """

    def __init__(self, part: Part, *, environment: Mapping[str, str], run: Path, logs: Path) -> None:
        self.part = part
        self.log = Log(logs, part.name)
        self.process: subprocess.Popen[bytes] | Forked | None = None
        self.is_ready = False
        self.failures = 0
        self.exit_code: int | None = None
        self.started_at = 0.0
        self.next_start = 0.0
        self._environment = dict(environment)
        self._pid_file = run / f"{part.name}.pid"

    def start(self) -> None:
        """Start the program in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.is_ready = False
        self.started_at = time.monotonic()
        command = self.part.command
        self.process = self._fork(command) if callable(command) else self._spawn(command)
        if self.process.stdout is not None:
            os.set_blocking(self.process.stdout.fileno(), False)
        aside = self._pid_file.with_name(f"{self._pid_file.name}.new")
        aside.write_text(str(self.process.pid))
        aside.replace(self._pid_file)  # whoever reads it never finds it empty

    def _fork(self, call: Callable[[], int]) -> Forked:
        return Forked(call, self._environment, console=self.part.console)

    def _spawn(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        where = None if self.part.console else subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-I", "-S", leash.__file__, str(os.getpid()), *command],
            stdin=subprocess.DEVNULL,
            stdout=where,
            stderr=None if where is None else subprocess.STDOUT,
            env=self._environment,
            start_new_session=True,
        )

    def output(self) -> int | None:
        """Return the descriptor of the child's output; None for one that rests or speaks on the console."""
        return (
            self.process.stdout.fileno()
            if self.process is not None and self.process.stdout is not None
            else None
        )

    def pump(self) -> bool:
        """Move what the child said into its log. Returns False when it will say nothing more."""
        output = self.output()
        if output is None:
            return False
        with suppress(BlockingIOError):
            while said := os.read(output, 65_536):
                self.log.feed(said)
            return False
        return True

    def look_ready(self) -> bool:
        """Ask the part's own question once; True when it has just become ready."""
        if self.is_ready or self.process is None or not self.part.ready(self.process.pid):
            return False
        self.is_ready = True
        return True

    def has_ended(self) -> bool:
        """Tell whether the process ended since it was started; its own children are then killed as well."""
        if self.process is None:
            return False
        if self.process.returncode is not None:
            return True
        with suppress(ChildProcessError):
            if os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return False
            self._signal(signal.SIGKILL)  # before the process number is given back
        self.process.wait()
        return True

    def rest(self) -> float:
        """Put an ended child to rest and return the seconds until it is started again.

        One that had been ready and lived a while comes back at once; any other waits longer each time.
        """
        if self.process is not None:
            self.exit_code = self.process.returncode
            if self.process.stdout is not None:
                self.process.stdout.close()
        self.log.close()
        self.process = None
        self._pid_file.unlink(missing_ok=True)
        was_well = self.is_ready and time.monotonic() - self.started_at > _A_WHILE
        pause = 0.0 if was_well else min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**self.failures)
        self.failures = 0 if was_well else self.failures + 1
        self.is_ready = False
        self.next_start = time.monotonic() + pause
        return pause

    def terminate(self) -> None:
        """Ask the process to finish what it is doing and end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process and its children now."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                if number == signal.SIGTERM:
                    self.process.send_signal(number)
                else:
                    os.killpg(self.process.pid, number)
