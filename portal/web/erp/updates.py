"""Ready to Update: the cost codes that are new to one job, and confirming them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.erp_lists import ready_to_update
from portal.services.exchange import code_confirmations
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.erp.blueprints import blueprint
from portal.web.erp.jobs import JOB
from portal.web.erp.numbers import is_number


@door(blueprint, f"{JOB}/updates", Action.VIEW_ERP)
def requested_updates(project_id: int) -> ResponseReturnValue:
    """View Requested Updates: what would be added to the job."""
    return _draw(project_id)


@door(blueprint, f"{JOB}/updates", Action.ACCEPT_COST_CODES, methods=("POST",))
def update_codes(project_id: int) -> ResponseReturnValue:
    """Update: confirm all that the page listed."""
    seen = frozenset(int(text) for text in request.form.getlist("code") if is_number(text))
    try:
        count = code_confirmations.update(acting(project_id), project_id, seen)
    except InputError as error:
        return _draw(project_id, str(error)), 422
    flash(f"{count} confirmed. They travel with the budget's export.", "ok")
    return redirect(url_for("erp.jobs"), 303)


def _draw(project_id: int, told: str = "") -> str:
    page = ready_to_update.read(reader(), acting(project_id), project_id)
    return render_template("erp/updates.html", page=page, told=told)
