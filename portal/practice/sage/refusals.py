"""What Sage and the accountant at its desk say when they will not do something."""


class SageError(ValueError):
    """Refused. The text is the sentence that the screen shows."""


class NotOnFileError(SageError):
    """Something that was named is not in the company: a job, a phase, a cost code, a vendor, a record."""
