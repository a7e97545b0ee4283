"""The bell of a forgotten pass phrase: look whose address it is, and write the letter."""

from portal.services.people import forgotten_phrases


def run(pending_id: int) -> None:
    """Write the letter of one request; nothing when it was written, or when the address is nobody's."""
    forgotten_phrases.write_letter(pending_id)
