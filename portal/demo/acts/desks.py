"""The QuickBooks computer: what the person at the desk does, and what stands in the company file."""

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

TIMEOUT = 60


class DeskUnreachableError(Exception):
    """Nobody answers at the desk: the program was killed, or it refuses what was asked; `str` says which."""


class Desk:
    """The practice company's doors for scripts, over HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url

    def update_selected(self) -> dict[str, Any]:
        """Press Update Selected in the Web Connector and wait for the end of the session."""
        outcome: dict[str, Any] = self._ask("POST", "/api/update-selected", {})
        return outcome

    def company(self) -> dict[str, Any]:
        """Everything in the company file."""
        found: dict[str, Any] = self._ask("GET", "/api/company")
        return found

    def estimates(self, job: str) -> list[dict[str, Any]]:
        """The estimates of one customer:job with their lines, amounts as texts."""
        found: list[dict[str, Any]] = self._ask(
            "GET", f"/api/estimates?{urllib.parse.urlencode({'job': job})}"
        )
        return found

    def enter_bill(self, **fields: str) -> str:
        """Enter a bill: vendor, job, amount, item, memo. Returns its number in the company file."""
        return str(self._ask("POST", "/api/bills", fields)["txn_id"])

    def arm(self, name: str, match: str = "") -> None:
        """Let one thing go wrong once, at the first request that holds `match`."""
        self._ask("POST", "/api/faults", {"name": name, "times": "1", "match": match})

    def armed(self) -> set[str]:
        """What will go wrong at the next occasion."""
        return {str(fault["name"]) for fault in self._ask("GET", "/api/faults")["armed"]}

    def disarm(self) -> None:
        """Let nothing go wrong any more."""
        self._ask("DELETE", "/api/faults")

    def _ask(self, method: str, path: str, sent: dict[str, str] | None = None) -> Any:
        body = None if sent is None else json.dumps(sent).encode()
        request = urllib.request.Request(  # noqa: S310 - our own practice company
            self.url + path, body, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
                content = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise DeskUnreachableError(f"{path} was refused: {error.read().decode()[:300]}") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise DeskUnreachableError(f"{path}: nobody answers ({error})") from error
        return json.loads(content) if content else None
