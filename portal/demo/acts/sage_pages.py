"""What people do on the portal's pages for an ERP that owns its lists and is read in two steps."""

from collections.abc import Mapping

from portal.demo.acts import looks
from portal.demo.visitors import Page, UnexpectedPageError, Visitor

CONNECTION = "Halden & Rowe Sage 100"


def connection_number(who: Visitor, name: str = CONNECTION) -> int:
    """The row number of the connection of this name, as an ERP admin finds it. Raises UnexpectedPageError."""
    address = who.get("/settings/connections").link(name)
    return int(address.rstrip("/").rpartition("/")[2])


def run_step_one(who: Visitor, connection: int) -> Page:
    """Step 1 alone: from the ERP to the sync service."""
    page = who.get(_sync(connection))
    return who.send(page, "/sync", run="first")


def run_step_two(who: Visitor, connection: int) -> Page:
    """Step 2 alone: from the sync service to the portal, all its parts."""
    page = who.get(_sync(connection))
    page.form("/sync").set("action", f"{_sync(connection)}/second")
    return who.send(page, "/sync/second")


def is_syncing(who: Visitor, connection: int) -> bool:
    """Whether something that was asked for still runs: then the fragment asks again by itself."""
    fragment = who.get(f"{_sync(connection)}/runs")
    return bool(fragment.tree.xpath("//*[@id='sync-runs'][@hx-get]"))


def did(who: Visitor, connection: int, step: int) -> str:
    """What the newest run of a step says it did."""
    page = who.get(_sync(connection))
    heading = {1: "first-log", 2: "second-log"}[step]
    said = page.tree.xpath("//section[@aria-labelledby=$id]//tbody/tr[1]/td[3]/text()", id=heading)
    return " ".join("".join(said).split()) or "nothing"


def schedule(who: Visitor, connection: int, item: str, words: str) -> Page:
    """Choose how often a part of the sync is taken over."""
    page, action = who.get("/erp/sync-schedule"), f"/connections/{connection}/schedule/{item}"
    return who.send(page, action, minutes=looks.choice(page, action, "minutes", words))


def _sync(connection: int) -> str:
    return f"/erp/connections/{connection}/sync"


def offers(who: Visitor, connection: int, code: str) -> bool:
    """Whether the mapping page offers a cost code of the ERP."""
    page = who.get(f"/erp/cost-codes?connection={connection}")
    return bool(page.tree.xpath("//datalist/option[contains(@value, $code)]", code=code))


def map_codes(who: Visitor, connection: int, wanted: Mapping[str, str]) -> Page:
    """Map cost codes of ours (keys) to the ERP's by how their names begin, after looking at what would be mapped."""
    page = who.get(f"/erp/cost-codes?connection={connection}")
    rows = {code: _row_of(page, code) for code in wanted}
    fields = {f"item-{rows[code]}": _offered(page, name) for code, name in wanted.items()}
    shown = who.send(page, "/cost-codes/check", code=[*rows.values()], **fields)
    return who.send(shown, "/cost-codes/accept")


def map_types(who: Visitor, connection: int) -> Page:
    """Save the cost types as the page proposes them."""
    return who.send(who.get(f"/erp/connections/{connection}/cost-types"), "/cost-types")


def link_job(who: Visitor, project: int, name: str) -> Page:
    """Link the project with the ERP's job whose name begins with `name`."""
    page = who.get(f"/erp/jobs/{project}")
    return who.send(page, "/link", job=_offered(page, name))


def _row_of(page: Page, code: str) -> str:
    """The row number of a cost code on the page. Raises UnexpectedPageError."""
    for row in page.tree.xpath("//tr[starts-with(@id, 'code-')]"):
        if looks.words(row).split()[0] == code:
            return str(row.get("id")).removeprefix("code-")
    raise UnexpectedPageError(f"No cost code {code} on {page.url}. {page.opening}")


def _offered(page: Page, start: str) -> str:
    """The offered name that begins with `start`. Raises UnexpectedPageError."""
    for option in page.tree.xpath("//datalist/option"):
        if str(option.get("value")).startswith(start):
            return str(option.get("value"))
    raise UnexpectedPageError(f"“{start}” is not offered on {page.url}. {page.opening}")
