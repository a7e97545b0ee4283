"""The bell of an ERP request: plan its first document so that the next poll finds it."""

from portal.services.exchange import exchange


def run(request_id: int) -> None:
    """Plan the request; nothing when it was planned already. The ticker's sweep does the same for lost bells."""
    exchange.plan(request_id)
