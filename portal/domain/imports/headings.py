"""What a column heading usually means in price files of the trade.

Source: Import a Budget; public bid tabulations.
"""

import re
from enum import StrEnum


class Role(StrEnum):
    """What one column of a file becomes."""

    COST_CODE = "cost_code"
    DESCRIPTION = "description"
    COST_TYPE = "cost_type"
    SUB_JOB = "sub_job"
    DIVISION = "division"
    QUANTITY = "quantity"
    UOM = "uom"
    UNIT_COST = "unit_cost"
    MANUAL = "manual"
    AMOUNT = "amount"
    CONTROL_TOTAL = "control_total"
    LEFT_OUT = "left_out"


_SYNONYMS: dict[Role, str] = {
    Role.COST_CODE: "cost code|costcode|code|pay item|item|item no|item number|item code|item #|bid item"
    "|cost code tier 2|account|phase code|pay item number|job cost code",
    Role.DESCRIPTION: "description|item description|scope|scope of work|name|cost code description|work|title"
    "|cost code name|estimate item|budget code description",
    Role.COST_TYPE: "cost type|category|type|cost category|cost class",
    Role.SUB_JOB: "sub job|subjob|sub-job|phase|extra",
    Role.DIVISION: "division|div|cost code tier 1|section",
    Role.QUANTITY: "unit qty|quantity|qty|units qty|estimated quantity|est qty|bid quantity|plan quantity",
    Role.UOM: "uom|unit of measure|unit|units|u/m|um",
    Role.UNIT_COST: "unit cost|unit price|rate|price|cost per unit",
    Role.MANUAL: "manual calculation|manual",
    Role.AMOUNT: "budget amount|amount|extension|total price|budget|original budget amount|original budget"
    "|extended|extended price|extended amount|total cost|cost|bid amount|line total|estimate|value",
    Role.CONTROL_TOTAL: "total|row total|grand total|totals",
}
_ROLES = {name: role for role, names in _SYNONYMS.items() for name in names.split("|")}

_KINDS = {
    "material": "material|materials|mat|matl",
    "labor": "labor|labour|lab",
    "equipment": "equipment|equip|eqp|eq",
    "subcontract": "subcontract|subcontracts|subcontractor|subcontractors|subs|sub|commitments|sub cost",
    "other": "other|oth|misc|other cost|other costs",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split("|")}
_TAIL = re.compile(r"\s+(amount|cost|costs|budget|total|\$|usd)$")


def normal(heading: str) -> str:
    """`Unit of Measure *` -> `unit of measure`: how headings are compared."""
    bare = re.sub(r"[\s_.:*()]+", " ", heading.casefold())
    return " ".join(bare.split())


def role_of(heading: str) -> Role | None:
    """Return the role a heading usually means, or None when it says nothing known."""
    name = normal(heading)
    return _ROLES.get(name) or _ROLES.get(name.replace(" $", ""))


def kind_of(heading: str) -> str | None:
    """Return the nature of cost a heading names (`Lab` -> `labor`), or None."""
    name = normal(heading)
    return _KIND_OF.get(name) or _KIND_OF.get(_TAIL.sub("", name))


def cost_type_of(heading: str, cost_types: dict[str, str]) -> str | None:
    """Return the company's cost type code that a wide sheet's column heading names, or None.

    `cost_types` maps code to name. A heading may be the code, the name, or a usual short form of the name.
    """
    name = normal(heading)
    kind = kind_of(heading)
    for code, type_name in cost_types.items():
        if name in {normal(type_name), normal(code), normal(f"{code} {type_name}")}:
            return code
    for code, type_name in cost_types.items():
        if kind and kind == kind_of(type_name):
            return code
    return None
