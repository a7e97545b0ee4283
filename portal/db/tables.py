"""Every table in one import, for migrations and for `Base.metadata` to be whole."""

from portal.db import (
    audit,
    budgets,
    company,
    delegations,
    exchange,
    imports,
    job_costs,
    mails,
    people,
    projects,
    sign_in,
    staging,
    submissions,
    sync,
)

__all__ = [
    "audit",
    "budgets",
    "company",
    "delegations",
    "exchange",
    "imports",
    "job_costs",
    "mails",
    "people",
    "projects",
    "sign_in",
    "staging",
    "submissions",
    "sync",
]
