"""How the connections are, and how often each part of them is synced."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.sync import health_page, schedule_page, schedules
from portal.web.doors import acting, door
from portal.web.erp.blueprints import tabs
from portal.web.sync.blueprints import blueprint


@door(blueprint, "/erp/sync", Action.VIEW_ERP)
def health() -> ResponseReturnValue:
    """Each connection: last contact, what waits, the last run of each step."""
    page = health_page.read(reader(), acting())
    return render_template("sync/health.html", page=page, tabs=tabs("sync.health"))


@door(blueprint, "/erp/sync-schedule", Action.VIEW_SYNC_SCHEDULE)
def schedule() -> ResponseReturnValue:
    """Each part of each connection with its interval."""
    return _draw()


@door(
    blueprint,
    "/erp/connections/<int:connection_id>/schedule/<item>",
    Action.CHANGE_SYNC_SCHEDULE,
    methods=("POST",),
)
def change_schedule(connection_id: int, item: str) -> ResponseReturnValue:
    """Store one interval; the answer is its row, or the page for who browses without scripts."""
    try:
        schedules.change(acting(), connection_id, item, _minutes())
    except InputError as error:
        return _draw(str(error), 422)
    row = schedule_page.read_row(reader(), connection_id, item)
    if request.headers.get("HX-Request"):
        return render_template("sync/_schedule_row.html", row=row, may_change=True, changed=True)
    flash(f"{row.label}: {row.interval}.", "ok")
    return redirect(url_for("sync.schedule", _anchor=f"sync-row-{connection_id}-{item}"), 303)


def _minutes() -> int:
    try:
        return int(request.form.get("minutes", ""))
    except ValueError as error:
        raise InputError("minutes", "Choose one of the intervals from the list.") from error


def _draw(error: str = "", status: int = 200) -> ResponseReturnValue:
    page = schedule_page.read(reader(), acting())
    return render_template("sync/schedule.html", page=page, error=error, tabs=tabs("sync.health")), status
