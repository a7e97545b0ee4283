"""What a check found: ok, a warning, or a failure with the next step."""

from dataclasses import dataclass

OK, WARNING, FAILED = "ok", "warning", "FAILED"


@dataclass(frozen=True, slots=True)
class Finding:
    """One prerequisite. `sentence` says what was found, and what to do where it is not ok."""

    state: str
    name: str
    sentence: str

    def __str__(self) -> str:
        """One line for the console."""
        return f"{self.state:<8}{self.name}: {self.sentence}"


def ok(name: str, sentence: str) -> Finding:
    """The prerequisite holds."""
    return Finding(OK, name, sentence)


def warning(name: str, sentence: str) -> Finding:
    """It holds, but something about it is unwise."""
    return Finding(WARNING, name, sentence)


def failed(name: str, sentence: str) -> Finding:
    """It does not hold."""
    return Finding(FAILED, name, sentence)
