"""Where the rail's Find leads."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.home import find_page
from portal.web.doors import acting, door

blueprint = Blueprint("find", __name__)
LONGEST = 100


@door(blueprint, "/find", Action.VIEW_HOME)
def page() -> ResponseReturnValue:
    """What holds the words of `?q=`; a single project is opened at once."""
    found = find_page.read(reader(), acting(), request.args.get("q", "").strip()[:LONGEST])
    if found.only_project is not None:
        return redirect(url_for("budgets.page", project_id=found.only_project))
    return render_template("find/page.html", page=found)
