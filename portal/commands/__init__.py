"""One module per subcommand of `portal`, its file named like it with underscores.

A module has ``NAME``, ``HELP``, ``configure(parser)`` and ``run(arguments) -> exit code``. Only the module of the
wanted command is imported, so every command starts quickly; imports that take time belong into its ``run``. One with
``TAKES_REST = True`` gets words it does not know in ``arguments.rest``.
"""

import argparse
import importlib
import pkgutil
from collections.abc import Sequence
from types import ModuleType


def names() -> list[str]:
    """Return the names of all subcommands."""
    return sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(__path__))


def module_of(name: str) -> ModuleType:
    """Import the module of a subcommand."""
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")


def run(words: Sequence[str]) -> int:
    """Run the subcommand ``words[0]`` with the other words and return its exit code.

    Exits with 2 and a sentence for words it does not know.
    """
    name, *rest = words
    module = module_of(name)
    takes_rest = getattr(module, "TAKES_REST", False)
    parser = argparse.ArgumentParser(
        prog=f"portal {name}", description=module.HELP, add_help=not takes_rest, allow_abbrev=False
    )
    module.configure(parser)
    arguments, unknown = parser.parse_known_args(rest)
    if unknown and not takes_rest:
        parser.error(f"unknown: {' '.join(unknown)}")
    arguments.rest = unknown
    return int(module.run(arguments))
