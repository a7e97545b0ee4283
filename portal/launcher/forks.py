"""A child forked from the supervisor: it finds every module loaded already, so it is ready in a fraction of a second.

Offers of `subprocess.Popen` what the supervisor needs. The supervisor has one thread only, so that forking is safe.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import BinaryIO, TextIO

from portal.launcher import leash

_HIGHEST_DESCRIPTOR = 4096
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)


class Forked:
    """Runs ``call`` in a forked process, on a leash, in a session of its own; its result is the exit code.

    ``stdout`` reads what it says, unless it speaks on the ``console``.
    """

    def __init__(self, call: Callable[[], int], environment: Mapping[str, str], *, console: bool) -> None:
        self.returncode: int | None = None
        self.stdout: BinaryIO | None = None
        reader, writer = os.pipe()
        sys.stdout.flush()
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _become(call, environment, parent, None if console else writer)
        os.close(writer)
        if console:
            os.close(reader)
        else:
            self.stdout = os.fdopen(reader, "rb", buffering=0)

    def wait(self) -> int:
        """Wait for the end and return the exit code; minus the signal's number when it was killed."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to a process that has not ended."""
        if self.returncode is None:
            os.kill(self.pid, number)


def _speaking_on(descriptor: int) -> TextIO:
    return open(descriptor, "w", buffering=1, errors="backslashreplace", closefd=False)


def _become(call: Callable[[], int], environment: Mapping[str, str], parent: int, writer: int | None) -> None:
    """Turn the fresh fork into the part; never returns."""
    code = 1
    try:
        leash.die_with_parent()
        if os.getppid() != parent:
            os._exit(1)
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in _SIGNALS:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if writer is not None:
            os.dup2(writer, 1)
            os.dup2(writer, 2)
        sys.stdout = _speaking_on(1)
        sys.stderr = _speaking_on(2)
        os.closerange(3, _HIGHEST_DESCRIPTOR)  # the supervisor's lock, pipes and selector are not ours
        os.environ.clear()
        os.environ.update(environment)
        os.environ[leash.PARENT] = str(parent)
        code = call()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - the last word of this process
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
