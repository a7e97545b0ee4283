"""One log file per part: each line with its time, the file before kept once when it grew too long."""

from datetime import UTC, datetime
from pathlib import Path

_LONGEST = 5_000_000


class Log:
    """Appends lines to ``<name>.log``; remembers the last one for the sentence when a part dies."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.log"
        self.name = name
        self.last = ""
        self._rest = b""

    def feed(self, output: bytes) -> None:
        """Take raw output; complete lines are written at once, the rest waits for its end."""
        *lines, self._rest = (self._rest + output).split(b"\n")
        self._write([line.decode(errors="replace").rstrip("\r") for line in lines])

    def close(self) -> None:
        """Write what came without a line end."""
        if self._rest:
            self.feed(b"\n")

    def _write(self, lines: list[str]) -> None:
        if not lines:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if self.path.exists() and self.path.stat().st_size > _LONGEST:
            self.path.replace(self.path.with_suffix(".log.1"))
        with self.path.open("a", encoding="utf-8") as file:
            file.writelines(f"{now} {self.name}: {line}\n" for line in lines)
        self.last = next((line.strip() for line in reversed(lines) if line.strip()), self.last)
