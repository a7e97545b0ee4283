"""The first look at the sync agent's answer: done, refused, not now, or an operation that it never saw.

Messages are the agent's own, then what to do. Source: Perform an On-Demand Sync with Sage 100 Contractor; the two
keys of a request (a doubt is asked about, never repeated blindly).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.erp.connectors.sage_100_contractor.advice import advise
from portal.erp.contract import Answer, Refused, TryLater, Turn, Unanswered, Unknown


@dataclass(frozen=True, slots=True)
class Done:
    """The agent carried the operation out; the same words whether told at once or read from its journal later."""

    result: Mapping[str, Any]
    messages: tuple[str, ...]


def examine(answer: Answer) -> Done | Turn:
    """What the answer holds, or what follows when it is no success."""
    if answer.error_code:
        return Unanswered((f"The sync agent: {answer.error_text or 'no text'} ({answer.error_code})",))
    reply = _read(answer.body)
    if reply is None:
        return Unanswered(("The answer of the sync agent could not be read. It is asked again.",))
    messages = tuple(str(each) for each in reply.get("Messages", ()))
    match reply.get("Outcome"):
        case "done":
            result = dict(reply.get("Result", {}))
            result.pop("Asked", None)
            return Done(result, messages)
        case "refused":
            return Refused(advise(messages))
        case "later" if not answer.asked:
            return TryLater(advise(messages))
        case "unknown" if answer.asked:
            return Unknown()
        case outcome:
            # To a question "later" and to an order "unknown" say nothing about what was written: ask again.
            said = " ".join(messages) or f"The sync agent answered {outcome}."
            return Unanswered((said,))


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        reply = json.loads(body)
    except ValueError:
        return None
    if not isinstance(reply, dict):
        return None
    fits = isinstance(reply.get("Messages", []), list) and isinstance(reply.get("Result", {}), dict)
    return reply if fits else None
