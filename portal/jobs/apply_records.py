"""The bell of a finished step 1: take over what follows on arrival."""

from portal.services.sync import arrivals


def run(connection_id: int) -> None:
    """Take over what this connection's agent has brought. The ticker's sweep does the same for lost bells."""
    arrivals.take(connection_id)
