"""What can go wrong at the agent, each with a sentence that says what to do next."""


class SettingsError(Exception):
    """The settings cannot be used. `problems` are whole sentences, one per setting."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class PortalUnreachableError(Exception):
    """The portal did not answer, or asked for patience: the same call may be made again after a pause."""

    def __init__(self, sentence: str, wait_seconds: float = 0.0) -> None:
        super().__init__(sentence)
        self.wait_seconds = wait_seconds


class PortalRefusedError(Exception):
    """The portal answered, and said no: the same call would be refused again. `status` is the HTTP status."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class NotLetInError(PortalRefusedError):
    """The portal did not let the agent in: a wrong key, another company, paused. A person may change that any time."""


class StoppedError(Exception):
    """The agent was told to stop while it waited."""


class CompanyUnreadableError(Exception):
    """The company database cannot be read now."""


class FolderError(Exception):
    """The drop folder cannot take a file now; nothing of this operation is left in it."""


class JournalError(Exception):
    """The journal cannot be read or written. Nothing may be applied, and nothing answered, until it can."""


class PayloadError(Exception):
    """An operation asks for something that does not hold; it is refused and nothing is written."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
