"""Can push to accounting in Settings: giving and taking it, the reason, and who held it on a date."""

from datetime import date

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.csv_tables import OutCell, write_csv
from portal.services.intentions import InputError
from portal.services.people import privilege_days, privileges
from portal.services.people.privilege_days import HolderDay
from portal.web.doors import acting, door
from portal.web.settings.door import blueprint, tabs
from portal.web.settings.people_answers import after, is_aware


@door(blueprint, "/people/<int:person_id>/privilege", Action.GRANT_PUSH, methods=("POST",))
def grant(person_id: int) -> ResponseReturnValue:
    """Give Can Push to Accounting."""
    return after(person_id, lambda: privileges.grant(acting(), person_id))


@door(blueprint, "/people/<int:person_id>/privilege/end", Action.REVOKE_PUSH, methods=("POST",))
def revoke(person_id: int) -> ResponseReturnValue:
    """Take it away."""
    return after(
        person_id,
        lambda: privileges.revoke(acting(), person_id, aware=is_aware()),
        {"act": "revoke"},
    )


@door(
    blueprint,
    "/people/<int:person_id>/privilege/reason/<int:change_id>",
    Action.REVOKE_PUSH,
    methods=("POST",),
)
def explain(person_id: int, change_id: int) -> ResponseReturnValue:
    """Say why, after the press; only who made the change may, and only for a short while."""
    return after(person_id, lambda: privileges.explain(acting(), change_id, request.form.get("reason", "")))


@door(blueprint, "/people/holders", Action.VIEW_SETTINGS)
def holders_on() -> ResponseReturnValue:
    """Who could push on the day `?day=2026-03-31`; today without one."""
    day, sentence = _read_day()
    status = 422 if sentence else 200
    return render_template("settings/holders_on.html", page=day, error=sentence, tabs=tabs("People")), status


@door(blueprint, "/people/holders.csv", Action.VIEW_SETTINGS)
def holders_on_csv() -> ResponseReturnValue:
    """The same as a file."""
    page, sentence = _read_day()
    if sentence:
        raise InputError("day", sentence)
    rows: list[list[OutCell]] = [["Day", "Person", "Since", "Granted by", "Reason", "Ended that day"]]
    rows += [
        [page.day, each.name, each.since, each.by_name, each.reason, each.until] for each in page.holders
    ]
    headers = {"Content-Disposition": f'attachment; filename="could-push-{page.day}.csv"'}
    return Response(write_csv(rows), mimetype="text/csv", headers=headers)


def _read_day() -> tuple[HolderDay, str]:
    """The day asked for; today, and the sentence why, where it cannot be read."""
    today = privilege_days.today(reader())
    typed = request.args.get("day", "").strip()
    try:
        return privilege_days.read(reader(), date.fromisoformat(typed) if typed else today), ""
    except InputError as error:
        sentence = str(error)
    except ValueError:
        sentence = "Enter a day as in 2026-03-31."
    return privilege_days.read(reader(), today), sentence
