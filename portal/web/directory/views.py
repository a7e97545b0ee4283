"""The company directory, and who can push to accounting."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.people import company_directory, holders_page, privileges
from portal.services.people.last_approvers import LastApproverError
from portal.web.doors import acting, door

blueprint = Blueprint("directory", __name__, url_prefix="/directory")


@door(blueprint, "", Action.VIEW_DIRECTORY)
def page() -> str:
    """Everybody who is active, or those whom `?q=` finds."""
    found = company_directory.read(reader(), acting(), request.args.get("q", ""))
    name = "directory/_people.html" if request.headers.get("HX-Request") else "directory/page.html"
    return render_template(name, page=found)


@door(blueprint, "/privileges", Action.REVOKE_PUSH)
def holders() -> str:
    """Who can push to accounting, for those who may end it."""
    return _draw()


@door(blueprint, "/privileges/<int:person_id>/end", Action.REVOKE_PUSH, methods=("POST",))
def revoke(person_id: int) -> ResponseReturnValue:
    """Take the privilege away at once."""
    aware = request.form.get("last") == "yes"
    try:
        privileges.revoke(acting(), person_id, request.form.get("reason", ""), aware=aware)
    except LastApproverError as denied:
        return _draw(str(denied), person_id), denied.status
    flash("The privilege is taken away. Everybody who holds it gets a mail.", "ok")
    return redirect(url_for("directory.holders"), 303)


def _draw(refusal: str = "", person_id: int = 0) -> str:
    people = holders_page.read(reader(), acting())
    return render_template("directory/holders.html", people=people, refusal=refusal, person_id=person_id)
