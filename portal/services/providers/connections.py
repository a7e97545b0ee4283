"""Connections to a provider: to looked-at addresses only, no redirects, five seconds, no more than a page of text."""

import json
import socket
from typing import Any

from requests import Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException, TooManyRedirects
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from portal.services.providers.addresses import AddressRefusedError, checked_url, resolved
from portal.services.providers.problems import ProviderProblem

SECONDS = 5.0
_AT_MOST = 400_000
_OK = 200


class _Guarded(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        last: OSError = OSError("no address")
        try:
            for address in resolved(self.host, self.port):
                try:
                    return create_connection(
                        (address, self.port), SECONDS, socket_options=self.socket_options
                    )
                except OSError as error:
                    last = error
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        if isinstance(last, TimeoutError):
            raise ConnectTimeoutError(self, "timed out") from last
        raise NewConnectionError(self, str(last)) from last


class _GuardedTls(_Guarded, HTTPSConnection):
    """The certificate is held against the name, the connection goes to the address."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}


def guard(session: Session) -> None:
    """Let a session connect to looked-at addresses only, whatever proxies the environment names."""
    session.trust_env = False
    session.max_redirects = 0
    session.mount("https://", _Adapter(max_retries=0))
    session.mount("http://", _Adapter(max_retries=0))


def fetch_json(url: str, what: str, bearer: str = "") -> dict[str, Any]:
    """The JSON object behind an address. Raises ProviderProblem with the sentence; `what` names it there."""
    checked_url(url, what.capitalize())
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    with Session() as session:
        guard(session)
        try:
            with session.get(
                url, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True
            ) as answer:
                return _object(answer, what)
        except (RequestException, OSError) as error:
            raise ProviderProblem(say_failure(error, what)) from error


def say_failure(error: BaseException, what: str) -> str:
    """Why somebody was not reached, in one sentence."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, AddressRefusedError):
            return str(seen)
        seen = seen.__cause__ or seen.__context__
    if isinstance(error, TooManyRedirects):
        return f"{what.capitalize()} was answered with a redirect, which is not followed."
    text = str(error)
    if "timed out" in text:
        return f"{what.capitalize()} did not come within {SECONDS:.0f} seconds."
    if "certificate" in text.lower():
        return f"{what.capitalize()} comes from a server whose certificate is not valid for its name."
    return f"{what.capitalize()} could not be fetched: the server was not reached."


def _object(answer: Response, what: str) -> dict[str, Any]:
    if answer.status_code != _OK:
        raise ProviderProblem(f"{what.capitalize()} was answered with HTTP {answer.status_code}.")
    content = answer.raw.read(_AT_MOST + 1, decode_content=True)
    if len(content) > _AT_MOST:
        raise ProviderProblem(f"{what.capitalize()} is longer than it can be.")
    try:
        found = json.loads(content)
    except ValueError:
        raise ProviderProblem(f"{what.capitalize()} is no JSON.") from None
    if not isinstance(found, dict):
        raise ProviderProblem(f"{what.capitalize()} is not what it should be.")
    return found
