"""The own second factor: setting it up, its recovery codes, doing without it. Each act needs a fresh proof."""

import segno
from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import recovery_codes, second_factors
from portal.web.account.door import blueprint, vault
from portal.web.account.forms import CodeForm
from portal.web.doors import acting, door

_PAGE = "/account/second-factor"
_GROUP = 4


@door(blueprint, _PAGE, Action.MANAGE_OWN_SESSIONS)
def second_factor() -> str:
    """Whether there is one; while one is set up, the QR code and the secret in words."""
    return _draw(CodeForm())


@door(
    blueprint,
    f"{_PAGE}/begin",
    Action.MANAGE_OWN_SESSIONS,
    methods=("POST",),
    proves="Set up a second factor",
)
def begin_second_factor() -> ResponseReturnValue:
    """Make a secret; the page then shows it."""
    try:
        second_factors.begin(vault(), acting())
    except InputError as error:
        return _draw(CodeForm(), str(error)), 422
    return redirect(url_for("account.second_factor"), 303)


@door(
    blueprint,
    f"{_PAGE}/confirm",
    Action.MANAGE_OWN_SESSIONS,
    methods=("POST",),
    proves="Turn on your second factor",
)
def confirm_second_factor() -> ResponseReturnValue:
    """The first code: from now on it is asked at every sign-in. The answer shows the recovery codes, once."""
    form = CodeForm(request.form)
    try:
        codes = second_factors.confirm(vault(), acting(), form.code.data or "")
    except InputError as error:
        form.code.errors = [str(error)]
        return _draw(form), 422
    return _draw_codes(codes)


@door(
    blueprint,
    f"{_PAGE}/recovery-codes",
    Action.MANAGE_OWN_SESSIONS,
    methods=("POST",),
    proves="Make new recovery codes",
)
def renew_recovery_codes() -> ResponseReturnValue:
    """Ten new ones, shown once; the earlier ones are dead."""
    try:
        codes = second_factors.renew_recovery_codes(acting())
    except InputError as error:
        return _draw(CodeForm(), str(error)), 422
    return _draw_codes(codes)


@door(blueprint, f"{_PAGE}/recovery-codes.txt", Action.MANAGE_OWN_SESSIONS, methods=("POST",))
def save_recovery_codes() -> ResponseReturnValue:
    """The codes that the page shows, as a text file; whatever else is posted is left out."""
    codes = [
        code
        for code in request.form.getlist("recovery")[: recovery_codes.HOW_MANY]
        if recovery_codes.works(reader(), current_user.row.id, code)
    ]
    answer = Response("".join(f"{code}\r\n" for code in codes), mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename="recovery-codes.txt")
    return answer


@door(
    blueprint,
    f"{_PAGE}/remove",
    Action.MANAGE_OWN_SESSIONS,
    methods=("POST",),
    proves="Remove your second factor",
)
def remove_second_factor() -> ResponseReturnValue:
    """Do without it, where the company lets people choose."""
    try:
        second_factors.remove(acting())
    except InputError as error:
        return _draw(CodeForm(), str(error)), 422
    flash("Your second factor is removed: your pass phrase alone signs you in.", "ok")
    return redirect(url_for("account.second_factor"), 303)


def _draw(form: CodeForm, refusal: str = "") -> str:
    session, person = reader(), current_user.row
    form.code.process_data("")
    form.code.description = "The six digits that the app shows now."
    offered = second_factors.offer(session, vault(), person)
    return render_template(
        "account/second_factor.html",
        form=form,
        refusal=refusal,
        is_set=second_factors.has(session, person.id),
        is_demanded=second_factors.is_demanded(session, person),
        codes_left=recovery_codes.left(session, person.id),
        secret=_in_groups(offered.secret) if offered else "",
        picture=_picture(offered.address) if offered else "",
    )


def _draw_codes(codes: tuple[str, ...]) -> str:
    return render_template("account/recovery_codes.html", codes=codes)


def _in_groups(secret: str) -> str:
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))


def _picture(address: str) -> Markup:
    """The QR code, black on white in a dark page too: many telephones read no other."""
    drawn = segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704 - drawn by the library from our own address
