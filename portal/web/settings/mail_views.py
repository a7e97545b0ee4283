"""Settings, Mail: the server, when mails are written, who cannot be reached, and what did not leave."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.services.company import mail_times
from portal.services.company.mail_times import MailTimes
from portal.services.intentions import InputError
from portal.services.mails import mail_page, mail_servers, second_tries
from portal.services.mails.mail_servers import MailServerInput, Trial
from portal.settings import Settings
from portal.web.doors import acting, door
from portal.web.settings.door import blueprint, tabs, vault
from portal.web.settings.mail_forms import MailServerForm, MailTimesForm


@door(blueprint, "/mail", Action.VIEW_SETTINGS)
def mail() -> str:
    """The page; only to read for those who may not change it."""
    return _draw()


@door(blueprint, "/mail", Action.CONFIGURE_MAIL, methods=("POST",))
def change_mail() -> ResponseReturnValue:
    """Store the server."""
    form = MailServerForm(request.form)
    given = MailServerInput(
        host=(form.host.data or "").strip(),
        port=form.port.data or 0,
        security=form.security.data or "",
        username=(form.username.data or "").strip(),
        password=form.password.data or "",
        sender=(form.sender.data or "").strip(),
    )
    try:
        mail_servers.change(acting(), given, vault())
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(server=form), 422
    flash("The mail server is stored. Send yourself a test mail to see whether it works.", "ok")
    return _back()


@door(blueprint, "/mail/environment", Action.CONFIGURE_MAIL, methods=("POST",))
def forget_mail() -> ResponseReturnValue:
    """Let the environment count again."""
    mail_servers.forget(acting())
    flash("The stored mail server is forgotten. The environment of the portal’s server counts again.", "ok")
    return _back()


@door(blueprint, "/mail/test", Action.CONFIGURE_MAIL, methods=("POST",))
def try_mail() -> str:
    """Send a test mail and show what the server said."""
    trial = mail_servers.try_out(acting(), _settings(), vault())
    if request.headers.get("HX-Request"):
        return render_template("settings/_mail_test.html", trial=trial)
    return _draw(trial=trial)


@door(blueprint, "/mail/times", Action.CONFIGURE_MAIL, methods=("POST",))
def change_mail_times() -> ResponseReturnValue:
    """Store when mails are written."""
    form = MailTimesForm(request.form)
    hour = form.digest_hour.data
    given = MailTimes(-1 if hour is None else hour, form.reminder_days.data or 0, bool(form.mails_again.data))
    try:
        mail_times.change(acting(), given)
    except InputError as error:
        form[error.field].errors = [str(error)]
        return _draw(times=form), 422
    flash("The times of the mails are stored.", "ok")
    return _back()


@door(blueprint, "/mail/again", Action.CONFIGURE_MAIL, methods=("POST",))
def try_again() -> ResponseReturnValue:
    """Let one mail leave now, or every one that waits."""
    mail_id = request.form.get("mail", type=int)
    if mail_id is not None:
        second_tries.try_one(acting(), mail_id)
        flash("The mail is on its way again. What the server says now stands below in a moment.", "ok")
    else:
        count = second_tries.try_waiting(acting())
        words = "1 mail is" if count == 1 else f"{count:,} mails are"
        flash(f"{words} on the way again. What the server says now stands below in a moment.", "ok")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("settings.mail"), 303)


def _settings() -> Settings:
    found: Settings = current_app.extensions["portal_settings"]
    return found


def _draw(
    server: MailServerForm | None = None, times: MailTimesForm | None = None, trial: Trial | None = None
) -> str:
    page = mail_page.read(reader(), acting(), _settings())
    return render_template(
        "settings/mail.html",
        page=page,
        server=server or MailServerForm(data=page.values),
        times=times or MailTimesForm(data=page.times),
        trial=trial,
        tabs=tabs("Mail"),
    )
