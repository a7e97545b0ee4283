"""Build hook: take htmx out of the django-htmx package, so that it is never committed nor loaded from a CDN.

Runs for wheels and for editable installs. The file lands in ``portal/_vendor/``, which git ignores.
"""

import importlib.util
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HTMX = Path("static", "django_htmx", "htmx-2.min.js")


def htmx_source() -> Path:
    """Return the htmx file inside the installed django-htmx, found without importing Django."""
    spec = importlib.util.find_spec("django_htmx")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("django-htmx is missing among the build requirements in pyproject.toml.")
    package = Path(next(iter(spec.submodule_search_locations)))
    return package / HTMX


class VendorHook(BuildHookInterface):  # type: ignore[misc] # hatchling is there only while building
    """Copies the asset before hatchling collects the files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Put htmx into ``portal/_vendor`` and tell hatchling to ship it although git ignores it."""
        vendor = Path(self.root, "portal", "_vendor")
        vendor.mkdir(exist_ok=True)
        shutil.copyfile(htmx_source(), vendor / "htmx.min.js")
        build_data["artifacts"].append("/portal/_vendor/*")
