"""Wiping Redis: everything forgotten while it runs, or the server killed and its files gone."""

import shutil
import socket

from portal.chaos.portals import Portal
from portal.launcher.datafolder import DataFolder


def flush(portal: Portal) -> bool:
    """Forget everything in the running server; False when it does not answer."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            connection.connect(str(DataFolder(portal.data).socket))
            connection.sendall(b"FLUSHALL\r\n")
            return connection.recv(64).startswith(b"+OK")
    except OSError:
        return False


def kill_and_delete(portal: Portal) -> bool:
    """Kill the server and delete what it wrote; it comes back empty."""
    if not portal.kill("valkey"):
        return False
    shutil.rmtree(portal.data / "valkey" / "appendonlydir", ignore_errors=True)
    return True
