"""Where templates, static files, migrations and third-party assets lie, in a checkout and in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the folder ``templates``, ``static`` or ``migrations``.

    A wheel carries it inside the package under ``_res``; in a checkout it is the top-level folder.
    """
    built = PACKAGE / "_res" / name
    return built if built.is_dir() else PACKAGE.parent / name


def vendored(name: str) -> Path:
    """Return a third-party asset that the build copied out of its package, e.g. ``htmx.min.js``."""
    return PACKAGE / "_vendor" / name
