"""Tasks for Sage 100 Contractor as the tests write them: the worked example, its update, staged records."""

import json
from dataclasses import replace

from portal.domain.money import plain_money
from portal.domain.vocabulary import TransactionType
from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.contract import Amount, Answer, Code, ExportBudget, Job, Staged, Standing, Step

JOB = Job(
    number="2019001", name="Newtown Apartments", erp_id="2019001", full_name="2019001 Newtown Apartments"
)
CODES = {
    "1000.000": Code(1, "1000.000", "General conditions", "1000.000", "1000.000 General conditions", "1"),
    "2010.000": Code(2, "2010.000", "Earthwork", "2010.000", "2010.000 Earthwork", "2"),
    "3100.000": Code(3, "3100.000", "Concrete formwork", "3100.000", "3100.000 Concrete formwork", "3"),
}
TYPES = {
    "M": ("Materials", "1"),
    "L": ("Labor", "2"),
    "E": ("Equipment", "3"),
    "S": ("Subcontract", "4"),
    "O": ("Other", "5"),
    "SVC": ("Professional services", "6"),
}
WORKED_EXAMPLE = (
    ("2010.000", "S", 12_000_000),
    ("3100.000", "M", 4_550_000),
    ("3100.000", "L", 3_025_050),
    ("1000.000", "O", 0),
)


def amount(code, cost_type, cents, *, line=1, **more):
    """One transaction; `erp_cost_type=""` is one that nobody mapped."""
    name, number = TYPES[cost_type]
    given = {"erp_cost_type": number, "description": "", **more}
    kind = given.pop("type", TransactionType.ORIGINAL_ESTIMATE.value)
    known = given.pop("link", CODES.get(code) or Code(99, code, "Some work", code))
    return Amount(line, line, known, cost_type, name, given.pop("description"), kind, cents, **given)


def export(*amounts, **more):
    """A first export; without amounts the worked example's."""
    if not amounts:
        amounts = tuple(amount(*each, line=line) for line, each in enumerate(WORKED_EXAMPLE, start=1))
    given = {
        "job": JOB,
        "budget_id": 7,
        "submission": 1,
        "revision": 1,
        "accepted_by": "Aki Sato",
        "accepted_on": "2026-11-22",
        **more,
    }
    return ExportBudget(amounts=amounts, **given)


def update(**more):
    """Half two of the worked example: 5,000.00 from 2010.000 subcontract to 3100.000 labor."""
    moved = TransactionType.BUDGET_MODIFICATION.value
    first = export()
    changes = (
        amount("2010.000", "S", -500_000, line=1, type=moved),
        amount("3100.000", "L", 500_000, line=3, type=moved),
    )
    task = replace(
        first,
        amounts=changes,
        held=first.amounts,
        submission=2,
        revision=2,
        origin_id="6-2:2019001",
        standing=standing_after(first),
    )
    return replace(task, **more)


def standing_after(task):
    """What the report shows of a task that was posted."""
    return tuple(
        Standing(each.code.erp_id, each.cents, each.erp_cost_type, each.phase) for each in task.amounts
    )


def payload(task):
    """What the task's operation holds, after the check that every document passes."""
    step = CONNECTOR.start(task)
    assert isinstance(step, Step), step
    body = CONNECTOR.envelope(step.content, "w" * 22 if step.mutates else None)
    return json.loads(body)["Payload"]


def cells(task):
    """The cells of an export by (phase, code, type): (expected, delta)."""
    return {
        (cell["Phase"], cell["CostCode"], cell["CostType"]): (cell["Expected"], cell["Delta"])
        for cell in payload(task)["Cells"]
    }


def said(outcome, *messages, asked=False, **result):
    """The agent's answer to an operation."""
    body = {"Outcome": outcome, "Messages": list(messages), "Result": result}
    return Answer(json.dumps(body).encode(), asked=asked)


def turn(task, answer):
    """What follows from the answer to the only step of a task."""
    step = CONNECTOR.start(task)
    assert isinstance(step, Step), step
    return CONNECTOR.proceed(task, step.name, step.memory, answer)


def grid_row(code, *, phase="0", row=1, original=None, current=None, name="", archived=False, version=1):
    """A staged row of 6-2; amounts in cents by cost type."""
    fields = {
        "Job": JOB.erp_id,
        "Phase": phase,
        "CostCode": code,
        "Description": name,
        "Original": {str(n): plain_money((original or {}).get(str(n), 0)) for n in range(1, 6)},
        "Current": {str(n): plain_money((current or {}).get(str(n), 0)) for n in range(1, 10)},
        "LockEdit": "0",
    }
    return Staged("budget_line", f"{JOB.erp_id}|{phase}|{code}|{row}", version, fields, archived)


def cost(key, code, cents, *, status="1", cost_type="1", phase="0", **more):
    fields = {
        "Job": JOB.erp_id,
        "Phase": phase,
        "CostCode": code,
        "CostType": cost_type,
        "Amount": plain_money(cents),
        "Status": status,
        **more,
    }
    return Staged("job_cost", str(key), 1, fields)


def change_order(key, code, cost_type, cents, *, status="1", phase="0"):
    fields = {
        "Job": JOB.erp_id,
        "Phase": phase,
        "CostCode": code,
        "CostType": cost_type,
        "Amount": plain_money(cents),
        "Status": status,
        "Number": "CO-1",
    }
    return Staged("change_order", str(key), 1, fields)


def post(operation, grid=(), *, set_budget=False):
    """A person imports the sheet of an operation into 6-2: current amounts, and with Set Budget the originals."""
    current, original = {}, {}
    for row in grid:
        place = (row.fields["Phase"], row.fields["CostCode"])
        original[place] = _cents(row.fields["Original"])
    for cell in operation["Cells"]:
        place = (cell["Phase"], cell["CostCode"])
        after = _cents({"x": cell["Expected"]})["x"] + _cents({"x": cell["Delta"]})["x"]
        current.setdefault(place, {})[cell["CostType"]] = after
    return tuple(
        grid_row(
            code,
            phase=phase,
            current=amounts,
            original={n: c for n, c in amounts.items() if n in "12345"}
            if set_budget
            else original.get((phase, code)),
        )
        for (phase, code), amounts in current.items()
    )


def _cents(texts):
    return {name: int(text.replace(".", "")) for name, text in texts.items()}
