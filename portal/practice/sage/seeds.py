"""Filling a new company, all in one go or not at all."""

from decimal import Decimal

from sqlalchemy import Connection, insert

from portal.practice.sage import budgets, cost_codes, costs, jobs, seed_lists
from portal.practice.sage.company import Company, set_setting, setting
from portal.practice.sage.tables import actpay, csttyp


def prepare(company: Company, name: str = seed_lists.NAME, *, only_types: bool = False) -> Company:
    """Fill a company that has no name yet; one that has is left as it is. Returns it.

    `only_types` leaves a new company with its nine cost types and nothing else.
    """
    with company.writing() as database:
        if not setting(database, "CompanyName"):
            set_setting(database, "CompanyName", name)
            for number, title in enumerate(seed_lists.COST_TYPES, start=1):
                database.execute(insert(csttyp).values(recnum=number, typnme=title))
            if not only_types:
                _fill(database)
                _budget(database)
    return company


def _fill(database: Connection) -> None:
    for code, name, unit in seed_lists.COST_CODES:
        cost_codes.enter(database, code, name, unit=unit)
    for vendor, name in seed_lists.VENDORS:
        database.execute(insert(actpay).values(recnum=vendor, vndnme=name, shtnme=name[:30]))
    for number, name, status, address in seed_lists.JOBS:
        place = {"address": address, "city": "Portland", "state": "OR", "zip_code": "97202"}
        jobs.enter(database, number, name, status, **place)
    for job, phase, name in seed_lists.PHASES:
        jobs.enter_phase(database, job, phase, name)


def _budget(database: Connection) -> None:
    job = seed_lists.BUDGET_JOB
    for phase, code, amounts in seed_lists.BUDGET:
        for kind, amount in amounts.items():
            budgets.edit(database, job, phase, Decimal(code), kind, Decimal(amount))
    budgets.set_budget(database, job)
    for phase, code, kind, amount, vendor, words in seed_lists.COSTS:
        cost = costs.Cost(
            job=job,
            phase=phase,
            code=Decimal(code),
            kind=kind,
            amount=Decimal(amount),
            vendor=vendor,
            description=words,
        )
        costs.enter(database, cost)
