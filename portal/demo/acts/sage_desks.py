"""The accountant's desk at Sage: importing sheets, posting entries, entering costs, and what stands in the company."""

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from portal.demo.acts.desks import TIMEOUT, DeskUnreachableError


class DeskRefusedError(DeskUnreachableError):
    """Sage, or the person at it, will not do this; `sentence` says why as the screen does."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path} was refused: {sentence}")
        self.sentence = sentence


class SageDesk:
    """The practice Sage 100 Contractor's doors for scripts, over HTTP. Amounts are texts like `45500.00`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def company(self) -> dict[str, Any]:
        """The company's name and lists: jobs with totals, cost codes, cost types, vendors."""
        return self._object("GET", "/api/company")

    def sheets(self) -> list[dict[str, Any]]:
        """The sheets in the folder, oldest first: name, kind, job, reference, operation, rows, total, state."""
        return list(self._object("GET", "/api/sheets")["sheets"])

    def forms(self) -> list[str]:
        """The names of the sheets in the folder that a person types by hand: new jobs."""
        return list(self._object("GET", "/api/sheets")["forms"])

    def import_sheet(self, name: str) -> dict[str, Any]:
        """Import a sheet of the folder; it overwrites the windows of its job. Returns job, reference, rows."""
        return self._object("POST", "/api/sheets/import", {"name": name})

    def paste(self, text: str) -> dict[str, Any]:
        """Paste the text of a sheet, as `import_sheet`."""
        return self._object("POST", "/api/sheets/import", {"text": text})

    def post_entries(self, job: int | str, *, set_budget: bool | None = None) -> dict[str, Any]:
        """Job Cost > Tasks > Post Entries; None leaves the tick for Set Budget as it stands by itself."""
        tick = {} if set_budget is None else {"set_budget": set_budget}
        return self._object("POST", "/api/post-entries", {"job": job, **tick})

    def discard(self, job: int | str) -> None:
        """Close the windows of a job without saving them."""
        self._ask("POST", "/api/windows/discard", {"job": job})

    def set_budget(self, job: int | str) -> None:
        """Options > Set Budget."""
        self._ask("POST", "/api/set-budget", {"job": job})

    def grid(self, job: int | str) -> dict[str, Any]:
        """The 6-2 grid of a job: rows as saved, unposted windows, change orders."""
        return self._object("GET", _of("/api/grid", job))

    def edit_grid(self, **fields: Any) -> None:
        """Type an amount into the saved grid: job, code, type, amount; phase where it has one."""
        self._ask("POST", "/api/grid", fields)

    def enter_cost(self, **fields: Any) -> int:
        """Enter a cost: job, code, type, amount; phase, vendor, date, number, description. Returns its record."""
        return int(self._object("POST", "/api/costs", fields)["record"])

    def void_cost(self, record: int) -> None:
        """Void a cost."""
        self._ask("POST", f"/api/costs/{record}/void", {})

    def job_costs(self, job: int | str) -> list[dict[str, Any]]:
        """The costs of a job; a void one says so."""
        return list(self._ask("GET", _of("/api/job-costs", job)))

    def change_order(self, **fields: Any) -> int:
        """Enter an approved change order: job, code, amount; phase, type (4 unless told), number, description."""
        return int(self._object("POST", "/api/change-orders", fields)["record"])

    def add_job(self, **fields: Any) -> None:
        """Enter a job: number, name; status, address, city, state, zip_code."""
        self._ask("POST", "/api/jobs", fields)

    def add_phase(self, **fields: Any) -> None:
        """Set up a phase: job, phase, name."""
        self._ask("POST", "/api/phases", fields)

    def add_code(self, **fields: Any) -> None:
        """Enter a cost code: code, name; division, unit."""
        self._ask("POST", "/api/cost-codes", fields)

    def switch_code(self, code: str, *, is_active: bool) -> None:
        """Make a cost code active or inactive."""
        self._ask("POST", f"/api/cost-codes/{code}", {"is_active": is_active})

    def posted(self) -> list[dict[str, Any]]:
        """Every sheet that was posted, once for each time: reference, operation, job, posted, effect."""
        return list(self._object("GET", "/api/posted")["sheets"])

    def imported(self) -> list[dict[str, Any]]:
        """Every sheet that was imported, once for each time; `posted` is empty until it was."""
        return list(self._object("GET", "/api/posted?all=1")["sheets"])

    def arm(self, name: str, **fields: Any) -> None:
        """Let a thing go wrong: a switch (times, value), or at once what happens to data (job, code, ...)."""
        self._ask("POST", "/api/faults", {"name": name, **fields})

    def armed(self) -> set[str]:
        """What will go wrong at the next occasion."""
        return {str(fault["name"]) for fault in self._object("GET", "/api/faults")["armed"]}

    def disarm(self) -> None:
        """Let nothing go wrong any more."""
        self._ask("DELETE", "/api/faults")

    def _object(self, method: str, path: str, sent: dict[str, Any] | None = None) -> dict[str, Any]:
        found: dict[str, Any] = self._ask(method, path, sent)
        return found

    def _ask(self, method: str, path: str, sent: dict[str, Any] | None = None) -> Any:
        body = None if sent is None else json.dumps(sent).encode()
        request = urllib.request.Request(  # noqa: S310 - our own practice company
            self.url + path, body, {"Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
                content = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise DeskRefusedError(path, _sentence(error.read())) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise DeskUnreachableError(f"{path}: nobody answers ({error})") from error
        return json.loads(content) if content else None


def _of(path: str, job: int | str) -> str:
    return f"{path}?{urllib.parse.urlencode({'job': job})}"


def _sentence(answer: bytes) -> str:
    try:
        return str(json.loads(answer)["error"])
    except (ValueError, KeyError, TypeError):
        return answer.decode(errors="replace")[:300]
