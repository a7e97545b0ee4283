"""The walk through the demo, unattended: a spreadsheet becomes a synced budget, then an update of it.

People act on pages over HTTP, QuickBooks talks over the Web Connector's wire, Sage through its sync agent and an
accountant who posts by hand, and every step is held against what has to be seen. Source: the portal's worked example
(Maple St 116, customer Smith; Newtown Apartments).
"""

import time
from http.client import HTTPException

from portal.demo.acts.desks import DeskUnreachableError
from portal.demo.visitors import UnexpectedPageError
from portal.demo.walks import (
    first_exports,
    prerequisites,
    sage_first_exports,
    sage_prerequisites,
    sage_updates,
    single_sign_ons,
    updates,
)
from portal.demo.walks.expectations import NotAsExpectedError
from portal.demo.walks.stages import Stage, Step, set_up

_PARTS: tuple[tuple[str, tuple[Step, ...]], ...] = (
    ("Before the first export", prerequisites.STEPS),
    ("The first export", first_exports.STEPS),
    ("An update", updates.STEPS),
    ("Sage 100: before the first export", sage_prerequisites.STEPS),
    ("Sage 100: the first export, posted by hand", sage_first_exports.STEPS),
    ("Sage 100: an update", sage_updates.STEPS),
)
_PARTS_WITH_SINGLE_SIGN_ON = (
    ("Signing in through the provider, and with a second factor", single_sign_ons.STEPS),
    *_PARTS,
    ("Afterwards", single_sign_ons.STEPS_AFTER),
)


def run(addresses: dict[str, str]) -> int:
    """Walk through the demo at these addresses (web, mail, practice, sage); prints each step with its seconds.

    Where `sign_in` is `single`, people come through the identity provider, and the approver has a second factor.

    Returns 0 when every step was seen as it has to be, otherwise 1 after the sentence that says what was not.
    """
    started = time.monotonic()
    try:
        stage = set_up(addresses)
        parts = _PARTS_WITH_SINGLE_SIGN_ON if addresses.get("sign_in") == "single" else _PARTS
        for title, steps in parts:
            print(f"{title}:", flush=True)
            for step in steps:
                _take(stage, step)
    except (NotAsExpectedError, UnexpectedPageError, DeskUnreachableError, HTTPException, OSError) as error:
        print(f"  {type(error).__name__}: {error}", flush=True)
        print("The walk did not get through.", flush=True)
        return 1
    print(f"walked in {time.monotonic() - started:.2f} s", flush=True)
    return 0


def _take(stage: Stage, step: Step) -> None:
    name, act = step
    started = time.monotonic()
    try:
        seen = act(stage)
    except Exception:
        print(f"  {name:<10} FAILED", flush=True)
        raise
    print(f"  {name:<10} {seen:<92} {time.monotonic() - started:5.2f} s", flush=True)
