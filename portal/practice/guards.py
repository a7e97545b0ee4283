"""Who may talk to the page: this machine, from this page. And what a browser may load: its own style sheet."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

LOOK = str(Path(__file__).with_name("look"))
"""The folder of the style sheet, which the practice companies share."""
_OWN_NAMES = {"localhost", "127.0.0.1", "::1"}
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def protect(app: Flask, hosts: tuple[str, ...]) -> None:
    """Refuse foreign host names and posts from other sites; set the policy headers on every answer."""
    names = _OWN_NAMES | {host for host in hosts if host not in {"", "0.0.0.0", "::"}}  # noqa: S104 - left out on purpose

    @app.before_request
    def check() -> None:
        if urlsplit(f"//{request.host}").hostname not in names:
            abort(400, "This page answers on this machine only.")
        if request.method not in {"GET", "HEAD", "OPTIONS"} and _is_foreign():
            abort(403, "This was sent from another site.")

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_foreign() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
