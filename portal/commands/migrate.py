"""`portal migrate`: bring the database to the tables this code knows, and load the demo company on request."""

import argparse

NAME = "migrate"
HELP = "bring the database up to date; --demo also loads the demo company once"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--demo", action="store_true", help="then load the demo company, once")
    parser.add_argument("--write", metavar="MESSAGE", help="instead write a new migration for changed tables")


def run(arguments: argparse.Namespace) -> int:
    """Migrate, then load the demo company where asked."""
    from portal.db import migrate
    from portal.settings import Settings

    if arguments.write:
        migrate.write(arguments.write)
        return 0
    settings = Settings.from_environment()
    migrate.upgrade(settings)
    if arguments.demo:
        from portal import demo
        from portal.app import create_app

        demo.load(create_app(settings))
    return 0
