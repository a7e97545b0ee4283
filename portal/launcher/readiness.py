"""How a part says that it is ready, and how the supervisor hears it."""

import os
import socket
from collections.abc import Callable
from pathlib import Path


def announce(path: Path | None) -> None:
    """Write this process's number into ``path``: the part has everything it needs and begins to work."""
    if path is not None:
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        aside.write_text(str(os.getpid()))
        aside.replace(path)


def announced(path: Path) -> Callable[[int], bool]:
    """Return a question: did the process of that number announce itself in ``path``? An older one does not count."""

    def ask(pid: int) -> bool:
        try:
            return path.read_text() == str(pid)
        except OSError:
            return False

    return ask


def listens(port: int) -> Callable[[int], bool]:
    """Return a question: does somebody answer on the loopback port?"""

    def ask(_pid: int) -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.2)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return ask
