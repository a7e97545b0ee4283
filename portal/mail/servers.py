"""The SMTP server that takes the mails, and reaching it: never an address that only machines of a cloud have.

Source: OWASP, Server-Side Request Forgery Prevention Cheat Sheet; RFC 8314 (implicit TLS and STARTTLS).
"""

import ipaddress
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from portal.settings import Settings

PLAIN, STARTTLS, TLS = "none", "starttls", "tls"
SECURITIES = (PLAIN, STARTTLS, TLS)
_METADATA = {ipaddress.ip_address("fd00:ec2::254"), ipaddress.ip_address("100.100.100.200")}
"""Addresses beside the link-local ones at which a cloud tells its machines their secrets."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mails are handed over. `security` is one of SECURITIES; `portal_host` names us in Message-IDs."""

    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)
    sender: str
    portal_host: str


class BlockedAddressError(OSError):
    """No mail server is looked for at such an address."""


def of_environment(settings: Settings) -> Server:
    """The server that the environment of the process names."""
    return Server(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=STARTTLS if settings.smtp_tls else PLAIN,
        username=settings.smtp_user,
        password=settings.smtp_password,
        sender=settings.mail_from,
        portal_host=settings.host,
    )


def is_blocked(address: str) -> bool:
    """Whether an IP address is link-local, a metadata service, or nobody's. Names are no addresses: False."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_link_local or found.is_multicast or found.is_unspecified or found in _METADATA


class Client(smtplib.SMTP):
    """An SMTP client that looks before it connects, keeps the last word on a message, and has one deadline for all."""

    def __init__(self, server: Server, timeout: float) -> None:
        self._implicit = server.security == TLS
        self._deadline = time.monotonic() + timeout
        self.taken = ""
        super().__init__(server.host, server.port, timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = _reach(host, port, timeout)
        if not self._implicit:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)

    def getreply(self) -> tuple[int, bytes]:
        """As smtplib's, within the deadline. Raises TimeoutError."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the server took too long")
        if self.sock:
            self.sock.settimeout(left)
        return super().getreply()

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]
        """As smtplib's; the answer stays in `taken`."""
        code, answer = super().data(msg)
        self.taken = said(code, answer)
        return code, answer


@contextmanager
def connected(server: Server, timeout: float) -> Iterator[Client]:
    """A server that is ready for a message. Its goodbye does not count: the message is taken before it."""
    client = Client(server, timeout)
    try:
        if server.security == STARTTLS:
            client.starttls(context=ssl.create_default_context())
        if server.username:
            client.login(server.username, server.password)
        yield client
    except BaseException:
        client.close()
        raise
    with suppress(smtplib.SMTPException, OSError):
        client.quit()


def said(code: int, answer: bytes | str) -> str:
    """The server's own words, as `550 no such person`."""
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {words}"


def _reach(host: str, port: int, timeout: float) -> socket.socket:
    """Connect to an address that was looked at, so that a name cannot mean another one a moment later."""
    found = [str(place[4][0]) for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if any(is_blocked(address) for address in found):
        raise BlockedAddressError("No mail server may be reached at a link-local or metadata address.")
    failure: OSError = OSError(f"{host} has no address")
    for address in found:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failure = error
    raise failure
