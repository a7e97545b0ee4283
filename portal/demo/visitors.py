"""People and scripts that use the portal from outside: plain HTTP, links and forms as the pages offer them.

They know no internals: a form is found by what it does (its button's `data-action`) or by where it posts, and is sent
with the fields that the page filled in. JavaScript is off.
"""

import http.cookiejar
import io
import secrets
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

import lxml.html

TIMEOUT = 30


class UnexpectedPageError(Exception):
    """The page is not what a person would expect at this point; `str` says what was there instead."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: where it came from after redirects, its status, and its content."""

    url: str
    status: int
    body: bytes
    tree: Any = field(repr=False)

    @property
    def text(self) -> str:
        """What a person reads: all text with single spaces."""
        return " ".join(str(self.tree.text_content()).split())

    def says(self, words: str) -> bool:
        """Whether the page holds these words."""
        return words.casefold() in self.text.casefold()

    def link(self, part: str) -> str:
        """The first link whose address or text holds `part`. Raises UnexpectedPageError."""
        for anchor in self.tree.xpath("//a[@href]"):
            if part in anchor.get("href") or part in " ".join(anchor.text_content().split()):
                return urllib.parse.urljoin(self.url, str(anchor.get("href")))
        raise UnexpectedPageError(f"No link “{part}” on {self.url}. {self.opening}")

    def form(self, action: str) -> Any:
        """The form whose button carries `data-action=action`, else whose address ends with it, else holds it."""
        forms = self.tree.forms
        for fits in (_is_button_of, _ends_with, _holds):
            for form in forms:
                if fits(form, action):
                    return form
        raise UnexpectedPageError(f"No form “{action}” on {self.url} ({self.status}). {self.opening}")

    def has_form(self, action: str) -> bool:
        """Whether there is such a form."""
        try:
            self.form(action)
        except UnexpectedPageError:
            return False
        return True

    @property
    def opening(self) -> str:
        """The page's first words after the rail, for messages."""
        main = self.tree.xpath("//main")
        return " ".join((main[0] if main else self.tree).text_content().split())[:300]


def _is_button_of(form: Any, action: str) -> bool:
    return action in form.xpath(".//button[not(@aria-disabled)]/@data-action")


def _ends_with(form: Any, action: str) -> bool:
    return _address(form).endswith(action)


def _holds(form: Any, action: str) -> bool:
    return action in _address(form)


def _address(form: Any) -> str:
    return (form.get("action") or "").partition("?")[0]


class Visitor:
    """One browser without JavaScript: keeps its cookies, follows redirects, sends forms."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def get(self, address: str) -> Page:
        """Open an address (a path or a whole URL)."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.base_url, address)))  # noqa: S310 - ours

    def send(
        self,
        page: Page,
        action: str,
        files: dict[str, tuple[str, bytes]] | None = None,
        /,
        **fields: str | list[str],
    ) -> Page:
        """Fill in and send the form `action`; `fields` by name (a list ticks several), files as (name, bytes)."""
        form = page.form(action)
        values = [(name, value) for name, value in form.form_values() if name not in fields]
        for name, given in fields.items():
            values += [(name, value) for value in ([given] if isinstance(given, str) else given)]
        address = urllib.parse.urljoin(page.url, form.get("action") or page.url)
        if (form.get("method") or "get").lower() == "get":
            return self.get(f"{address.split('?')[0]}?{urllib.parse.urlencode(values)}")
        if files or form.get("enctype") == "multipart/form-data":
            content_type, body = _multipart(values, files or {})
        else:
            content_type, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(values).encode()
        headers = {"Content-Type": content_type, "Sec-Fetch-Site": "same-origin"}
        return self._open(urllib.request.Request(address, body, headers))  # noqa: S310 - ours

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return _page(answer.geturl(), answer.status, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return _page(error.geturl() or request.full_url, error.code, error.read())


def _page(url: str, status: int, body: bytes) -> Page:
    return Page(
        url, status, body, lxml.html.document_fromstring(body.decode("utf-8", "replace") or "<p></p>")
    )


def _multipart(values: list[tuple[str, str]], files: dict[str, tuple[str, bytes]]) -> tuple[str, bytes]:
    boundary = secrets.token_hex(16)
    out = io.BytesIO()
    for name, value in values:
        if name not in files:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            out.write(head.encode())
    for name, (filename, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        out.write(f"--{boundary}\r\n{head}Content-Type: application/octet-stream\r\n\r\n".encode())
        out.write(content + b"\r\n")
    out.write(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", out.getvalue()
