"""The caught mails, one pair of files each: the mail as it came, and what the envelope said."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Mail:
    """One caught mail, ready to show. ``links`` are the web addresses in its HTML, in order, each once."""

    number: int
    received: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    links: tuple[str, ...]
    headers: dict[str, str]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") if tag == "a" else None
        if address and address.lower().startswith(("http://", "https://")) and address not in self.found:
            self.found.append(address)


class Inbox:
    """Keeps mails in a folder; safe to use from several threads of one process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.Lock()
        self._known: dict[int, Mail] = {}

    def numbers(self) -> list[int]:
        """Return the numbers of all mails, oldest first."""
        return sorted(int(path.stem) for path in self.folder.glob("*.eml"))

    def add(self, content: bytes, sender: str, recipients: list[str]) -> int:
        """Keep a mail safely on disk and return its number."""
        with self._lock:
            number = max(self.numbers(), default=0) + 1
            received = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            envelope = {"received": received, "sender": sender, "recipients": recipients}
            self._write(f"{number:06}.json", json.dumps(envelope).encode())
            self._write(f"{number:06}.eml", content)
        return number

    def _write(self, name: str, content: bytes) -> None:
        aside = self.folder / f"{name}.new"
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.folder / name)

    def read(self, number: int) -> Mail | None:
        """Return a mail, or None where there is none of that number. Each is read from its files once."""
        if known := self._known.get(number):
            return known
        try:
            content = (self.folder / f"{number:06}.eml").read_bytes()
            envelope = json.loads((self.folder / f"{number:06}.json").read_text())
        except FileNotFoundError:
            return None
        mail = _mail(number, envelope, message_from_bytes(content, policy=policy.default))
        self._known[number] = mail
        return mail

    def newest_first(self) -> Iterator[Mail]:
        """Yield every mail, the newest first."""
        for number in reversed(self.numbers()):
            if mail := self.read(number):
                yield mail

    def clear(self) -> None:
        """Forget all mails."""
        with self._lock:
            self._known.clear()
            for path in [*self.folder.glob("*.eml"), *self.folder.glob("*.json")]:
                path.unlink()


def _mail(number: int, envelope: dict[str, Any], message: EmailMessage) -> Mail:
    html = _body(message, "html")
    links = _Links()
    links.feed(html)
    return Mail(
        number=number,
        received=envelope["received"],
        sender=str(message["From"] or envelope["sender"]),
        recipients=tuple(envelope["recipients"]),
        subject=str(message["Subject"] or ""),
        text=_body(message, "plain"),
        html=html,
        links=tuple(links.found),
        headers={name: str(value) for name, value in message.items()},
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    try:
        return str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError):  # an unknown or broken charset
        content = part.get_payload(decode=True) if part is not None else b""
        return content.decode("latin-1") if isinstance(content, bytes) else str(content)
