"""Free loopback ports, the same ones on every start where nobody else took them."""

import socket
from dataclasses import dataclass

DEFAULT = 8040
STEP = 10
"""Each portal takes a web port and those right behind it."""
_TRIES = 200


class PortTaken(Exception):  # noqa: N818 - reads as the sentence it carries
    """The port a person asked for is in use; the message says so."""


@dataclass(frozen=True)
class Ports:
    """Where each part listens on 127.0.0.1."""

    web: int
    mail: int
    smtp: int
    practice: int
    sage: int
    identity: int


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def choose(asked: int | None) -> Ports:
    """Choose the web port and those beside it: mail page +1, SMTP +2, practice QuickBooks +3, Sage +4, identity +5.

    A port that is taken moves on to the next free one; only the asked web port never moves.
    Raises PortTaken when the asked one is in use.
    """
    if asked is not None and not is_free(asked):
        raise PortTaken(
            f"Port {asked} is in use. Choose another one: python3 -m portal up --port {asked + STEP}"
        )
    web = asked if asked is not None else _next_free(DEFAULT, set(), STEP)
    taken = {web}
    others = []
    for wanted in range(web + 1, web + 6):
        others.append(_next_free(wanted, taken, 1))
        taken.add(others[-1])
    return Ports(web, *others)


def free_from(first: int) -> int:
    """Return a free web port from `first` on, for one more portal on this machine. Raises PortTaken."""
    return _next_free(first, set(), STEP)


def _next_free(first: int, taken: set[int], step: int) -> int:
    for port in range(first, first + _TRIES * step, step):
        if port not in taken and is_free(port):
            return port
    raise PortTaken(f"No free port was found from {first} on. Choose one with --port.")
