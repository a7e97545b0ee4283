"""Sync now: both steps in their order, or each alone, and how far they are."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.sync import guided_page, on_demand
from portal.services.sync.staged_runs import Wish
from portal.web.doors import acting, door
from portal.web.erp.blueprints import tabs
from portal.web.sync.blueprints import blueprint

_PATH = "/erp/connections/<int:connection_id>/sync"


@door(blueprint, _PATH, Action.VIEW_ERP)
def guided(connection_id: int) -> ResponseReturnValue:
    """Both steps with their choices, progress and logs."""
    return _draw(connection_id)


@door(blueprint, f"{_PATH}/runs", Action.VIEW_ERP)
def runs(connection_id: int) -> ResponseReturnValue:
    """Progress and logs; asks again by itself while something runs."""
    return render_template("sync/_runs.html", part=guided_page.read_runs(reader(), connection_id))


@door(blueprint, _PATH, Action.START_ERP_SYNC, methods=("POST",))
def start(connection_id: int) -> ResponseReturnValue:
    """Begin step 1; step 2 of the ticked parts follows, unless step 1 alone was pressed."""
    wish = Wish(request.form.get("date_range", "all"), request.form.get("depth", "shallow"))

    def begin() -> int:
        then_items = _items() if request.form.get("run") == "both" else None
        return on_demand.start(acting(), connection_id, wish, then_items)

    return _after(connection_id, begin)


@door(blueprint, f"{_PATH}/second", Action.REFRESH_ERP_LISTS, methods=("POST",))
def second(connection_id: int) -> ResponseReturnValue:
    """Step 2 of the ticked parts, now."""
    return _after(connection_id, lambda: on_demand.start_step_two(acting(), connection_id, _items()))


def _items() -> list[str]:
    """What was ticked. Raises InputError when nothing was."""
    chosen = request.form.getlist("items")
    if not chosen:
        raise InputError("items", "Choose at least one part to take over.")
    return chosen


def _after(connection_id: int, begin: Callable[[], int]) -> ResponseReturnValue:
    try:
        begin()
    except InputError as error:
        return _draw(connection_id, error)
    return redirect(url_for("sync.guided", connection_id=connection_id, _anchor="sync-runs"), 303)


def _draw(connection_id: int, error: InputError | None = None) -> ResponseReturnValue:
    page = guided_page.read(reader(), acting(), connection_id)
    typed = {
        "date_range": request.form.get("date_range", "all"),
        "depth": request.form.get("depth", "shallow"),
        "items": request.form.getlist("items") if error else [slug for slug, _label in page.items],
    }
    said = {error.field: str(error)} if error else {}
    document = render_template(
        "sync/guided.html", page=page, typed=typed, errors=said, tabs=tabs("sync.health")
    )
    return document, 422 if error else 200
