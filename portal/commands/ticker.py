"""`portal ticker`: does, again and again, what the database says is due; lost bells and missed slots included."""

import argparse
from pathlib import Path

from portal.launcher import leash
from portal.launcher.readiness import announce

NAME = "ticker"
HELP = "run schedules and sweeps"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--announce", type=Path, help="file that gets this process's number when it is ready")


def run(arguments: argparse.Namespace) -> int:
    """Tick until told to stop."""
    from portal.app import create_app
    from portal.jobs import ticker
    from portal.settings import Settings

    leash.watch_parent()
    app = create_app(Settings.from_environment())
    announce(arguments.announce)
    return ticker.run(app)
