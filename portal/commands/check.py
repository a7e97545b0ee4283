"""`portal check`: is this portal healthy? `portal check --deploy`: what is unsafe for production, and what to do."""

import argparse
import sys
import textwrap

NAME = "check"
HELP = "is everything healthy? --deploy lists what is unsafe for production"
_WIDTH = 100


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--deploy", action="store_true", help="list what is unsafe for production instead")


def run(arguments: argparse.Namespace) -> int:
    """Print one line per check and every finding with what to do; returns 0 when nothing was found, else 1."""
    from portal.app import create_app
    from portal.checks import (
        file_checks,
        findings,
        health_checks,
        people_checks,
        service_checks,
        settings_checks,
    )
    from portal.settings import Settings
    from portal.vault import SealBrokenError

    deploy = (*settings_checks.CHECKS, *file_checks.CHECKS, *service_checks.CHECKS, *people_checks.CHECKS)
    try:
        settings = Settings.from_environment()
        app = create_app(settings)
    except (ValueError, SealBrokenError) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    number = 0
    with app.app_context():
        place = findings.Place(settings, app.extensions["portal_vault"])
        for check, found in findings.run(deploy if arguments.deploy else health_checks.CHECKS, place):
            number += len(found)
            mark = "UNSAFE" if arguments.deploy else "BAD"
            _tell(findings.name_of(check), mark, [(each.what, each.advice) for each in found])
    print(_sum(number, deploy=arguments.deploy))
    return 1 if number else 0


def _tell(name: str, mark: str, found: list[tuple[str, str]]) -> None:
    if not found:
        print(f"ok      {name}")
    for what, advice in found:
        print(textwrap.fill(what, _WIDTH, initial_indent=f"{mark:<8}", subsequent_indent=" " * 8))
        print(textwrap.fill(advice, _WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8))


def _sum(number: int, *, deploy: bool) -> str:
    if number == 0:
        return "Nothing unsafe was found." if deploy else "Everything is well."
    if deploy:
        return (
            "1 thing is unsafe for production."
            if number == 1
            else f"{number} things are unsafe for production."
        )
    return "1 thing needs you." if number == 1 else f"{number} things need you."
