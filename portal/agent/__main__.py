"""The command `portal-agent`: run, once, check."""

import argparse
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from . import VERSION, logs, settings
from .agents import Agent
from .checking import prerequisites
from .failures import (
    CompanyUnreadableError,
    FolderError,
    JournalError,
    PortalRefusedError,
    PortalUnreachableError,
    SettingsError,
    StoppedError,
)

OK, FAILED = 0, 1
_FAILURES = (
    CompanyUnreadableError,
    FolderError,
    JournalError,
    PortalRefusedError,
    PortalUnreachableError,
    StoppedError,
    OSError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when a person must do something."""
    parser = argparse.ArgumentParser(
        prog="portal-agent", description="The sync agent between the portal and Sage 100 Contractor."
    )
    parser.add_argument("--settings", type=Path, help="the settings file (default: portal-agent.toml here)")
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="serve until stopped")
    commands.add_parser("once", help="one comparison, then whatever waits, then leave")
    commands.add_parser("check", help="try every prerequisite and say what to do")
    given = parser.parse_args(arguments)
    if given.command == "check":
        return prerequisites.report(given.settings)
    try:
        chosen = settings.read(given.settings)
    except SettingsError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return FAILED
    logs.start(chosen)
    return _serve(chosen, once=given.command == "once")


def _serve(chosen: settings.Settings, *, once: bool) -> int:
    stop = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):  # SIGBREAK: Windows, when a service is stopped
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())
    try:
        agent = Agent(chosen, stop)
        if once:
            agent.once()
        else:
            logs.LOGGER.info("portal-agent %s serves %s.", VERSION, chosen.portal_url)
            agent.run()
    except sqlite3.OperationalError as error:
        logs.LOGGER.error(
            "The state folder %s cannot be used (%s). Is another agent running with it?",
            chosen.state_folder,
            error,
        )
        return FAILED
    except _FAILURES as error:
        logs.LOGGER.error("%s", error)
        return FAILED
    return OK


if __name__ == "__main__":
    sys.exit(main())
