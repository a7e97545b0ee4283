"""The pages of a budget, side by side."""

from flask import url_for

_TABS = (
    ("Budget", "budgets.page"),
    ("Modifications", "budgets.modifications"),
    ("Change history", "budgets.history"),
    ("Conversation", "budgets.conversation"),
)


def tabs(project_id: int, current: str) -> list[dict[str, object]]:
    """The tabs of a project's budget; `current` is the endpoint of the page that is shown."""
    return [
        {"label": label, "url": url_for(endpoint, project_id=project_id), "current": endpoint == current}
        for label, endpoint in _TABS
    ]
