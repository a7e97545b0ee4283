"""What QuickBooks would refuse, said beforehand and in the words of the page.

Each function returns sentences, none when all is well. Source: Things to Know About the QuickBooks Integration;
qbXML 13.0.
"""

from collections.abc import Iterator

from portal.domain.money import MAX_CENTS, format_money
from portal.erp.connectors.quickbooks_desktop.customers import Address
from portal.erp.connectors.quickbooks_desktop.texts import fold, losses

NAME = 41
FULL_NAME = 209
ITEM_NAME = 31
ITEM_FULL_NAME = 159
DESCRIPTION = 4095
ADDRESS_LINES = 5
ADDRESS_LINE = 41
CITY = 31
STATE = 21
POSTAL_CODE = 13
LEVELS = 5


def check_project(
    name: str, *, customer_full_name: str = "", address: Address | None = None
) -> tuple[str, ...]:
    """Return why QuickBooks would not take the project as a job under that customer."""
    return (
        *_name(name, "The project name", NAME),
        *_whole_name(f"{customer_full_name}:{fold(name)}" if customer_full_name else fold(name)),
        *_address(address or Address()),
    )


def check_cost_code(code: str, description: str, *, parent_full_name: str = "") -> tuple[str, ...]:
    """Return why QuickBooks would not take the cost code as an item under that parent."""
    label = f"The cost code {code}"
    full_name = f"{parent_full_name}:{fold(code)}" if parent_full_name else fold(code)
    return (
        *_name(code, label, ITEM_NAME),
        *_length(full_name, f"{label} with its parent", ITEM_FULL_NAME),
        *_levels(full_name, label),
        *_text(description, f"The description of {code}", DESCRIPTION),
    )


def check_line(label: str, description: str, cents: int) -> tuple[str, ...]:
    """Return why QuickBooks would not take the line; `label` is how the page calls it, such as "Line 12"."""
    too_large = (f"{label} has the amount {format_money(cents)}; enter at most {format_money(MAX_CENTS)}.",)
    return (
        *_text(description, f"{label}: the description", DESCRIPTION),
        *(too_large if abs(cents) > MAX_CENTS else ()),
    )


def _name(name: str, label: str, longest: int) -> Iterator[str]:
    if not fold(name):
        yield f"{label} is empty; enter one."
    if ":" in name:
        yield f"{label} holds a colon, which QuickBooks uses between levels; replace it by a dash."
    yield from _text(name, label, longest)


def _whole_name(full_name: str) -> Iterator[str]:
    yield from _length(full_name, "Customer and project name together", FULL_NAME)
    yield from _levels(full_name, "The job")


def _levels(full_name: str, label: str) -> Iterator[str]:
    if full_name.count(":") >= LEVELS:
        yield f"{label} would stand on level {full_name.count(':') + 1}; QuickBooks has {LEVELS}."


def _address(address: Address) -> Iterator[str]:
    if len(address.lines) > ADDRESS_LINES:
        yield f"The project address has {len(address.lines)} lines; QuickBooks holds {ADDRESS_LINES}."
    fields = [
        *(
            (line, f"Line {number} of the project address", ADDRESS_LINE)
            for number, line in enumerate(address.lines, 1)
        ),
        (address.city, "The city of the project address", CITY),
        (address.state, "The state of the project address", STATE),
        (address.postal_code, "The zip code of the project address", POSTAL_CODE),
    ]
    for value, label, longest in fields:
        if "," in value:
            yield f"{label} holds a comma, which the export to QuickBooks does not allow; remove it."
        yield from _text(value, label, longest)


def _text(value: str, label: str, longest: int) -> Iterator[str]:
    yield from _length(fold(value), label, longest)
    lost = losses(value)
    if lost:
        yield f"{label} holds {' '.join(lost)}, which QuickBooks cannot hold; replace it."


def _length(value: str, label: str, longest: int) -> Iterator[str]:
    if len(value) > longest:
        yield f"{label} has {len(value):,} characters; shorten it to {longest:,}."
