"""Change history, and the files one can take along: the ledger and the history as CSV."""

import re

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.csv_tables import write_csv
from portal.services.budgets import budget_export, change_history
from portal.services.budgets.budget_page import read_head
from portal.services.budgets.budget_rows import load
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.budgets.tabs import tabs
from portal.web.budgets.views import head_context
from portal.web.doors import acting, door

ALL = 1_000_000


@door(blueprint, f"{PATH}/history", Action.VIEW_BUDGET)
def history(project_id: int) -> ResponseReturnValue:
    """The newest changes; `?before=` leads to older ones."""
    head = read_head(reader(), acting(project_id), load(reader(), project_id))
    return render_template(
        "budgets/history.html",
        **head_context(head),
        history=change_history.read(reader(), project_id, request.args.get("before", type=int)),
        tabs=tabs(project_id, "budgets.history"),
    )


@door(blueprint, f"{PATH}/history.csv", Action.EXPORT_FILE)
def history_csv(project_id: int) -> ResponseReturnValue:
    """Every change as a file."""
    found = change_history.read(reader(), project_id, limit=ALL).changes
    heads = ("When", "Who", "What", "From", "To", "Reason")
    rows = ((each.when, each.who, each.what, each.before, each.after, each.reason) for each in found)
    return _file(write_csv([heads, *rows]), f"changes-{project_id}")


@door(blueprint, f"{PATH}/export.csv", Action.EXPORT_FILE)
def export_csv(project_id: int) -> ResponseReturnValue:
    """The whole ledger as a file."""
    number, rows = budget_export.read(reader(), project_id)
    return _file(write_csv(rows), f"budget-{number}")


def _file(content: bytes, name: str) -> Response:
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}-{clock.now():%Y-%m-%d}.csv"'
    return response
