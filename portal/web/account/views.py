"""Sign in, sign out, the own sessions, another pass phrase."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.intentions import InputError
from portal.services.people import account_page, accounts, demo_accounts, directory, mail_wishes
from portal.services.people.accounts import SignInRefused
from portal.web import sessions
from portal.web.account import half_signed_in
from portal.web.account.door import blueprint, session_id
from portal.web.account.forms import PhraseForm, SignInForm
from portal.web.account.ways_back import local_path
from portal.web.doors import acting, door, public_door


@public_door(blueprint, "/sign-in", methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    """The form; posted, a new session or one sentence that does not tell whether the account exists."""
    form = SignInForm(request.form if request.method == "POST" else request.args)
    target = local_path(form.next.data)
    if request.method != "POST":
        return redirect(target) if current_user.is_authenticated else _draw_sign_in(form)
    try:
        opened = accounts.sign_in(
            form.email.data or "",
            form.phrase.data or "",
            request.remote_addr or "",
            request.headers.get("User-Agent", ""),
            target,
        )
    except SignInRefused as refused:
        return draw_refusal(refused, form)
    return half_signed_in.arrive(opened, target)


@public_door(blueprint, "/sign-out", methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """End the session's row and take the cookie away; without a session there is nothing to end."""
    row = sessions.mine().row
    if current_user.is_authenticated and row is not None:
        accounts.sign_out(current_user.row, row.id, request.remote_addr or "")
    sessions.mine().replace_token("")
    return redirect(url_for("account.sign_in", ended=1), 303)


@door(blueprint, "/account", Action.MANAGE_OWN_SESSIONS)
def page() -> str:
    """Who is signed in where, and the form for another pass phrase."""
    return _draw_account(PhraseForm())


@door(blueprint, "/account/phrase", Action.MANAGE_OWN_SESSIONS, methods=("POST",))
def change_phrase() -> ResponseReturnValue:
    """Another pass phrase: all other sessions end, this one gets a new token."""
    form = PhraseForm(request.form)
    try:
        token = accounts.change_phrase(
            current_user.row.id,
            session_id(),
            form.old.data or "",
            form.new.data or "",
            request.remote_addr or "",
        )
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw_account(form), 422
    flash("Your pass phrase is changed, and every other session has ended.", "ok")
    sessions.mine().renew_token(token)
    return redirect(url_for("account.page"), 303)


@door(blueprint, "/account/approval-mail", Action.MANAGE_OWN_SESSIONS, methods=("POST",))
def approval_mail() -> ResponseReturnValue:
    """When approval requests come."""
    directory.set_approval_mail(acting(), current_user.row.id, request.form.get("when", ""))
    flash("Approval requests come as you chose.", "ok")
    return redirect(url_for("account.page"), 303)


@door(blueprint, "/account/digest", Action.MANAGE_OWN_SESSIONS, methods=("POST",))
def digest() -> ResponseReturnValue:
    """Whether the daily summary of what waits is mailed."""
    wanted = request.form.get("digest") == "yes"
    mail_wishes.set_erp_digest(acting(), current_user.row.id, wanted=wanted)
    flash("The daily summary comes." if wanted else "The daily summary does not come any more.", "ok")
    return redirect(url_for("account.page"), 303)


@door(blueprint, "/account/sessions/<int:session_id>/end", Action.MANAGE_OWN_SESSIONS, methods=("POST",))
def end_session(session_id: int) -> ResponseReturnValue:
    """End one session in another browser."""
    accounts.end_session(acting(), session_id)
    return redirect(url_for("account.page"), 303)


@door(blueprint, "/account/sessions/end-others", Action.MANAGE_OWN_SESSIONS, methods=("POST",))
def end_others() -> ResponseReturnValue:
    """End every session but this one."""
    accounts.end_other_sessions(acting(), session_id())
    return redirect(url_for("account.page"), 303)


def draw_refusal(refused: SignInRefused, form: SignInForm | None = None) -> ResponseReturnValue:
    """The sign-in page with the sentence why it was refused."""
    return _draw_sign_in(form or SignInForm(), str(refused)), 429 if refused.too_many else 422


def _draw_sign_in(form: SignInForm, refusal: str = "") -> str:
    settings = current_app.extensions["portal_settings"]
    offered = demo_accounts.accounts(reader()) if settings.demo else []
    return render_template(
        "account/sign_in.html",
        form=form,
        refusal=refusal,
        ended="ended" in request.args,
        demo=offered,
        demo_phrase=demo_accounts.PASS_PHRASE,
    )


def _draw_account(form: PhraseForm) -> str:
    read = account_page.read(reader(), current_user.row, session_id())
    mails = directory.APPROVAL_MAILS.items()
    return render_template("account/page.html", page=read, form=form, mails=mails)
