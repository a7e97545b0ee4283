"""Settings, Budget: what the company asks of modifications, and where everything else about budgets is set."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Form, RadioField

from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.modification_checks import BelowZero
from portal.domain.vocabulary import Action
from portal.services.company import budget_settings
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.places import exists
from portal.web.settings.door import blueprint, tabs

ELSEWHERE = (
    (
        "Cost codes and types",
        "/cost-codes",
        "The list that every budget is made of.",
        Action.MANAGE_COST_CODES,
    ),
    ("Mapping of cost codes", "/erp/cost-codes", "Which code there is which of yours.", Action.VIEW_ERP),
    ("ERP connections", "/settings/connections", "Accounts, items, folders there.", Action.VIEW_SETTINGS),
    ("Sync schedule", "/erp/sync-schedule", "When costs and lists are read.", Action.VIEW_SYNC_SCHEDULE),
    ("Four eyes", "/settings/company", "Whether the sender may accept.", Action.VIEW_SETTINGS),
    (
        "One project’s budget",
        "/projects",
        "On the project, under Settings: whether its grand total may change, and its connection.",
        Action.VIEW_PROJECTS,
    ),
)
"""What is set on other pages: label, path, what it is, and who may open it."""


class BudgetForm(Form):  # type: ignore[misc]  # WTForms has no types
    """What is asked of every modification."""

    net_zero = BooleanField("A budget modification must add up to 0.00")
    below_zero = RadioField(
        "A modification that takes a line below 0.00",
        choices={
            BelowZero.ALLOW.value: "is taken",
            BelowZero.WARN.value: "is taken with a warning",
            BelowZero.REFUSE.value: "is refused",
        },
        validate_choice=False,
    )


@door(blueprint, "/budget", Action.VIEW_SETTINGS)
def budget() -> str:
    """The form; only to read for those who may not change it."""
    now = budget_settings.read(reader())
    return _draw(BudgetForm(data={"net_zero": now.net_zero, "below_zero": now.below_zero.value}))


@door(blueprint, "/budget", Action.CONFIGURE_BUDGETS, methods=("POST",))
def change_budget() -> ResponseReturnValue:
    """Store what was chosen; the next modification obeys it."""
    form = BudgetForm(request.form)
    try:
        budget_settings.change(
            acting(), net_zero=bool(form.net_zero.data), below_zero=form.below_zero.data or ""
        )
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(form), 422
    flash("The budget settings are stored.", "ok")
    return redirect(url_for("settings.budget"), 303)


def _draw(form: BudgetForm) -> str:
    actor = acting()
    mapped = [
        {
            "label": f"Cost types in {name}",
            "url": url_for("erp.cost_types", connection_id=connection_id),
            "text": "What each of your types is called there.",
        }
        for connection_id, name in budget_settings.mapped_connections(reader())
        if holds(Action.VIEW_ERP, actor)
    ]
    elsewhere = [
        {"label": label, "url": path, "text": text}
        for label, path, text, action in ELSEWHERE
        if holds(action, actor) and exists(path)
    ]
    return render_template(
        "settings/budget.html",
        form=form,
        elsewhere=[*elsewhere, *mapped],
        may_change=holds(Action.CONFIGURE_BUDGETS, actor),
        tabs=tabs("Budget"),
    )
