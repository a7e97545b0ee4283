"""What people were told: which submissions a page called accepted, and what went wrong in front of them."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Shared by all crews; `projects` are (row number, name)."""

    projects: dict[int, str] = field(default_factory=dict)
    accepted: set[tuple[int, int]] = field(default_factory=set)
    troubles: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add_project(self, project: int, name: str) -> None:
        """A page showed this project."""
        with self._lock:
            self.projects[project] = name

    def told_accepted(self, project: int, number: int) -> None:
        """A page said that this submission was accepted."""
        with self._lock:
            self.accepted.add((project, number))

    def saw(self, trouble: str) -> None:
        """Count something that people should not see, or that made them look again."""
        with self._lock:
            self.troubles[trouble] += 1
