"""Every table in one import, for migrations and for `Base.metadata` to be whole."""

from portal.db import (
    audit,
    budgets,
    company,
    exchange,
    imports,
    job_costs,
    mails,
    people,
    projects,
    staging,
    submissions,
    sync,
)

__all__ = [
    "audit",
    "budgets",
    "company",
    "exchange",
    "imports",
    "job_costs",
    "mails",
    "people",
    "projects",
    "staging",
    "submissions",
    "sync",
]
