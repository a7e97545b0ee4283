"""Serving what the build copied out of packages, and naming every asset's address after its content."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, request, send_file

from portal.resources import resource, vendored
from portal.web.doors import public_door

blueprint = Blueprint("assets", __name__)
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_NOW = "public, max-age=300"


@public_door(blueprint, "/assets/<name>")
def vendor(name: str) -> Response:
    """One third-party file. Asked for under its current version it may be kept for ever."""
    path = vendored(name)
    if path.parent != vendored("x").parent or not path.is_file():
        abort(404)
    response = send_file(path, conditional=True)
    current = request.args.get("v") == _version(path)
    response.headers["Cache-Control"] = _FOR_EVER if current else _FOR_NOW
    return response


@blueprint.app_url_defaults
def _say_version(endpoint: str, values: dict[str, Any]) -> None:
    """A changed file gets another address, so that no browser mixes old styles with new pages."""
    if endpoint == "assets.vendor":
        values.setdefault("v", _version(vendored(str(values.get("name", "")))))
    elif endpoint == "static":
        values.setdefault("v", _version(resource("static") / str(values.get("filename", ""))))


@cache
def _version(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else None
