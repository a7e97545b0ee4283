"""What a person sets for a connection to Sage 100 Contractor, and what of it can be scheduled.

Source: Things to Know About the Sage 100 Contractor Integration; View the Sync Schedule Page for Sage 100.
"""

from portal.erp.contract import Memory, SettingField, SyncItem

YES, NO = "yes", "no"
GRID, CHANGE_ORDERS = "grid", "change_orders"
_YES_OR_NO = ((NO, "No"), (YES, "Yes"))

FIELDS = (
    SettingField(
        "export_sub_jobs",
        "Export sub jobs as phases",
        hint="No: a budget with phases is created in Sage 100 Contractor and imported from there.",
        kind="choice",
        choices=_YES_OR_NO,
        default=NO,
    ),
    SettingField(
        "update_mode",
        "An updated budget travels as",
        hint="The grid overwrites the 6-2 window with the new amounts. Change orders leave it as it is.",
        kind="choice",
        choices=((GRID, "6-2 grid"), (CHANGE_ORDERS, "6-4-1 change orders")),
        default=GRID,
    ),
    SettingField(
        "confirm_codes",
        "Cost codes new to a job must be confirmed first",
        hint="Yes: an accounting approver confirms them under Ready to Update before the budget can be sent.",
        kind="choice",
        choices=_YES_OR_NO,
        default=NO,
    ),
)

ON_ARRIVAL, NEVER = -1, 0
CHOICES = (ON_ARRIVAL, 5, 15, 30, 60, NEVER)
SYNC_ITEMS = (
    SyncItem("codes", "Cost codes and types", CHOICES, ON_ARRIVAL, entities=("cost_code", "cost_type")),
    SyncItem("jobs", "Job list and phases", CHOICES, ON_ARRIVAL, entities=("job", "phase")),
    SyncItem(
        "costs",
        "Budgets and job costs",
        CHOICES,
        ON_ARRIVAL,
        entities=("budget_line", "change_order", "job_cost"),
    ),
)


def exports_sub_jobs(settings: Memory) -> bool:
    """Whether sub jobs travel as phases."""
    return settings.get("export_sub_jobs") == YES


def confirms_codes(settings: Memory) -> bool:
    """Whether codes new to a job wait for an approver."""
    return settings.get("confirm_codes") == YES


def updates_by_change_orders(settings: Memory) -> bool:
    """Whether an update is entered in 6-4-1 instead of the 6-2 grid."""
    return settings.get("update_mode") == CHANGE_ORDERS
