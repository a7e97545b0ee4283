"""Whether a host is this machine, so that nothing between the portal and it can listen."""

import ipaddress


def is_here(host: str) -> bool:
    """Whether `host` is loopback or no host at all (a socket in the file system)."""
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
