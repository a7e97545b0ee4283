"""`portal up`: the whole portal on this machine, from one command."""

import argparse
import gc
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

from portal import commands
from portal.launcher import ports, running, valkey
from portal.launcher.datafolder import DataFolder, DataFolderTaken
from portal.launcher.parts import Choices
from portal.resources import PACKAGE

NAME = "up"
HELP = "start the portal: web, workers, ticker, and in the demo practice ERPs, an identity provider and a mail catcher"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--data", type=Path, default=Path("var"), help="folder that keeps everything (default: ./var)"
    )
    parser.add_argument(
        "--port", type=int, help=f"web port (default: {ports.DEFAULT}, or a free one near it)"
    )
    parser.add_argument("--once", action="store_true", help="walk through the demo unattended, then stop")
    parser.add_argument(
        "--sign-in",
        choices=("phrase", "single"),
        default="phrase",
        help="how the people of the walk sign in: pass phrases, or single sign-on and a second factor",
    )
    parser.add_argument(
        "--real", action="store_true", help="an empty company: no demo people, no practice ERP"
    )
    parser.add_argument("--public-url", help="the address people use, e.g. https://budgets.example.com")


def run(arguments: argparse.Namespace) -> int:
    """Start the portal and stay until it is stopped."""
    if arguments.once and arguments.real:
        print("--once walks through the demo company; leave out --real.", file=sys.stderr)
        return 2
    try:
        folder = DataFolder(arguments.data)
        with folder.locked():
            refuse_other_company(folder, real=arguments.real)
            choices = Choices(
                folder=folder,
                ports=ports.choose(arguments.port),
                real=arguments.real,
                public_url=arguments.public_url,
                given=dict(os.environ),
                portal=commands.run,
                preload=preload,
            )
            return running.run(choices, once=arguments.once, sign_in=arguments.sign_in)
    except (DataFolderTaken, ports.PortTaken, valkey.NoServerProgram) as reason:
        print(reason, file=sys.stderr)
        return 1


def preload() -> Iterator[str]:
    """Import what the parts need, once for all of them: forks share it, and each is ready at once.

    Yields after each piece, so that the supervisor can look after what is running already.
    """
    names = [
        "flask",
        "sqlalchemy.orm",
        "redis",
        "rq",
        "alembic.command",
        "waitress",
        "portal.app",
        "portal.db.migrate",
    ]
    for floor in ("web", "gateways", "jobs"):
        names += [found.name for found in pkgutil.walk_packages([str(PACKAGE / floor)], f"portal.{floor}.")]
    for name in names:
        importlib.import_module(name)
        yield name
    gc.collect()
    gc.freeze()  # the collector leaves shared pages alone


def refuse_other_company(folder: DataFolder, *, real: bool) -> None:
    """Keep demo and real company apart: a folder stays what it was at its first start.

    Raises DataFolderTaken.
    """
    mark = folder.path / "company"
    kind = "real" if real else "demo"
    if not mark.exists():
        mark.write_text(kind)
    elif (there := mark.read_text()) != kind:
        fitting = "with --real" if there == "real" else "without --real"
        raise DataFolderTaken(
            f"{folder.path} holds the {there} company. Start it {fitting}, or choose another folder with --data DIR."
        )
