"""Home: what waits for the person, what is on its way, how the connections are."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.home import home_page
from portal.web.doors import acting, door
from portal.web.places import exists

blueprint = Blueprint("home", __name__)


@door(blueprint, "/", Action.VIEW_HOME)
def page() -> ResponseReturnValue:
    """The three sections."""
    return render_template(
        "home/page.html", page=home_page.read(reader(), acting()), has_lists=exists("/erp/budgets")
    )
