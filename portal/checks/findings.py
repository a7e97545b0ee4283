"""A finding, what checks are given, and running them so that one that breaks hides no other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.settings import Settings
from portal.vault import Vault


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: what, and what to do about it. Two whole sentences."""

    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the portal runs. The database is that of the application context."""

    settings: Settings
    vault: Vault


Check = Callable[[Place], Iterable[Finding]]


def run(checks: Sequence[Check], place: Place) -> Iterator[tuple[Check, tuple[Finding, ...]]]:
    """Each check with what it found. One that could not look says so as a finding."""
    for check in checks:
        try:
            found = tuple(check(place))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other checks must be heard
            subject = name_of(check)
            found = (
                Finding(
                    f"Could not look at: {subject} ({type(error).__name__}: {_first_line(error)}).",
                    "Mend that, then check again.",
                ),
            )
        yield check, found


def name_of(check: Check) -> str:
    """What a check looks at, in the words of its docstring."""
    return (check.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
