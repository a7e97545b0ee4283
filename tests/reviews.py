"""The review page as an approver uses it: its address, its hidden fields, its buttons."""

import re

from portal.db.transactions import reader
from tests import factories


def review(project_id, number=1):
    return f"/erp/budgets/{project_id}/submissions/{number}"


def fields_of(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def decide(client, project_id, act, **more):
    path = review(project_id)
    given = {**fields_of(client.get(path).text), **more}
    return client.post(f"{path}/{act}", data=given)


def lines_of(project_id):
    budget_id = factories.budget_of(project_id).id
    rows = (
        reader()
        .connection()
        .exec_driver_sql(
            f"SELECT id FROM budget_lines WHERE budget_id={budget_id} ORDER BY sort_key"  # noqa: S608 - a row number
        )
    )
    return [row[0] for row in rows]
