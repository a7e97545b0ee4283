"""Status codes of single requests, in QuickBooks' own words.

Two blanks before "QuickBooks error message" are QuickBooks' own. Wordings were captured from real answers
where such exist; the others follow the vendor's list of status codes.
"""

from typing import Final

OK: Final = 0
NO_MATCH: Final = 1
NOT_FOUND_IN_QUERY: Final = 500
NO_STATE: Final = 600
NOT_PROCESSED: Final = 3231

_NOT_IN_LIST = "QuickBooks error message: Invalid argument.  The specified record does not exist in the list."


class RefusedError(Exception):
    """QuickBooks will not do this one request. `code` is the status code, the text its message."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def severity(code: int) -> str:
    """Info below 500, Warn below 1000, Error from there on."""
    if code < 500:  # noqa: PLR2004 - the vendor's own ranges
        return "Info"
    return "Warn" if code < 1000 else "Error"  # noqa: PLR2004 - the same


def too_long(field: str, value: str) -> RefusedError:
    """3070: a text is longer than its field."""
    return RefusedError(3070, f'The string "{value}" in the field "{field}" is too long.')


def bad_request_id(value: str) -> RefusedError:
    """1060: a requestID of more than 50 characters."""
    return RefusedError(
        1060, f'The request ID "{value}" is invalid, possibly too long. (The maximum is 50 characters.)'
    )


def unsupported(detail: str) -> RefusedError:
    """1030: something real QuickBooks does and this practice company does not."""
    return RefusedError(1030, f"This request is not supported by this implementation.  {detail}")


def illegal_name(value: str) -> RefusedError:
    """3090: a colon in a name."""
    return RefusedError(
        3090,
        f'There was an error when storing "{value}" in the "Name" field.  '
        "QuickBooks error message: Invalid argument.  A name cannot contain a colon.",
    )


def name_in_use(name: str) -> RefusedError:
    """3100: the name is taken."""
    return RefusedError(3100, f'The name "{name}" of the list element is already in use.')


def amount_too_large(field: str) -> RefusedError:
    """3110: more digits than QuickBooks keeps."""
    return RefusedError(3110, f'The numeric value in the "{field}" field is too large.')


def object_not_found(identifier: str) -> RefusedError:
    """3120: no object has this identifier."""
    return RefusedError(
        3120, f'Object "{identifier}" specified in the request cannot be found.  {_NOT_IN_LIST}'
    )


def bad_parent(name: str, plural: str) -> RefusedError:
    """3130: there is no such parent."""
    return RefusedError(
        3130, f'There is an invalid reference to a parent "{name}" in the {plural} list.  {_NOT_IN_LIST}'
    )


def parent_too_deep(name: str, plural: str) -> RefusedError:
    """3130: the parent is on the fifth level already."""
    return RefusedError(
        3130,
        f'There is an invalid reference to a parent "{name}" in the {plural} list.  '
        "QuickBooks error message: The parent is already on the lowest of five levels.",
    )


def bad_reference(kind: str, name: str, document: str) -> RefusedError:
    """3140: a reference to something that is not there."""
    return RefusedError(
        3140,
        f'There is an invalid reference to QuickBooks {kind} "{name}" in the {document}.  {_NOT_IN_LIST}',
    )


def inactive_reference(kind: str, name: str, document: str) -> RefusedError:
    """3140: a reference to something that was made inactive."""
    return RefusedError(
        3140,
        f'There is an invalid reference to QuickBooks {kind} "{name}" in the {document}.  '
        "QuickBooks error message: The specified record is inactive.",
    )


def missing(field: str) -> RefusedError:
    """3150: an element that this request needs."""
    return RefusedError(3150, f'There is a missing element: "{field}".')


def closed_books(kind: str) -> RefusedError:
    """3171: a date on or before the closing date."""
    return RefusedError(
        3171,
        f"An attempt was made to modify a {kind} with a date that is on or before the closing date of the company.",
    )


def stale() -> RefusedError:
    """3200: somebody changed the object since it was read."""
    return RefusedError(3200, "The provided edit sequence is out-of-date.")


def invalid_value(field: str, value: str) -> RefusedError:
    """3210: a value that makes no sense in this field."""
    return RefusedError(3210, f'The "{field}" field has an invalid value "{value}".')


def feature_off() -> RefusedError:
    """3250: a feature that is switched off."""
    return RefusedError(3250, "This feature is not enabled or not available in this version of QuickBooks.")


def no_posting_account() -> RefusedError:
    """3270: no account to post to."""
    return RefusedError(3270, "Missing posting account.")


def wrong_line_order(line: str) -> RefusedError:
    """3290: lines in another order than they are stored in."""
    return RefusedError(
        3290,
        f'The transaction lines are not in the order in which they are stored: line "{line}" is out of place.',
    )


NOT_RUN: Final = "The request has not been processed."
NO_MATCHING: Final = "A query request did not find a matching object in QuickBooks"


def not_found_in_query(field: str) -> str:
    """The message of 500: some of what was asked for by name is not there."""
    return (
        "The query request has not been fully completed. "
        f'There was a required element ("{field}") that could not be found in QuickBooks.'
    )
