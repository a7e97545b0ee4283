"""Where each act of the rule table is done on the budget's pages, and how its button is drawn.

Whether a button is shown, open or closed is the table's verdict; nothing here asks who or when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup

from portal.domain.decisions import Verdict
from portal.domain.vocabulary import Action
from portal.services.budgets.budget_page import BudgetHead

TOLD_AT_MOST = 3
"""Reasons told beside a closed button; more of them are on the page of the pre-flight check."""


@dataclass(frozen=True, slots=True)
class Button:
    """The endpoint behind an act. `place`: head, tools or none; only acts with a button are listed when closed."""

    endpoint: str
    place: str = "head"
    method: str = "get"
    attrs: Mapping[str, str] | None = None


_CHECK = {"hx-target": "#budgets-check", "hx-swap": "outerHTML"}
_INTO_LEDGER = {"hx-target": "#budgets-new", "hx-swap": "innerHTML"}
BUTTONS: Mapping[Action, Button] = {
    Action.CONFIGURE_BUDGET: Button("projects.settings"),
    Action.CREATE_MODIFICATION: Button("budgets.new_modification"),
    Action.UNLOCK: Button("budgets.unlock_page"),
    Action.RETRIEVE: Button("budgets.retrieve", method="post"),
    Action.CHECK_NOW: Button("budgets.check", method="post", attrs=_CHECK),
    Action.NOTE_POSTING: Button("erp.to_post_one"),
    Action.ACKNOWLEDGE_DIFFERENCE: Button("erp.differences"),
    Action.CONFIRM_DIFFERENCE: Button("erp.differences"),
    Action.WITHDRAW_EXPORT: Button("erp.reset_page"),
    Action.RESET_EXPORT: Button("erp.reset_page"),
    Action.LOCK: Button("budgets.lock", method="post"),
    Action.SEND: Button("budgets.send_page"),
    Action.IMPORT_FROM_ERP: Button("erp.import_budget", place="tools"),
    Action.MOVE_TO_PORTAL: Button("erp.move_budget"),
    Action.ADD_LINE: Button("budgets.new_line", place="tools", attrs=_INTO_LEDGER),
    Action.IMPORT_FILE: Button("imports.page", place="tools"),
    Action.EXPORT_FILE: Button("budgets.export_csv", place="tools"),
}
PRIMARY = (Action.SEND, Action.LOCK, Action.CHECK_NOW, Action.ADD_LINE)
"""The first open one of these is the page's main act."""


def open_buttons(head: BudgetHead, place: str) -> list[dict[str, Any]]:
    """What can be done now, for the page head or the tool row; one button to a page that does two acts."""
    main = next((action for action in PRIMARY if _is_open(head, action)), None)
    drawn = [
        _drawn(head, action, head.verdicts[action], primary=action is main)
        for action in _leading(head).values()
        if BUTTONS[action].place == place
    ]
    return [*drawn, *_as_pdf(head)] if place == BUTTONS[Action.EXPORT_FILE].place else drawn


def _leading(head: BudgetHead) -> dict[str, Action]:
    """The first open act of each page."""
    first: dict[str, Action] = {}
    for action, button in BUTTONS.items():
        if _is_open(head, action) and _has_page(button):
            first.setdefault(button.endpoint, action)
    return first


def _as_pdf(head: BudgetHead) -> list[dict[str, Any]]:
    """The other form of the same export."""
    if not _is_open(head, Action.EXPORT_FILE):
        return []
    url = url_for("budgets.export_pdf", project_id=head.project_id)
    return [
        {
            **_drawn(head, Action.EXPORT_FILE, head.verdicts[Action.EXPORT_FILE]),
            "label": "Export PDF",
            "url": url,
        }
    ]


def closed_buttons(head: BudgetHead) -> list[dict[str, Any]]:
    """What is closed now, each with its reasons, unless its page is open for another act."""
    leading = _leading(head)
    return [
        _drawn(head, action, head.verdicts[action])
        for action, button in BUTTONS.items()
        if head.verdicts[action].shown and not head.verdicts[action].open and button.endpoint not in leading
    ]


def _is_open(head: BudgetHead, action: Action) -> bool:
    verdict = head.verdicts[action]
    return verdict.shown and verdict.open


def _has_page(button: Button) -> bool:
    return button.endpoint in current_app.view_functions


def _drawn(head: BudgetHead, action: Action, verdict: Verdict, *, primary: bool = False) -> dict[str, Any]:
    button = BUTTONS[action]
    url = url_for(button.endpoint, project_id=head.project_id) if _has_page(button) else ""
    attrs = dict(button.attrs or {})
    if attrs:
        attrs[f"hx-{button.method}"] = url
    return {
        "label": verdict.label,
        "code": action.value,
        "open": verdict.open,
        "sentences": _sentences(verdict, url),
        "sentence": verdict.sentence,
        "url": url,
        "method": button.method,
        "primary": primary,
        "attrs": attrs,
        "fields": {"version": head.version} if button.method == "post" else {},
    }


def _sentences(verdict: Verdict, url: str) -> list[str]:
    told = [denial.sentence for denial in verdict.denials]
    if len(told) <= TOLD_AT_MOST or not url:
        return told
    link = Markup('<a href="{}">Show all {} reasons</a>').format(url, len(told))
    return [*told[: TOLD_AT_MOST - 1], link]
