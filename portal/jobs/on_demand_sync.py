"""The bell of an ordered sync run: do its next step."""

from portal.services.sync import advancing


def run(run_id: int) -> None:
    """Go on with the run; nothing when it is over. The ticker's sweep does the same for lost bells."""
    advancing.advance(run_id)
