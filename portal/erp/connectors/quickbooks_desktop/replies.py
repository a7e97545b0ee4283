"""The first look at whatever came back: the Web Connector's trouble, error recovery, then each status code.

QuickBooks' own words are always passed on, followed by what to do about them. Source: Error recovery; Status codes
in response messages (QuickBooks Desktop SDK).
"""

from portal.erp.connectors.quickbooks_desktop.answers import Answer, Response, read_answer
from portal.erp.connectors.quickbooks_desktop.hresults import advise_hresult
from portal.erp.connectors.quickbooks_desktop.statuses import Outcome, advise
from portal.erp.contract import Answer as Delivery
from portal.erp.contract import NeedsPerson, Refused, TryLater, Turn, Unanswered, Unknown
from portal.erp.xml import WireError

OK = 0
NO_STATE = 600
EXECUTED_WITHOUT_ANSWER = frozenset({9002, 9003, 9005})


class LookAgain:
    """QuickBooks may have done it but cannot repeat its answer: begin the task anew, it looks before it writes."""


def examine(delivery: Delivery) -> Answer | Turn | LookAgain:
    """The document that QuickBooks answered with, or what follows when it is none."""
    if delivery.error_code:
        return _never_run(delivery)
    try:
        answer = read_answer(delivery.body)
    except WireError as error:
        return Unanswered((f"The answer could not be read: {error}",))
    status = answer.message_set_status
    if status in {None, OK}:
        return answer if answer.responses else LookAgain()
    if status == NO_STATE and delivery.asked:
        return Unknown()
    if status in EXECUTED_WITHOUT_ANSWER:
        return LookAgain()
    return NeedsPerson(
        (f"QuickBooks answered to the message id with status {status}.", advise(status).advice)
    )


def refusal(response: Response, *, about: str = "") -> Turn | None:
    """What follows from a status code that is no success; None when the request was carried out or found nothing.

    `about` is a sentence of ours that names the line or record. An error means that QuickBooks wrote nothing.
    """
    status = advise(response.status_code)
    messages = messages_of(response, about=about)
    if status.outcome in {Outcome.OK, Outcome.NOTHING} or response.severity in {"Info", "Warn"}:
        return None
    if status.outcome is Outcome.RETRY_LATER:
        return TryLater(messages)
    return Refused(messages)


def messages_of(response: Response, *, about: str = "") -> tuple[str, ...]:
    """QuickBooks' own message, what it is about, and what to do."""
    said = f"QuickBooks: {response.message} (status {response.status_code})"
    return tuple(part for part in (said, about, advise(response.status_code).advice) if part)


def warnings_of(response: Response) -> tuple[str, ...]:
    """What QuickBooks remarked while it carried the request out."""
    return messages_of(response) if response.severity == "Warn" else ()


def _never_run(delivery: Delivery) -> Turn:
    """The Web Connector reports an error instead of an answer: QuickBooks did not run the set."""
    trouble = advise_hresult(delivery.error_code)
    said = f"Web Connector: {delivery.error_text or 'no text'} (0x{trouble.code})"
    messages = (said, trouble.advice)
    if delivery.asked or trouble.outcome is Outcome.NEEDS_PERSON:
        return Unanswered(messages)
    return TryLater(messages) if trouble.outcome is Outcome.RETRY_LATER else Refused(messages)
