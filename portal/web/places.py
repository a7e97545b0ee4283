"""Which pages this portal has: menus and tabs name paths, and leave out what nobody serves."""

from flask import current_app, request


def exists(path: str) -> bool:
    """Whether a page answers at `path`."""
    return current_app.url_map.bind("").test(path, "GET")


def is_here(path: str) -> bool:
    """Whether the page asked for belongs to the place at `path`: by its blueprint, else by its address."""
    if exists(f"/{request.blueprint}"):
        return path == f"/{request.blueprint}"
    return request.path == path or (path != "/" and request.path.startswith(f"{path}/"))
