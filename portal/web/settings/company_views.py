"""Settings, Company: name, time zone, four eyes."""

from dataclasses import asdict

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company as company_row
from portal.services.company import company_settings
from portal.services.company.company_settings import CompanySettings
from portal.services.intentions import InputError
from portal.web.doors import acting, door
from portal.web.settings.door import blueprint, tabs
from portal.web.settings.forms import CompanyForm


@door(blueprint, "", Action.VIEW_SETTINGS)
def page() -> ResponseReturnValue:
    """The first tab that this person may open."""
    offered = tabs("")
    return redirect(offered[0].url) if offered else abort(404)


@door(blueprint, "/company", Action.VIEW_SETTINGS)
def company() -> str:
    """The form; only to read for those who may not change it."""
    now = company_settings.of(company_row(reader()))
    return _draw(CompanyForm(data=asdict(now)))


@door(blueprint, "/company", Action.CHANGE_COMPANY, methods=("POST",))
def change_company() -> ResponseReturnValue:
    """Store what was typed; the next request of everybody obeys it."""
    form = CompanyForm(request.form)
    given = CompanySettings(
        form.name.data or "",
        form.timezone.data or "",
        bool(form.four_eyes.data),
        form.link_days.data or 0,
        bool(form.holders_grant.data),
    )
    try:
        company_settings.change(acting(), given)
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(form), 422
    flash("The company settings are stored.", "ok")
    return redirect(url_for("settings.company"), 303)


def _draw(form: CompanyForm) -> str:
    may_change = holds(Action.CHANGE_COMPANY, acting())
    return render_template("settings/company.html", form=form, tabs=tabs("Company"), may_change=may_change)
