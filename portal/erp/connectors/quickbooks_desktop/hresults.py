"""What to do when QuickBooks never ran a request set: the HRESULTs of the Web Connector.

Source: QuickBooks Desktop SDK, connection and session errors.
"""

import re
from dataclasses import dataclass

from portal.erp.connectors.quickbooks_desktop.statuses import Outcome


@dataclass(frozen=True)
class ConnectionTrouble:
    """An HRESULT as eight hexadecimal digits, its class, and what a person should do next."""

    code: str
    outcome: Outcome
    advice: str


_RETRY = "The portal tries again at the next update."

_TABLE: dict[str, tuple[Outcome, str]] = {
    "80040400": (Outcome.POISON, "QuickBooks could not read the request; report this to support."),
    "80040401": (Outcome.RETRY_LATER, f"Start QuickBooks on the computer of the Web Connector. {_RETRY}"),
    "80040402": (Outcome.NEEDS_PERSON, "QuickBooks failed unexpectedly; look into qbsdklog.txt, then retry."),
    "80040403": (Outcome.RETRY_LATER, f"Open the company file in QuickBooks. {_RETRY}"),
    "80040408": (Outcome.RETRY_LATER, f"Start QuickBooks and open the company file. {_RETRY}"),
    "8004040A": (
        Outcome.RETRY_LATER,
        f"Another company file is open; open the one of this connection. {_RETRY}",
    ),
    "8004040D": (Outcome.RETRY_LATER, f"The session with QuickBooks ended early. {_RETRY}"),
    "80040410": (Outcome.RETRY_LATER, f"The company file is open in another mode; change the mode. {_RETRY}"),
    "80040413": (
        Outcome.POISON,
        "QuickBooks does not take this way of error handling; report this to support.",
    ),
    "80040414": (Outcome.RETRY_LATER, f"Close the dialog that is open in QuickBooks. {_RETRY}"),
    "80040416": (Outcome.RETRY_LATER, f"Start QuickBooks and open the company file. {_RETRY}"),
    "80040417": (Outcome.RETRY_LATER, f"Open the company file in QuickBooks. {_RETRY}"),
    "80040418": (
        Outcome.RETRY_LATER,
        f"Log in to QuickBooks once as its administrator, in single-user mode, and allow the portal. {_RETRY}",
    ),
    "80040419": (
        Outcome.RETRY_LATER,
        f"Log in to QuickBooks once as its administrator, in single-user mode, and allow the portal. {_RETRY}",
    ),
    "8004041A": (
        Outcome.RETRY_LATER,
        f"Allow the portal in QuickBooks: Edit > Preferences > Integrated Applications. {_RETRY}",
    ),
    "8004041C": (Outcome.RETRY_LATER, f"Restart QuickBooks. {_RETRY}"),
    "8004041D": (
        Outcome.RETRY_LATER,
        f"Allow the portal to log in by itself (Integrated Applications), or keep QuickBooks open. {_RETRY}",
    ),
    "80040420": (
        Outcome.RETRY_LATER,
        f"Someone refused the portal's access to QuickBooks; allow it under Integrated Applications. {_RETRY}",
    ),
    "80040422": (Outcome.RETRY_LATER, f"The company file is in single-user mode by someone else. {_RETRY}"),
    "80040423": (Outcome.POISON, "This QuickBooks does not know qbXML 13.0; update QuickBooks, then retry."),
    "80040424": (Outcome.RETRY_LATER, f"QuickBooks is still starting. {_RETRY}"),
}

CODES = frozenset(_TABLE)


def advise_hresult(hresult: str) -> ConnectionTrouble:
    """Return what follows from an HRESULT, written as 0x80040400, 80040400 or as a signed number."""
    code = _normal(hresult)
    outcome, advice = _TABLE.get(
        code,
        (
            Outcome.NEEDS_PERSON,
            "The portal does not know this error; read its message, act on it, then retry.",
        ),
    )
    return ConnectionTrouble(code, outcome, advice)


def _normal(hresult: str) -> str:
    bare = hresult.strip().lower()
    if re.fullmatch(r"-[0-9]{1,10}", bare):
        return f"{int(bare) & 0xFFFFFFFF:08X}"
    match = re.fullmatch(r"(?:0x)?([0-9a-f]{1,8})", bare)
    return match.group(1).upper().zfill(8) if match else bare[:20]
