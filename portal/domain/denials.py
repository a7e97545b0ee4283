"""A refusal, as data: a stable code, one sentence that says what to do next, and where to go.

Every grey button, every refused request and the README's table show these very sentences.
"""

from dataclasses import dataclass

FORBIDDEN = 403
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Denial:
    """One reason why an action is closed now. `anchor` names the line or field it is about, if any."""

    code: str
    sentence: str
    status: int = CONFLICT
    anchor: str = ""


class Denied(Exception):  # noqa: N818 - it is a verdict, not a fault
    """Raised by `decisions.require`; carries every reason, not the first."""

    def __init__(self, denials: tuple[Denial, ...]) -> None:
        super().__init__(" ".join(denial.sentence for denial in denials))
        self.denials = denials

    @property
    def status(self) -> int:
        """403 when who asks is the matter, 409 when the moment is."""
        return FORBIDDEN if any(denial.status == FORBIDDEN for denial in self.denials) else CONFLICT
