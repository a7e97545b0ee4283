"""Long lists in portions: QuickBooks keeps the place while one Web Connector session lasts."""

from collections.abc import Sequence

from portal.erp.connectors.quickbooks_desktop.message_sets import Element, Request


def iterate(kind: str, filters: Sequence[Element], iterator_id: str, per_poll: int) -> Request:
    """Ask for the next `per_poll` objects; without `iterator_id` from the beginning.

    The answer carries `iterator_id` for the next portion, and `iterator_remaining` is 0 with the last one. The
    id dies with the session: start again in the next.
    """
    place = {"iterator": "Continue", "iteratorID": iterator_id} if iterator_id else {"iterator": "Start"}
    return Request(kind, [("MaxReturned", str(per_poll)), *filters], place)
