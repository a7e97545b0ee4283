"""Where a provider may be: at https addresses, or on this machine; never at addresses that clouds answer secrets from.

A name is resolved once, every address behind it is looked at, and the connection goes to an address that was looked
at: a name that answers differently the second time gains nothing. Source: OWASP, Server Side Request Forgery
Prevention.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from portal.services.providers.problems import ProviderProblem

LONGEST = 500
_CLOUD_SECRETS = frozenset(map(ip_address, ("100.100.100.200", "192.0.0.192", "fd00:ec2::254")))
"""Metadata services that are not link-local; those at 169.254.169.254 and fe80:: are."""


class AddressRefusedError(OSError):
    """The address behind a name is none that a provider may have; `str` is the sentence."""


def checked_url(text: str, what: str) -> str:
    """The address as given. Raises ProviderProblem: not https (http on this machine only), or with things added."""
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        raise ProviderProblem(f"{what} is no web address.") from None
    if not parts.hostname or parts.username or parts.password or parts.fragment or len(text) > LONGEST:
        raise ProviderProblem(f"{what} is no plain web address.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(parts.hostname)):
        raise ProviderProblem(f"{what} must begin with https://.")
    return text


def is_this_machine(host: str) -> bool:
    """Whether a host name says itself that it is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, each looked at. Raises socket.gaierror, and AddressRefusedError if any may not be."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if sentence := refusal(host, address):
            raise AddressRefusedError(sentence)
    return addresses


def refusal(host: str, address: str) -> str:
    """Why a provider may not be at this address; empty when it may. Addresses inside a company's network may be."""
    plain = _plain(address)
    if plain.is_loopback:
        return "" if is_this_machine(host) else f"{host} leads to this server itself, which is not allowed."
    if is_this_machine(host):
        return f"{host} does not lead to this server."
    if plain.is_link_local or plain.is_multicast or plain.is_unspecified or plain in _CLOUD_SECRETS:
        return f"{host} leads to {address}, where no identity provider may be."
    return ""


def _plain(address: str) -> IPv4Address | IPv6Address:
    """The address itself where it is wrapped into a newer kind."""
    found = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return inner or found
