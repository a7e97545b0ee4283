"""What a person sets for a connection to QuickBooks Desktop, and how the rooms read it.

The values arrive as texts under the fields' names. `<name>_name` holds the chosen record's full name, and `company`
what QuickBooks last said of itself. Source: Configure Advanced Settings: QuickBooks Desktop.
"""

from typing import Any

from portal.erp.contract import Memory, SettingField, SyncItem

CHOICES = (60, 120, 240, 1440, 0)
SYNC_ITEMS = (
    SyncItem("lists", "Job list, items and accounts", CHOICES, 60, reads="lists"),
    SyncItem("costs", "Cost codes and job costs", CHOICES, 120, reads="costs"),
)
"""Hourly, every 2 or 4 hours, daily, never. Source: Configure the Sync Schedule for QuickBooks."""

FIELDS = (
    SettingField(
        "income_account",
        "Income account for new items",
        hint="Items created from cost codes sell to this account.",
        kind="choice",
        choices_from="account",
        choices_where="takes_income",
    ),
    SettingField(
        "expense_account",
        "Expense account for new items",
        hint="Costs of items created from cost codes are posted here; usually a Cost of Goods Sold account.",
        kind="choice",
        choices_from="account",
        choices_where="takes_costs",
    ),
    SettingField(
        "parent_item",
        "Parent of new items",
        hint="Optional: cost codes become sub-items of this service item.",
        kind="choice",
        choices_from="item",
    ),
    SettingField(
        "non_taxable_code",
        "Non-taxable sales tax code",
        hint="Leave it empty to use the one from the preferences of QuickBooks, usually Non.",
    ),
    SettingField(
        "poll_minutes",
        "Web Connector asks every (minutes)",
        hint="Written into the .qwc file; download and add it again after a change.",
        kind="number",
        default="1",
    ),
    SettingField(
        "company_file",
        "Company file",
        hint="Optional: the full path on the QuickBooks computer. Empty: the file that is open there.",
    ),
)


def chosen(settings: Memory, name: str) -> str:
    """A setting's value, or "" where nothing was set."""
    return str(settings.get(name) or "").strip()


def name_of(settings: Memory, name: str) -> str:
    """The full name of the record chosen for `name`, or ""."""
    return chosen(settings, f"{name}_name")


def company_of(settings: Memory) -> dict[str, Any]:
    """What QuickBooks last said of its company file."""
    return dict(settings.get("company") or {})


def tax_code(settings: Memory) -> str | None:
    """The name of the code that makes a line non-taxable; None where QuickBooks keeps no sales tax."""
    return chosen(settings, "non_taxable_code") or company_of(settings).get("non_taxable_code") or None
