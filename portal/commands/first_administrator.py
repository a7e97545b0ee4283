"""`portal first-administrator`: a one-time link for the first person of a real company, on the console only."""

import argparse

NAME = "first-administrator"
HELP = "print a one-time link for the first administrator, as long as there is none"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add no arguments."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - the same shape as every command
    """Print the link, or nothing when the company has an administrator."""
    from portal.app import create_app
    from portal.services.people import invitations
    from portal.settings import Settings

    settings = Settings.from_environment()
    with create_app(settings).app_context():
        if token := invitations.invite_first_admin():
            print("  Nobody administrates this portal yet. Open this link, it works once:", flush=True)
            print(f"  {settings.base_url}/welcome/{token}", flush=True)
    return 0
