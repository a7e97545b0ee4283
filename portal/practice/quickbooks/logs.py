"""The Web Connector's log: a file, and its last lines for the page. Secrets are never handed to it."""

import threading
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

_KEPT = 400


class Log:
    """An append-only log. Without a path it is kept in memory only."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._turn = threading.Lock()
        self._last: deque[str] = deque(maxlen=_KEPT)
        if path and path.exists():
            self._last.extend(path.read_text(encoding="utf-8", errors="replace").splitlines()[-_KEPT:])

    def write(self, text: str) -> None:
        """Add a line with the time, as the Web Connector writes it."""
        line = f"{datetime.now(UTC):%Y%m%d.%H:%M:%S} UTC\t: {' '.join(text.split())}"
        with self._turn:
            self._last.append(line)
            if self._path:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")

    def last(self, count: int = _KEPT) -> list[str]:
        """The last lines, oldest first."""
        with self._turn:
            return list(self._last)[-count:]
