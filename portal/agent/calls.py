"""Single calls to the portal: outbound HTTPS, time-outs, proxy and certificates; every answer read as one of three.

An answer is a value, a refusal with the portal's sentence, or "not now". The key and the ticket appear in no message.
"""

import json
import os
import threading
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from requests.utils import get_environ_proxies

from . import VERSION
from .failures import PortalRefusedError, PortalUnreachableError
from .settings import Settings

CONNECT_SECONDS, READ_SECONDS = 10, 60
_OK, _NO_CONTENT, _REDIRECT, _CLIENT, _SERVER = 200, 204, 300, 400, 500
_NOT_NOW = (408, 425, 429)
_LONGEST_ASKED_PAUSE = 300.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What the portal answered; `body` is None where there was none. `date` is its clock."""

    status: int
    body: Any
    date: datetime | None


class Caller:
    """Makes calls below `<portal_url>/agent/v1`, each thread over connections of its own."""

    def __init__(self, settings: Settings) -> None:
        self._root = f"{settings.portal_url}/agent/v1"
        self._proxies = self._chosen_proxies(settings)
        self._verify: bool | str = (
            settings.ca_bundle
            or os.environ.get("REQUESTS_CA_BUNDLE")
            or os.environ.get("SSL_CERT_FILE")
            or True
        )
        self._threads = threading.local()

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: dict[str, str] | None = None,
        ticket: str = "",
        read_seconds: float = READ_SECONDS,
    ) -> Reply:
        """One attempt. Raises PortalUnreachableError (try again) and PortalRefusedError (do not)."""
        headers = {"Authorization": f"Bearer {ticket}"} if ticket else {}
        try:
            answer = self._session().request(
                method,
                f"{self._root}{path}",
                json=body,
                params=query,
                headers=headers,
                timeout=(CONNECT_SECONDS, read_seconds),
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as error:
            raise PortalUnreachableError(_why(error)) from error
        return _read(answer)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # a .netrc of the account would replace our ticket
            session.proxies.update(self._proxies)
            session.verify = self._verify
            session.headers["User-Agent"] = f"portal-agent/{VERSION}"
            self._threads.session = session
        return session

    def _chosen_proxies(self, settings: Settings) -> dict[str, str]:
        if settings.proxy:
            return {"http": settings.proxy, "https": settings.proxy}
        return dict(get_environ_proxies(settings.portal_url))


def _read(answer: requests.Response) -> Reply:
    status = answer.status_code
    if _REDIRECT <= status < _CLIENT:
        where = answer.headers.get("Location", "")
        raise PortalRefusedError(
            status, f"The portal's address answers from elsewhere: put {where} into portal_url."
        )
    if status in _NOT_NOW or status >= _SERVER:
        raise PortalUnreachableError(
            f"The portal asks for patience: {_sentence(answer)}", _asked_pause(answer)
        )
    if status >= _CLIENT:
        raise PortalRefusedError(status, _sentence(answer))
    body = None
    if status != _NO_CONTENT and answer.content:
        try:
            body = answer.json()
        except (json.JSONDecodeError, requests.JSONDecodeError) as error:
            raise PortalUnreachableError(
                "Something other than the portal answered (no JSON): check portal_url and the proxy."
            ) from error
    return Reply(status, body, _date(answer))


def _sentence(answer: requests.Response) -> str:
    try:
        body = answer.json()
    except ValueError:
        body = None
    said = body.get("Error") if isinstance(body, dict) else None
    return str(said) if said else f"HTTP status {answer.status_code}."


def _asked_pause(answer: requests.Response) -> float:
    try:
        return min(max(float(answer.headers.get("Retry-After", "0")), 0.0), _LONGEST_ASKED_PAUSE)
    except ValueError:
        return 0.0


def _date(answer: requests.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers["Date"])
    except (KeyError, ValueError):
        return None


def _why(error: Exception) -> str:
    if isinstance(error, requests.exceptions.ProxyError):
        return f"The proxy cannot be reached or refuses: {_last_words(error)}"
    if isinstance(error, requests.exceptions.SSLError):
        return f"The portal's certificate is not accepted (ca_bundle names further authorities): {_last_words(error)}"
    if isinstance(error, requests.exceptions.Timeout):
        return "The portal does not answer in time."
    return f"The portal cannot be reached: {_last_words(error)}"


def _last_words(error: BaseException) -> str:
    """The innermost reason, without the address and its parts."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return " ".join(str(error).split())[:200] or type(error).__name__
