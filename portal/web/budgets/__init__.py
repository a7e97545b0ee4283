"""A project's budget: the ledger, its lines, modifications, lock, sending, history."""

from portal.web.budgets import (
    check_views,
    conversation_views,
    history_views,
    line_views,
    lock_views,
    modification_views,
    send_views,
    views,
)
from portal.web.budgets.blueprints import blueprint

__all__ = [
    "blueprint",
    "check_views",
    "conversation_views",
    "history_views",
    "line_views",
    "lock_views",
    "modification_views",
    "send_views",
    "views",
]
