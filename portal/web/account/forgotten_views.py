"""Forgot your pass phrase: asking for a one-time link by mail, and choosing another pass phrase with it."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import forgotten_phrases
from portal.services.people.accounts import SignInRefused
from portal.web.account import half_signed_in
from portal.web.account.door import blueprint
from portal.web.account.forms import ForgottenForm, NewPhraseForm
from portal.web.doors import public_door


@public_door(blueprint, "/sign-in/forgot")
def forgot() -> str:
    """The form; `sent` says what follows."""
    return render_template("account/forgot.html", form=ForgottenForm(), sent="sent" in request.args)


@public_door(blueprint, "/sign-in/forgot", methods=("POST",))
def ask_for_new_phrase() -> ResponseReturnValue:
    """Note the address; the answer is the same whoever's it is."""
    form = ForgottenForm(request.form)
    if "@" not in (form.email.data or ""):
        form.email.errors = ["Type the e-mail address that you sign in with."]
        return render_template("account/forgot.html", form=form, sent=False), 422
    try:
        forgotten_phrases.ask(form.email.data, request.remote_addr or "")
    except SignInRefused as refused:
        form.email.errors = [str(refused)]
        return render_template("account/forgot.html", form=form, sent=False), 429
    return redirect(url_for("account.forgot", sent=1), 303)


@public_door(blueprint, "/sign-in/new-phrase/<token>")
def new_phrase(token: str) -> str:
    """The form behind the link of the mail. Looking changes nothing; the link is used up by the form."""
    return _draw_new_phrase(token, NewPhraseForm())


@public_door(blueprint, "/sign-in/new-phrase/<token>", methods=("POST",))
def choose_phrase(token: str) -> ResponseReturnValue:
    """Take the pass phrase and sign in."""
    form = NewPhraseForm(request.form)
    browser = request.headers.get("User-Agent", "")
    try:
        opened = forgotten_phrases.choose(token, form.phrase.data or "", request.remote_addr or "", browser)
    except InputError as error:
        form.phrase.errors = [str(error)]
        return _draw_new_phrase(token, form), 422
    return half_signed_in.arrive(opened, "/")


def _draw_new_phrase(token: str, form: NewPhraseForm) -> str:
    owner = forgotten_phrases.owner_of(reader(), token)
    if owner is None:
        raise NotFoundError(forgotten_phrases.DEAD)
    return render_template("account/new_phrase.html", form=form, email=owner.email)
