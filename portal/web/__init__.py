"""Pages for people: one folder per noun. A folder with a `blueprint` is served; no list of them exists."""

import importlib
import pkgutil

from flask import Flask


def register(app: Flask) -> None:
    """Serve every folder below this one that offers a `blueprint`."""
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            blueprint = getattr(importlib.import_module(f"{__name__}.{module.name}"), "blueprint", None)
            if blueprint is not None:
                app.register_blueprint(blueprint)
