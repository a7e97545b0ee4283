"""The list, one connection, and every act on it. A password is shown in the answer that made it, and nowhere else."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.connections import agent_downloads, connection_tests, connections, connections_page
from portal.services.connections.connection_values import ValueErrors
from portal.services.exchange import list_refreshes
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.public_addresses import base_url
from portal.web.settings.door import tabs, vault

blueprint = Blueprint("connections", __name__, url_prefix="/settings/connections")
_PAGE = "/<int:connection_id>"


@door(blueprint, "", Action.VIEW_SETTINGS)
def page() -> str:
    """Every connection."""
    return render_template(
        "connections/list.html",
        connections=connections_page.read_list(reader()),
        may_change=connections_page.may_change(acting()),
        tabs=tabs("ERP"),
    )


@door(blueprint, "/new", Action.CONFIGURE_CONNECTION)
def new() -> str:
    """Which ERP, and a name."""
    return _draw_new({})


@door(blueprint, "/new", Action.SHOW_SECRET, methods=("POST",))
def create() -> ResponseReturnValue:
    """Add it; the answer is its page with the password."""
    given = {name: request.form.get(name, "") for name in ("connector", "name")}
    try:
        connection_id, password = connections.create(acting(), given["connector"], given["name"])
    except InputError as error:
        return _draw_new(given, {error.field: str(error)}), 422
    return _draw(connection_id, password=password)


@door(blueprint, _PAGE, Action.VIEW_SETTINGS)
def connection(connection_id: int) -> str:
    """One connection."""
    return _draw(connection_id)


@door(blueprint, _PAGE, Action.CONFIGURE_CONNECTION, methods=("POST",))
def change(connection_id: int) -> ResponseReturnValue:
    """Store the name and the declared settings."""
    try:
        connections.change(acting(), connection_id, request.form.get("name", ""), request.form, vault())
    except InputError as error:
        return _draw(connection_id, {error.field: str(error)}), 422
    except ValueErrors as several:
        return _draw(connection_id, {error.field: str(error) for error in several.errors}), 422
    flash("The settings of the connection are stored.", "ok")
    return _back(connection_id)


@door(blueprint, f"{_PAGE}/test", Action.VIEW_SETTINGS)
def test(connection_id: int) -> str:
    """How the test is doing; asks again by itself while it runs."""
    return _draw_test(connection_id)


@door(blueprint, f"{_PAGE}/test", Action.CONFIGURE_CONNECTION, methods=("POST",))
def start_test(connection_id: int) -> ResponseReturnValue:
    """Order the smallest reading now."""
    try:
        connection_tests.start(acting(), connection_id)
    except InputError as error:
        flash(str(error), "warn")
        return _back(connection_id)
    if request.headers.get("HX-Request"):
        return _draw_test(connection_id)
    return redirect(
        url_for("connections.connection", connection_id=connection_id, _anchor="connections-test"), 303
    )


@door(blueprint, f"{_PAGE}/password", Action.SHOW_SECRET, methods=("POST",))
def renew_password(connection_id: int) -> str:
    """Another password, shown in this answer only."""
    return _draw(connection_id, password=connections.renew_password(acting(), connection_id))


@door(blueprint, f"{_PAGE}/file", Action.CONFIGURE_CONNECTION)
def file(connection_id: int) -> ResponseReturnValue:
    """The file for the ERP's computer; where it would not work, the page says why."""
    try:
        offered = connections.file_of(reader(), connections.existing(reader(), connection_id), base_url())
    except ValueError:
        return _draw(connection_id), 409
    if offered is None:
        return _back(connection_id)
    answer = Response(offered.content, content_type=offered.kind)
    answer.headers.set("Content-Disposition", "attachment", filename=offered.name)
    return answer


@door(blueprint, f"{_PAGE}/agent.zip", Action.CONFIGURE_CONNECTION)
def agent(connection_id: int) -> ResponseReturnValue:
    """The sync agent for the ERP's computer, with this connection's address and user name in its settings."""
    content = agent_downloads.offered(connections.existing(reader(), connection_id), base_url())
    if content is None:
        return _back(connection_id)
    answer = Response(content, content_type="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=agent_downloads.FILE_NAME)
    return answer


@door(blueprint, f"{_PAGE}/paused", Action.CONFIGURE_CONNECTION, methods=("POST",))
def set_paused(connection_id: int) -> ResponseReturnValue:
    """Pause or resume."""
    connections.set_paused(acting(), connection_id, paused=request.form.get("paused") == "yes")
    return _back(connection_id)


@door(blueprint, f"{_PAGE}/lists", Action.REFRESH_ERP_LISTS, methods=("POST",))
def refresh(connection_id: int) -> ResponseReturnValue:
    """Ask the ERP for its lists, so that accounts can be chosen."""
    list_refreshes.refresh(acting(), connection_id)
    return _back(connection_id)


def _back(connection_id: int) -> ResponseReturnValue:
    return redirect(url_for("connections.connection", connection_id=connection_id), 303)


def _draw_test(connection_id: int) -> str:
    connection = connections.existing(reader(), connection_id)
    return render_template(
        "connections/_test.html",
        test=connection_tests.read(reader(), connection),
        connection_id=connection_id,
    )


def _draw(connection_id: int, errors: dict[str, str] | None = None, password: str = "") -> str:
    """`errors` by field; what was typed then stands in the form instead of what is stored."""
    return render_template(
        "connections/page.html",
        page=connections_page.read(reader(), acting(), connection_id, base_url()),
        typed=request.form if errors else {},
        errors=errors or {},
        password=password,
        tabs=tabs("ERP"),
    )


def _draw_new(given: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "connections/new.html",
        given=given,
        errors=errors or {},
        offered=connections_page.offered(),
        tabs=tabs("ERP"),
    )
