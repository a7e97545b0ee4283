"""What the agent says: to its console, and to a file that never grows without end. Sentences; no key, no ticket."""

import logging
import logging.handlers
import sys
from pathlib import Path

from .settings import Settings

LOGGER = logging.getLogger("portal_agent")
_MOST_BYTES, _KEPT = 2_000_000, 5


def start(settings: Settings) -> None:
    """Log to the console and to `log_file` (`agent.log` in the state folder when none is named)."""
    shape = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    path = Path(settings.log_file) if settings.log_file else settings.state_folder / "agent.log"
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    problem = ""
    try:
        handlers.append(
            logging.handlers.RotatingFileHandler(
                path, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8"
            )
        )
    except OSError as error:
        problem = f"{path} cannot be written: {error.strerror}. The agent logs to its console only."
    for handler in handlers:
        handler.setFormatter(shape)
        LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    if problem:
        LOGGER.warning(problem)
