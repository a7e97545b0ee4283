"""Everybody's inbox, as the mail catcher keeps it."""

import json
import urllib.parse
import urllib.request
from typing import Any


class Inbox:
    """The mail catcher over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url

    def mails(self, address: str, subject: str) -> list[dict[str, Any]]:
        """Mails to `address` whose subject holds these words, newest first."""
        query = urllib.parse.urlencode({"to": address, "subject": subject})
        with urllib.request.urlopen(f"{self.url}/api/messages?{query}", timeout=60) as answer:  # noqa: S310 - ours
            found: list[dict[str, Any]] = json.loads(answer.read())
        return found


def link_in(mail: dict[str, Any], part: str) -> str:
    """The first address in a mail that holds `part`; empty when there is none."""
    return next((str(link) for link in mail["links"] if part in link), "")
