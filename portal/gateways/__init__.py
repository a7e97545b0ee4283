"""Doors for machines: blind to cookies, each with its own proof of identity and its protocol's own errors."""

import importlib
import pkgutil

from flask import Flask


def register(app: Flask) -> None:
    """Serve every module here that offers a `blueprint`."""
    for module in pkgutil.iter_modules(__path__):
        blueprint = getattr(importlib.import_module(f"{__name__}.{module.name}"), "blueprint", None)
        if blueprint is not None:
            app.register_blueprint(blueprint)
