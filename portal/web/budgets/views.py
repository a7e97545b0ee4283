"""The budget's own page, its head that asks again by itself, and the rows that come while one scrolls."""

import hashlib

from flask import Response, make_response, render_template, request, session
from flask.typing import ResponseReturnValue

from portal import clock
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.budgets import checks
from portal.services.budgets.budget_page import BudgetHead, read_head
from portal.services.budgets.budget_rows import load
from portal.services.budgets.check_progress import Check
from portal.web import csrf
from portal.web.budgets.actions import closed_buttons, open_buttons
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.budgets.ledger_views import ledger, more, wished
from portal.web.budgets.tabs import tabs
from portal.web.compression import compressed
from portal.web.doors import acting, door


@door(blueprint, PATH, Action.VIEW_BUDGET)
def page(project_id: int) -> ResponseReturnValue:
    """The ledger under its head. Answers 304 while nothing of it changed."""
    found = load(reader(), project_id)
    head = read_head(reader(), acting(project_id), found)
    check = checks.read(reader(), found.project)
    tag, has_news = _tag(head, check), "_flashes" in session
    if tag in request.if_none_match and not has_news:
        return _kept(Response(status=304), tag)
    response = make_response(
        render_template(
            "budgets/page.html",
            **head_context(head),
            ledger=ledger(reader(), found, head, wished()),
            tabs=tabs(project_id, "budgets.page"),
            check=check,
        )
    )
    return compressed(response if has_news else _kept(response, tag))


@door(blueprint, f"{PATH}/head", Action.VIEW_BUDGET)
def head_now(project_id: int) -> ResponseReturnValue:
    """The head again: nothing when it stands as it stood, the whole page anew when the state is another one."""
    head = read_head(reader(), acting(project_id), load(reader(), project_id))
    if request.args.get("state", head.state) != head.state:
        return "", 204, {"HX-Refresh": "true"}
    if request.args.get("stamp") == head.stamp:
        return "", 204
    return render_template("budgets/_head.html", **head_context(head))


@door(blueprint, f"{PATH}/lines", Action.VIEW_BUDGET)
def more_lines(project_id: int) -> ResponseReturnValue:
    """The rows after a line, for a page that is being scrolled."""
    found = load(reader(), project_id)
    head = read_head(reader(), acting(project_id), found)
    drawn, scroll_url, next_url = more(reader(), found, head, wished())
    text = render_template("budgets/_more.html", rows=drawn, scroll_url=scroll_url, next_url=next_url)
    return compressed(make_response(text))


def head_context(head: BudgetHead) -> dict[str, object]:
    """What `_head.html` draws."""
    return {
        "head": head,
        "open_actions": open_buttons(head, "head"),
        "tool_actions": open_buttons(head, "tools"),
        "closed_actions": closed_buttons(head),
    }


def _tag(head: BudgetHead, check: Check | None) -> str:
    """Changes with all that the page draws: budget, readings, contact, person, session.

    Ages, names and the number beside Home may be a minute old.
    """
    actor = acting(head.project_id)
    minute = f"{clock.now():%Y%m%d%H%M}"
    seen = (
        head.stamp,
        head.meta,
        head.notice,
        [(each.shown, len(each.denials)) for each in head.verdicts.values()],
        check,
        actor,
        csrf.token(),
        minute,
        request.query_string,
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def _kept(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Cookie", "HX-Request"))
    return response
