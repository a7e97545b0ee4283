"""The blueprint that the views of this folder share, and the tabs of the tool."""

from flask import Blueprint, url_for

blueprint = Blueprint("erp", __name__)

_TABS = (
    ("Jobs", "erp.jobs"),
    ("Cost Codes", "erp.cost_codes"),
    ("Budgets", "erp.budgets"),
    ("To post", "erp.to_post"),
    ("Job Costs", "erp.job_costs"),
    ("Sync", "sync.health"),
)


def tabs(current: str) -> list[dict[str, object]]:
    """The tabs of ERP Integrations; `current` is the endpoint of the one that is shown."""
    return [
        {"label": label, "url": url_for(endpoint), "current": endpoint == current}
        for label, endpoint in _TABS
    ]
