"""The list of people, and who can push to accounting."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.people import directory_page, privileges
from portal.web.doors import acting, door

blueprint = Blueprint("directory", __name__, url_prefix="/directory")


@door(blueprint, "", Action.VIEW_DIRECTORY)
def page() -> str:
    """Everybody who is active."""
    people = directory_page.read_list(reader(), acting())
    return render_template("directory/page.html", people=people)


@door(blueprint, "/privileges", Action.REVOKE_PUSH)
def holders() -> str:
    """Who can push to accounting, for those who may end it."""
    return render_template("directory/holders.html", people=directory_page.read_holders(reader(), acting()))


@door(blueprint, "/privileges/<int:person_id>/end", Action.REVOKE_PUSH, methods=("POST",))
def revoke(person_id: int) -> ResponseReturnValue:
    """Take the privilege away at once."""
    privileges.revoke(acting(), person_id, request.form.get("reason", ""))
    flash("The privilege is taken away. Everybody who holds it gets a mail.", "ok")
    return redirect(url_for("directory.page" if request.form.get("back") else "directory.holders"), 303)
