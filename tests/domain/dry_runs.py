"""What the tests of dry runs share: the budget as it is, two sets of columns, and their runs."""

from dataclasses import replace

from portal.domain.imports.dry_runs import dry_run
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import Column, ImportMapping
from portal.domain.imports.outcomes import LineKey, LineNow
from portal.domain.imports.plans import BudgetNow

SAGE = {"1": "Material", "2": "Labor", "3": "Equipment", "4": "Subcontract", "5": "Other"}
CODES = {
    "1000.000": "Owner allowances",
    "1400.000": "Permits and fees",
    "2200.000": "Earthwork and grading",
    "3100.000": "Concrete formwork",
    "9955.100": "Finishes",
    "01 5000": "Mobilization",
}
NOW = BudgetNow(
    lines={
        LineKey("1000.000", "5"): LineNow(0),
        LineKey("1400.000", "5"): LineNow(3_125_000),
        LineKey("3100.000", "1"): LineNow(3_860_000),
        LineKey("3100.000", "2"): LineNow(5_240_000),
    },
    cost_codes=CODES,
    cost_types=SAGE,
    code_list="Sage list",
    missing_code_advice="Use another code, or ask Aki Sato to add it in Sage (menu 6-5) and check again.",
)
NARROW = ImportMapping(
    "s", 1, (Column(0, Role.COST_CODE), Column(1, Role.DESCRIPTION), Column(2, Role.AMOUNT)), "5"
)


def narrow(*rows, **changes):
    return dry_run([["Code", "Scope", "Amount"], *rows], replace(NARROW, **changes), NOW)


def outcomes(run):
    return [(row.row, row.outcome.value) for row in run.rows]


TYPED = ImportMapping(
    "s",
    1,
    tuple(
        Column(index, role)
        for index, role in enumerate(
            [
                Role.COST_CODE,
                Role.COST_TYPE,
                Role.SUB_JOB,
                Role.MANUAL,
                Role.QUANTITY,
                Role.UOM,
                Role.UNIT_COST,
                Role.AMOUNT,
            ]
        )
    ),
)
TYPED_NOW = replace(NOW, sub_jobs={"01": "East wing"})


def typed(*rows):
    return dry_run([list("abcdefgh"), *rows], TYPED, TYPED_NOW)
