"""ERP Integrations: what waits for accounting, what failed, what is synced; jobs and cost codes."""

from portal.web.erp import (
    bulk,
    comments,
    cost_codes,
    cost_types,
    decisions,
    differences,
    imports,
    job_costs,
    jobs,
    lists,
    moves,
    new_jobs,
    resets,
    reviews,
    to_post,
    updates,
)
from portal.web.erp.blueprints import blueprint

__all__ = [
    "blueprint",
    "bulk",
    "comments",
    "cost_codes",
    "cost_types",
    "decisions",
    "differences",
    "imports",
    "job_costs",
    "jobs",
    "lists",
    "moves",
    "new_jobs",
    "resets",
    "reviews",
    "to_post",
    "updates",
]
