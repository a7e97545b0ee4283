"""The audit's pages: entries by filter, their file, and the check of the whole chain."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.csv_tables import write_csv
from portal.services.auditing import audit_file, audit_page, chain_checks
from portal.services.budget_facts import company
from portal.web.audit.blueprints import blueprint
from portal.web.audit.wishes import as_arguments, wish_of
from portal.web.doors import door
from portal.web.settings.door import tabs


@door(blueprint, "", Action.VIEW_AUDIT)
def page() -> ResponseReturnValue:
    """The newest entries; `?before=` leads to older ones, as a fragment where a script asks."""
    wish = wish_of(request.args)
    found = audit_page.read(reader(), wish, request.args.get("before", type=int))
    is_more = "before" in request.args and request.headers.get("HX-Request")
    return render_template(
        "audit/_more.html" if is_more else "audit/page.html",
        page=found,
        wish=wish,
        chosen=as_arguments(wish),
        tabs=tabs("Audit"),
    )


@door(blueprint, "/audit.csv", Action.VIEW_AUDIT)
def csv_file() -> ResponseReturnValue:
    """What the filters ask for, whole, the oldest first."""
    content = write_csv([audit_file.HEADINGS, *audit_file.rows(reader(), wish_of(request.args))])
    name = f"audit-{clock.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)


@door(blueprint, "/verify", Action.VIEW_AUDIT)
def verify() -> ResponseReturnValue:
    """Read the whole chain again and say whether it holds. Looking changes nothing."""
    session = reader()
    check = chain_checks.check(session)
    when = clock.say_moment(clock.now(), company(session).timezone)
    return render_template("audit/verify.html", check=check, when=when, tabs=tabs("Audit"))
