"""`portal grant EMAIL`: give a person Can Push to Accounting from the server's console, for the first one."""

import argparse
import sys

NAME = "grant"
HELP = "give a person the privilege Can Push to Accounting (--end takes it away)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("email", help="the person's e-mail address in the directory")
    parser.add_argument("--reason", default="", help="kept in the history")
    parser.add_argument("--end", action="store_true", help="take the privilege away instead")


def run(arguments: argparse.Namespace) -> int:
    """Do it, or print every reason why not; returns 0 or 1."""
    from portal.app import create_app
    from portal.domain.denials import Denied
    from portal.services.people import privileges
    from portal.settings import Settings

    with create_app(Settings.from_environment()).app_context():
        try:
            name = privileges.change_from_console(
                arguments.email, arguments.reason, granted=not arguments.end
            )
        except (Denied, LookupError) as refusal:
            print(refusal, file=sys.stderr)
            return 1
    print(f"{name} can {'no longer ' if arguments.end else ''}push to accounting.")
    return 0
