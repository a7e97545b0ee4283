"""The page behind a one-time link. Looking at it, however often, changes nothing; the link is used up by the form."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import invitations
from portal.services.people.invitations import Arrival, Guest
from portal.web.account import half_signed_in
from portal.web.doors import public_door
from portal.web.welcome.forms import FounderForm, WelcomeForm

blueprint = Blueprint("welcome", __name__)
DEAD = "This link was used or has expired. Ask whoever sent it for a new one."


@public_door(blueprint, "/welcome/<token>")
def page(token: str) -> str:
    """The form, or that the link is dead."""
    guest = _guest(token)
    return _draw(FounderForm() if guest.founds else WelcomeForm(), guest)


@public_door(blueprint, "/welcome/<token>", methods=("POST",))
def arrive(token: str) -> ResponseReturnValue:
    """Take the pass phrase and sign in."""
    guest = _guest(token)
    form = FounderForm(request.form) if guest.founds else WelcomeForm(request.form)
    arrival = Arrival(**{field.short_name: field.data or "" for field in form})
    try:
        opened = invitations.accept(
            token, arrival, request.remote_addr or "", request.headers.get("User-Agent", "")
        )
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(form, guest), 422
    return half_signed_in.arrive(opened, "/")


def _guest(token: str) -> Guest:
    guest = invitations.guest_of(reader(), token)
    if guest is None:
        raise NotFoundError(DEAD)
    return guest


def _draw(form: WelcomeForm, guest: Guest) -> str:
    return render_template("welcome/page.html", form=form, guest=guest)
