"""What every answer tells the browser: load only from here, guess nothing, keep nothing, be framed by nobody.

Requests that name a host which is not ours are refused before anything else: links in pages must never be built from
what a stranger wrote into the Host header. Source: OWASP ASVS 5.0, chapters 3 and 4.
"""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError

from portal.settings import Settings

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}
_YEAR = 31_536_000
_LOOPBACK = ("localhost", "127.0.0.1")


def install(app: Flask, settings: Settings) -> None:
    """Name the trusted hosts and dress every answer."""
    app.config["TRUSTED_HOSTS"] = trusted_hosts(settings)
    app.before_request(_refuse_foreign_host)
    strict = {"Strict-Transport-Security": f"max-age={_YEAR}; includeSubDomains"} if settings.https else {}

    @app.after_request
    def dress(response: Response) -> Response:
        for name, value in {**_ALWAYS, **strict}.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def trusted_hosts(settings: Settings) -> list[str]:
    """The host of the public address; loopback too where the portal lives there, or is only tried out."""
    loopback = _LOOPBACK if settings.demo or settings.host in _LOOPBACK else ()
    return list(dict.fromkeys((settings.host, *loopback)))


def _refuse_foreign_host() -> ResponseReturnValue | None:
    """In plain text: without a trusted host no link, not even to a stylesheet, can be built."""
    if isinstance(request.routing_exception, SecurityError):
        return Response("The portal does not answer under this host name.\n", 400, mimetype="text/plain")
    return None
