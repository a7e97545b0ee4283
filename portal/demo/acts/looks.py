"""Reading pages as people do: the badge, open and closed buttons, a choice by its words, a file of rows."""

import csv
import io
from decimal import Decimal
from typing import Any

from portal.demo.visitors import Page, UnexpectedPageError


def words(element: Any) -> str:
    """All text of an element with single spaces."""
    return " ".join(str(element.text_content()).split())


def badge(page: Page) -> str:
    """The word beside the title that says where the budget stands."""
    found = page.tree.xpath("//*[contains(@class, 'page-title')]/*[contains(@class, 'badge')]")
    return " ".join(found[0].text_content().split()) if found else ""


def closed(page: Page) -> set[str]:
    """The acts whose buttons are grey."""
    return set(page.tree.xpath("//button[@aria-disabled='true']/@data-action"))


def leads_to(page: Page, part: str) -> bool:
    """Whether a link on the page leads to an address with this part."""
    return bool(page.tree.xpath("//main//a[contains(@href, $part)]", part=part))


def choice(page: Page, action: str, field: str, words: str) -> str:
    """What to send for `field` of a form to choose `words`: the option that holds them, or the words as typed."""
    boxes = page.form(action).inputs
    if field not in boxes:
        raise UnexpectedPageError(f"The form on {page.url} has no field {field}. {page.opening}")
    box = boxes[field]
    if getattr(box, "tag", "") != "select":
        return words
    for option in box.xpath(".//option"):
        shown = " ".join(option.text_content().split())
        if words in shown:
            return str(option.get("value", shown))
    raise UnexpectedPageError(f"“{words}” is not offered for {field} on {page.url}.")


def rows(page: Page) -> list[list[str]]:
    """The rows of a CSV file that was downloaded."""
    return list(csv.reader(io.StringIO(page.body.decode("utf-8-sig"))))


def amount(text: str) -> Decimal:
    """An amount of a file; blank is 0.00."""
    return Decimal(text.replace(",", "") or "0")
