"""The inbox in the browser, and the same as JSON for tests and scripts."""

from dataclasses import asdict
from typing import Any

from flask import Flask, Response, abort, jsonify, render_template, request

from portal.mailcatcher.inbox import Inbox, Mail

_HOSTS = ["127.0.0.1", "localhost"]
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A mail's own HTML: inline styles, as mails have them; no scripts, nothing from outside; links open a new window.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_OPEN_OUTSIDE = '<base target="_blank">'


def create_app(inbox: Inbox) -> Flask:
    """Return the web application over an inbox. Answers only requests that name this machine."""
    app = Flask("portal.mailcatcher")
    app.config["TRUSTED_HOSTS"] = _HOSTS
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    def mail_or_404(number: int) -> Mail:
        return inbox.read(number) or abort(404)

    @app.get("/")
    def mails() -> str:
        return render_template("inbox.html", mails=list(inbox.newest_first()))

    @app.get("/messages/<int:number>")
    def message(number: int) -> str:
        return render_template("message.html", mail=mail_or_404(number))

    @app.get("/messages/<int:number>/html")
    def html(number: int) -> Response:
        answer = Response(_OPEN_OUTSIDE + mail_or_404(number).html, mimetype="text/html")
        answer.headers["Content-Security-Policy"] = _MAIL_POLICY
        return answer

    @app.get("/api/messages")
    def messages() -> Response:
        return jsonify([_as_json(mail) for mail in inbox.newest_first() if _matches(mail)])

    @app.delete("/api/messages")
    def clear() -> tuple[str, int]:
        inbox.clear()
        return "", 204

    @app.get("/api/count")
    def count() -> dict[str, int]:
        return {"newest": max(inbox.numbers(), default=0)}

    app.after_request(_guard)
    return app


def _guard(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _matches(mail: Mail) -> bool:
    """Apply ``?to=ADDRESS`` (exact) and ``?subject=WORDS`` (contained, any case)."""
    to, subject = request.args.get("to"), request.args.get("subject", "")
    return (to is None or to in mail.recipients) and subject.lower() in mail.subject.lower()


def _as_json(mail: Mail) -> dict[str, Any]:
    return asdict(mail)
