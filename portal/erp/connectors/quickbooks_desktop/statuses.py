"""What to do about each status code of QuickBooks: the class for the machine, the sentence for the person.

QuickBooks' own message is shown beside it, verbatim. A code that stands nowhere here needs a person, because
neither repeating nor giving up can be right for something unknown. Source: QuickBooks Desktop SDK, status codes.
"""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What follows from an answer."""

    OK = "ok"
    NOTHING = "nothing"
    """Nothing matched a query; no error."""
    RETRY_LATER = "retry_later"
    REQUERY = "requery"
    """Read the object again, build the request anew, send it once more."""
    ADOPT = "adopt"
    """The name exists: use that object if name and parent match, otherwise ask a person."""
    POISON = "poison"
    """Never send this request again; let the next one pass."""
    NEEDS_PERSON = "needs_person"


@dataclass(frozen=True)
class Status:
    """A code with its class and with what a person should do next."""

    code: int
    outcome: Outcome
    advice: str


_RETRY = "The portal tries again by itself"
_CORRECT = "Correct it in the portal, then retry."

_TABLE: dict[int, tuple[Outcome, str]] = {
    0: (Outcome.OK, "Nothing to do."),
    1: (Outcome.NOTHING, "QuickBooks found nothing that matches."),
    500: (Outcome.NOTHING, "QuickBooks does not hold at least one of the named objects."),
    501: (
        Outcome.NEEDS_PERSON,
        "A value in QuickBooks cannot be sent to the portal; look at the record there.",
    ),
    510: (Outcome.NEEDS_PERSON, "QuickBooks did the work but cannot return the record; check it there."),
    530: (Outcome.POISON, "This edition of QuickBooks does not know a field; update QuickBooks, then retry."),
    531: (Outcome.POISON, "This edition of QuickBooks does not know a value; update QuickBooks, then retry."),
    550: (Outcome.NEEDS_PERSON, "QuickBooks saved the record without its notes; add them there."),
    560: (Outcome.OK, "Nothing to do; QuickBooks ignored an outdated field."),
    570: (Outcome.NEEDS_PERSON, "QuickBooks saved the record but could not link it; check it there."),
    600: (
        Outcome.NOTHING,
        "QuickBooks holds no answer under this message id, so the request was not executed.",
    ),
    1000: (
        Outcome.NEEDS_PERSON,
        "Restart QuickBooks, verify the company file (File > Utilities), then retry.",
    ),
    1010: (Outcome.RETRY_LATER, f"QuickBooks is not available. {_RETRY}."),
    1030: (
        Outcome.POISON,
        "This edition of QuickBooks does not take this kind of request; update QuickBooks.",
    ),
    1060: (Outcome.POISON, "QuickBooks refused the request's id; report this to support."),
    3000: (
        Outcome.POISON,
        "The portal named a record by an id QuickBooks does not take; map it again, then retry.",
    ),
    3010: (Outcome.POISON, f"A yes/no value is wrong. {_CORRECT}"),
    3020: (Outcome.POISON, f"A date is wrong. {_CORRECT}"),
    3031: (Outcome.POISON, f"A range is wrong. {_CORRECT}"),
    3035: (Outcome.POISON, f"A time interval is wrong. {_CORRECT}"),
    3040: (Outcome.POISON, f"An amount is wrong. {_CORRECT}"),
    3045: (Outcome.POISON, f"A price is wrong. {_CORRECT}"),
    3050: (Outcome.POISON, f"A percentage is wrong. {_CORRECT}"),
    3060: (Outcome.POISON, f"A quantity is wrong. {_CORRECT}"),
    3065: (Outcome.POISON, "An external id is wrong; report this to support."),
    3070: (Outcome.POISON, f"A text is longer than QuickBooks holds. {_CORRECT}"),
    3080: (Outcome.POISON, f"A text holds characters that QuickBooks does not take. {_CORRECT}"),
    3085: (Outcome.POISON, f"A number is wrong. {_CORRECT}"),
    3090: (
        Outcome.POISON,
        "A name holds a colon or another forbidden character; rename it in the portal, then retry.",
    ),
    3100: (
        Outcome.ADOPT,
        "QuickBooks holds this name, perhaps as a vendor. Link that record or rename one of the two, then retry.",
    ),
    3110: (Outcome.POISON, f"An amount is larger than QuickBooks holds. {_CORRECT}"),
    3120: (
        Outcome.NEEDS_PERSON,
        "The record was deleted or merged in QuickBooks. Restore it there or map it again, then retry.",
    ),
    3130: (Outcome.POISON, "The parent does not exist in QuickBooks any more; map it again, then retry."),
    3140: (
        Outcome.POISON,
        "The named record is missing or inactive in QuickBooks. Activate it there or map another one, then retry.",
    ),
    3150: (Outcome.POISON, "A required field was missing; report this to support."),
    3151: (Outcome.POISON, "A field is not allowed here; report this to support."),
    3160: (Outcome.POISON, "QuickBooks cannot delete the record; look at what uses it."),
    3161: (Outcome.POISON, "QuickBooks cannot delete the record; look at what uses it."),
    3162: (Outcome.NEEDS_PERSON, "Switch QuickBooks to single-user mode, then retry."),
    3170: (
        Outcome.NEEDS_PERSON,
        "QuickBooks cannot change the record; open it there and see why, then retry.",
    ),
    3171: (
        Outcome.NEEDS_PERSON,
        "The date lies before the closing date of the books. Move the closing date in QuickBooks, then retry.",
    ),
    3175: (
        Outcome.RETRY_LATER,
        f"Someone has the record open in QuickBooks. {_RETRY}; close the record there.",
    ),
    3176: (
        Outcome.RETRY_LATER,
        f"Someone has a related record open in QuickBooks. {_RETRY}; close it there.",
    ),
    3180: (Outcome.RETRY_LATER, f"QuickBooks could not save: a list or transaction is in use. {_RETRY}."),
    3185: (Outcome.NEEDS_PERSON, "QuickBooks cannot void the record; look at it there."),
    3200: (Outcome.REQUERY, "Someone changed the record in QuickBooks meanwhile; the portal reads it again."),
    3205: (Outcome.POISON, f"The address is wrong. {_CORRECT}"),
    3210: (Outcome.POISON, f"A value is not one that QuickBooks takes. {_CORRECT}"),
    3220: (
        Outcome.NEEDS_PERSON,
        "Allow the portal in QuickBooks: Edit > Preferences > Integrated Applications.",
    ),
    3230: (Outcome.RETRY_LATER, f"QuickBooks rolled the request back. {_RETRY}."),
    3231: (Outcome.RETRY_LATER, f"QuickBooks did not get to this request. {_RETRY}."),
    3240: (Outcome.REQUERY, "The times of two records do not agree; the portal reads them again."),
    3250: (
        Outcome.POISON,
        "Switch the feature on in QuickBooks (for estimates: Edit > Preferences > Jobs & Estimates), then retry.",
    ),
    3260: (
        Outcome.POISON,
        "The QuickBooks user may not do this; give the user the right in QuickBooks, then retry.",
    ),
    3261: (Outcome.POISON, "Allow the portal to read personal data: Preferences > Integrated Applications."),
    3262: (Outcome.NEEDS_PERSON, "The QuickBooks subscription does not cover this; renew it, then retry."),
    3263: (Outcome.NEEDS_PERSON, "The QuickBooks subscription does not cover this; renew it, then retry."),
    3264: (Outcome.NEEDS_PERSON, "The company file is read-only; open it for writing, then retry."),
    3270: (Outcome.POISON, "The item lacks a posting account; set it in QuickBooks, then retry."),
    3290: (Outcome.REQUERY, "The lines of the estimate were reordered meanwhile; the portal reads it again."),
    9001: (Outcome.NEEDS_PERSON, "Another request was sent under this message id; report this to support."),
    9002: (
        Outcome.NEEDS_PERSON,
        "QuickBooks executed the request but lost its answer; check the record there.",
    ),
    9003: (
        Outcome.NEEDS_PERSON,
        "QuickBooks reset its error recovery; check the record there before a retry.",
    ),
    9004: (Outcome.POISON, "QuickBooks refused the message id; report this to support."),
    9005: (
        Outcome.NEEDS_PERSON,
        "QuickBooks executed the request but kept no answer; check the record there.",
    ),
}

CODES = frozenset(_TABLE)


def advise(code: int) -> Status:
    """Return what follows from a status code, of a response or of a whole message set."""
    outcome, advice = _TABLE.get(
        code,
        (
            Outcome.NEEDS_PERSON,
            "The portal does not know this code; read the message, act on it, then retry.",
        ),
    )
    return Status(code, outcome, advice)
