"""What people see when something is refused, missing or broken: always a sentence, never a stack trace."""

import logging
import secrets
from typing import cast

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from portal.domain.denials import Denied
from portal.services.intentions import ChangedMeanwhileError, InputError, NotFoundError

RETRY_SECONDS = 5

_log = logging.getLogger(__name__)
_WORDS = {
    400: ("This request could not be read", "Go back, reload the page and try again."),
    403: ("Not for you", "Ask an administrator for the permission."),
    404: ("Not found", "There is nothing at this address, or it is not yours to see."),
    405: ("Not found", "There is nothing at this address, or it is not yours to see."),
    413: ("Too large", "The file is larger than the portal takes (20 MB). Send a smaller one."),
    429: ("Too many tries", "Wait a minute, then try again."),
}


def install(app: Flask) -> None:
    """Answer every exception that reaches the door."""
    app.register_error_handler(Denied, _denied)
    app.register_error_handler(
        ChangedMeanwhileError, lambda error: answer(409, "Changed meanwhile", (str(error),))
    )
    app.register_error_handler(NotFoundError, lambda error: answer(404, "Not found", (str(error),)))
    app.register_error_handler(InputError, lambda error: answer(422, "Please correct this", (str(error),)))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _unforeseen)


def answer(status: int, title: str, sentences: tuple[str, ...]) -> ResponseReturnValue:
    """A whole page, or for HTMX a fragment that is made to stand in the page."""
    template = "errors/_error.html" if request.headers.get("HX-Request") else "errors/page.html"
    return render_template(template, title=title, sentences=sentences, status=status), status


def _denied(error: Denied) -> ResponseReturnValue:
    title = "Not permitted" if error.status == 403 else "Not possible now"  # noqa: PLR2004 - HTTP
    return answer(error.status, title, tuple(denial.sentence for denial in error.denials))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    title, sentence = _WORDS.get(status, (error.name, error.description or ""))
    return answer(status, title, (sentence,))


def _busy(error: OperationalError) -> ResponseReturnValue:
    """The database did not let this request in, however long it waited; nothing half done is left of it."""
    _log.warning("database not available at %s: %s", request.url_rule, error.orig)
    sentence = "Too many people write at this moment, so nothing was saved. Wait a moment, then do it again."
    page, status = cast("tuple[str, int]", answer(503, "The portal is busy", (sentence,)))
    return page, status, {"Retry-After": str(RETRY_SECONDS)}


def _unforeseen(error: Exception) -> ResponseReturnValue:
    """Log with a number that the person can quote; nothing of the error itself is shown."""
    number = secrets.token_hex(4)
    _log.error("unforeseen %s at %s", number, request.url_rule, exc_info=error)
    sentence = f"Nothing was saved. If it happens again, tell your administrator this number: {number}."
    return answer(500, "Something went wrong here", (sentence,))
