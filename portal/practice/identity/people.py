"""Whom the provider knows: read from a file on every request, so that a changed group counts at once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Known:
    """One person: `subject` never changes and is never given to another; everything else may."""

    subject: str
    name: str
    email: str
    groups: tuple[str, ...] = ()
    title: str = ""


class PeopleFile:
    """A JSON file: `{"name": …, "people": [{"subject", "name", "email", "groups", "title"}]}`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def name(self) -> str:
        """What the sign-in page calls the company."""
        return str(self._read().get("name", "Practice identity provider"))

    def everybody(self) -> list[Known]:
        """All people, in the order of the file. Raises OSError and ValueError for a file that cannot be read."""
        return [
            Known(
                str(row["subject"]),
                str(row["name"]),
                str(row["email"]),
                tuple(row.get("groups", ())),
                str(row.get("title", "")),
            )
            for row in self._read().get("people", ())
        ]

    def find(self, subject: str) -> Known | None:
        """The person of this subject."""
        return next((person for person in self.everybody() if person.subject == subject), None)

    def _read(self) -> dict[str, Any]:
        found = json.loads(self._path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError(f"{self._path} holds no people.")  # noqa: TRY004 - the file is wrong, no call
        return found
