"""`portal first-administrator`: a one-time link for the first person of a real company, on the console only."""

import argparse

NAME = "first-administrator"
HELP = "print a one-time link for the first administrator, as long as there is none"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add no arguments."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - the same shape as every command
    """Print the link, or nothing when the company has an administrator."""
    from portal.app import create_app
    from portal.services import invitations
    from portal.settings import Settings

    with create_app(Settings.from_environment()).app_context():
        if link := invitations.first_administrator_link():
            print(f"  Become the first administrator (the link works once): {link}", flush=True)
    return 0
