"""Checks of what the environment says: demo, addresses, keys, switches that exist for tests."""

from collections.abc import Iterable

from portal.checks.findings import Finding, Place

SHORTEST_KEY = 32
_FEWEST_SIGNS = 10
"""A key of one letter repeated is long and still a guess."""


def demo_mode(place: Place) -> Iterable[Finding]:
    """The demo company."""
    if place.settings.demo:
        yield Finding(
            "The portal runs as a demo: people with a known pass phrase may sign in.",
            "Start it without PORTAL_DEMO, with an empty database (portal up --real).",
        )


def plain_http(place: Place) -> Iterable[Finding]:
    """The public address and the cookies."""
    if not place.settings.https:
        yield Finding(
            f"People reach the portal at {place.settings.base_url}, without TLS: session cookies travel in the clear "
            "and are not marked Secure.",
            "Put a proxy with a certificate in front and set PORTAL_BASE_URL to its https address.",
        )


def secret_key(place: Place) -> Iterable[Finding]:
    """The key that signs forms and cookies."""
    key = place.settings.secret_key
    if len(key) < SHORTEST_KEY or len(set(key)) < _FEWEST_SIGNS:
        yield Finding(
            f"The secret key is guessable: it has {len(key)} characters, {len(set(key))} different ones.",
            "Delete its file, so that the portal makes another at the next start; everybody signs in again.",
        )


def proxy_declared(place: Place) -> Iterable[Finding]:
    """The proxy in front."""
    if place.settings.https and place.settings.proxies == 0:
        yield Finding(
            "The address is https, and no proxy is declared: every visitor seems to come from the proxy, so that "
            "guessing by one slows down all of them.",
            "Set PORTAL_PROXIES to how many proxies stand in front, usually 1.",
        )


def unsafe_switches(place: Place) -> Iterable[Finding]:
    """Switches that exist for tests."""
    if place.settings.unsafe_resend:
        yield Finding(
            "PORTAL_UNSAFE_RESEND is set: a lost answer is sent again without asking, which doubles amounts in the "
            "ERP.",
            "Remove it from the environment.",
        )
    if place.settings.crash_file is not None:
        yield Finding(
            "PORTAL_CRASH_FILE is set: whoever writes that file stops a process of the portal at will.",
            "Remove it from the environment.",
        )


CHECKS = (demo_mode, plain_http, secret_key, proxy_declared, unsafe_switches)
