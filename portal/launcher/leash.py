"""Starts a program that dies with the process that started it: ``python leash.py PARENT_PID PROGRAM ARGUMENT...``.

On Linux the kernel keeps the promise, also after a SIGKILL of the parent. Elsewhere the portal's own parts look
after their parent themselves (`watch_parent`). Run as a plain file, so that it starts in a few milliseconds.
"""

import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
PARENT = "PORTAL_PARENT_PID"
_HAS_LEASH = os.uname().sysname == "Linux"


def die_with_parent() -> None:
    """Ask the kernel to SIGKILL this process when its parent dies. Does nothing where that cannot be asked."""
    if _HAS_LEASH:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def watch_parent() -> None:
    """Where the kernel has no leash, look every second whether the supervisor still lives, and end without it."""
    parent = os.environ.get(PARENT)
    if parent is None or _HAS_LEASH:
        return

    def look() -> None:
        while os.getppid() == int(parent):
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=look, name="watch-parent", daemon=True).start()


def main(parent: str, program: list[str]) -> None:
    """Take the leash, make sure the parent did not die in between, and become the program."""
    die_with_parent()
    if os.getppid() != int(parent):
        sys.exit("The supervisor is gone; not starting without it.")
    os.environ[PARENT] = parent
    os.execvp(program[0], program)  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
