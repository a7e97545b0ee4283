"""What a person without a browser reads on the pages, and what somebody tries who gets round their buttons."""

from portal.demo.acts import looks
from portal.demo.visitors import Page, Visitor


def buttons(page: Page) -> set[str]:
    """The acts whose buttons can be pressed."""
    return set(page.tree.xpath("//main//button[not(@aria-disabled)]/@data-action"))


def grey(page: Page) -> dict[str, str]:
    """The acts whose buttons are grey, each with the sentence beside it."""
    return {
        action: looks.words(page.tree.get_element_by_id(f"why-{action}"))
        for action in page.tree.xpath("//main//button[@aria-disabled='true']/@data-action")
    }


def rows(page: Page, table: str) -> list[list[str]]:
    """The rows of a table by its name, headings first, cell by cell."""
    found = page.tree.xpath("//table[@id=$name]//tr", name=table)
    return [[looks.words(cell) for cell in row] for row in found]


def columns(table: list[list[str]], *heads: str) -> list[tuple[str, ...]]:
    """These columns of a table whose first row names them, each by how its heading begins."""
    places = [_place(table[0], start) for start in heads]
    return [tuple(row[place] for place in places) for row in table[1:] if len(row) == len(table[0])]


def _place(heads: list[str], start: str) -> int:
    found = [place for place, head in enumerate(heads) if head.startswith(start)]
    assert found, f"No column “{start}” among {heads}."
    return found[0]


def post_anyway(who: Visitor, address: str, **fields: str) -> Page:
    """Post to an address that no button of this person leads to, with a token of the person's own."""
    page = who.get("/account")
    page.form("/sign-out").set("action", address)
    return who.send(page, address, **fields)
