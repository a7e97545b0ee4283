"""`portal rules`: print the rule table, as the README shows it."""

import argparse

from portal.domain.rule_print import as_markdown

NAME = "rules"
HELP = "print who may do what, when, provided that"


def configure(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes its arguments
    """Print the table as Markdown."""
    print(as_markdown())
    return 0
