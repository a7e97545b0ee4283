"""What the provider remembers while it runs: who signed in at which browser, which codes and tokens are out."""

import secrets
import threading
import time
from dataclasses import dataclass, field

CODE_SECONDS = 60
TOKEN_SECONDS = 300


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody signed in at a browser; `at` in seconds since 1970."""

    subject: str
    at: int


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for, as checked."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str
    nonce: str
    challenge: str
    login_hint: str = ""
    again: bool = False
    max_age: int | None = None

    def accepts(self, sign_in: SignIn | None) -> bool:
        """Whether a former sign-in is good enough for this request."""
        if sign_in is None or self.again:
            return False
        return self.max_age is None or time.time() - sign_in.at <= self.max_age


@dataclass(frozen=True, slots=True)
class Grant:
    """A request that a person granted."""

    request: Request
    sign_in: SignIn
    until: float


@dataclass
class Grants:
    """All of it in memory: a restart signs everybody out."""

    _browsers: dict[str, SignIn] = field(default_factory=dict)
    _codes: dict[str, Grant] = field(default_factory=dict)
    _tokens: dict[str, Grant] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    used: list[str] = field(default_factory=list)
    """Codes that were exchanged: none of them works again."""

    def remember(self, sign_in: SignIn) -> str:
        """The cookie for a browser at which somebody signed in."""
        cookie = secrets.token_urlsafe(24)
        with self._lock:
            self._browsers[cookie] = sign_in
        return cookie

    def at_browser(self, cookie: str) -> SignIn | None:
        """Who signed in there."""
        return self._browsers.get(cookie)

    def code_for(self, request: Request, sign_in: SignIn) -> str:
        """A code for one exchange within a minute."""
        code = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[code] = Grant(request, sign_in, time.time() + CODE_SECONDS)
        return code

    def take(self, code: str) -> Grant | None:
        """The grant of a code, once; None for a used, late or unknown one."""
        with self._lock:
            grant = self._codes.pop(code, None)
            if grant is None or grant.until < time.time():
                return None
            self.used.append(code)
            return grant

    def token_for(self, grant: Grant) -> str:
        """An access token for the userinfo door."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._tokens[token] = Grant(grant.request, grant.sign_in, time.time() + TOKEN_SECONDS)
        return token

    def of_token(self, token: str) -> Grant | None:
        """The grant behind a living access token."""
        grant = self._tokens.get(token)
        return grant if grant is not None and grant.until > time.time() else None
