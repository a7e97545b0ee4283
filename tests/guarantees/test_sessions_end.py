"""G14: a session that ended is worth nothing. Captured cookies are replayed after everything that ends a session.

Positive control: the same cookies are taken a moment before.
"""

from datetime import timedelta

from flask_login import encode_cookie

from portal.db.people import Person
from portal.db.transactions import transaction
from portal.domain.vocabulary import Action
from portal.services.people import directory, forgotten_phrases, one_time_links, privileges
from portal.web.doors import DOORS
from tests import factories
from tests.people import AKI, DANA, KAREN, PHRASE, RUTH

BULK = "/erp/budgets/bulk/accept"
NEW = "rain falls on the gravel"


class Captured:
    """What a thief of one moment holds: the session cookie and the token of a form."""

    def __init__(self, app, client):
        self.app, self.csrf = app, client.csrf
        self.token = client.get_cookie("portal").value

    def accepted(self):
        """How many of four replays from another browser are taken: two pages, a fragment and a change."""
        client = self.app.test_client()
        client.set_cookie("portal", self.token)
        codes = [
            client.get("/account").status_code,
            client.get("/projects").status_code,
            client.get("/account", headers={"HX-Request": "true"}).status_code,
            client.post("/account/sessions/end-others", data={"csrf_token": self.csrf}).location == "/account"
            and 200,
        ]
        return codes.count(200)


def by_signing_out(stage):
    stage.client.post("/sign-out", data={"csrf_token": stage.client.csrf})


def by_another_phrase(stage):
    given = {"csrf_token": stage.client.csrf, "old": PHRASE, "new": NEW}
    assert stage.client.post("/account/phrase", data=given).status_code == 303


def by_a_reset(stage):
    with stage.app.app_context():
        with transaction() as session:
            token = one_time_links.issue(session, stage.world.id_of(AKI), one_time_links.RESET)
        forgotten_phrases.choose(token, NEW, "127.0.0.1", "")


def by_being_disabled(stage):
    with stage.app.app_context(), transaction() as session:
        session.get_one(Person, stage.world.id_of(AKI)).active = False


def by_an_administrator(stage):
    with stage.app.app_context():
        directory.end_sessions(stage.world.actor(RUTH), stage.world.id_of(AKI))


def by_its_owner_elsewhere(stage):
    other = factories.client_for(stage.app, AKI)
    other.post("/account/sessions/end-others", data={"csrf_token": other.csrf})


def by_rest(stage):
    stage.moment.shift(timedelta(minutes=60))


def by_age(stage):
    for _ in range(24):
        stage.moment.shift(timedelta(minutes=30))
        stage.client.get("/account")


def by_a_new_proof(stage):
    page = stage.client.get("/account")
    stage.moment.shift(timedelta(minutes=20))
    token = factories.csrf_of(page.text)
    answer = stage.client.post("/account/proof", data={"csrf_token": token, "phrase": PHRASE})
    assert answer.status_code == 303


ENDS = (
    by_signing_out,
    by_another_phrase,
    by_a_reset,
    by_being_disabled,
    by_an_administrator,
    by_its_owner_elsewhere,
    by_rest,
    by_age,
    by_a_new_proof,
)


class Stage:
    """Aki, signed in, and the clock."""

    def __init__(self, app, world, moment):
        self.app, self.world, self.moment = app, world, moment
        self.client = factories.client_for(app, AKI)


def test_no_captured_cookie_is_taken_after_the_session_ended(sqlite_app, world, moment, figures):
    replays, taken = 0, {}
    for end in ENDS:
        with sqlite_app.app_context(), transaction() as session:
            person = session.get_one(Person, world.id_of(AKI))
            person.active, person.password_hash = True, factories._hashed()
        stage = Stage(sqlite_app, world, moment)
        captured = Captured(sqlite_app, stage.client)
        assert captured.accepted() == 4, f"the control of {end.__name__}"
        end(stage)
        replays += 4
        taken[end.__name__] = captured.accepted()
    figures("G14 captured session cookies", replays=replays, accepted=sum(taken.values()))
    print(f"replays {replays}, accepted {sum(taken.values())}")
    assert set(taken.values()) == {0}, taken


def test_a_remember_cookie_opens_nothing(sqlite_app, world, figures):
    """Flask-Login would take one that is signed with the portal's own key; here it is not even read."""
    accepted = 0
    with sqlite_app.test_request_context():
        forged = [encode_cookie(str(world.id_of(person))) for person in (AKI, DANA, RUTH)]
    for cookie in forged:
        client = sqlite_app.test_client()
        client.set_cookie("remember_token", cookie)
        accepted += client.get("/account").status_code == 200
    figures("G14 remember cookies", replays=len(forged), accepted=accepted)
    assert accepted == 0


def test_a_changed_privilege_leaves_the_session_but_takes_the_power(sqlite_app, world, figures):
    client, colleague = factories.client_for(sqlite_app, AKI), factories.client_for(sqlite_app, KAREN)
    with sqlite_app.app_context():
        privileges.revoke(world.actor(RUTH), world.id_of(AKI), "left the department")
    paths = list(acts_of_approvers(sqlite_app))
    codes = [client.post(path, data={"csrf_token": client.csrf}).status_code for path in paths]
    control = colleague.post(BULK, data={"csrf_token": colleague.csrf}).status_code
    figures("G14 acts after a lost privilege", replays=len(codes), accepted=sum(code < 400 for code in codes))
    assert BULK in paths
    assert control != 403
    assert set(codes) <= {403, 404}
    assert client.get("/account").status_code == 200


def acts_of_approvers(app):
    """Where approvers post to, with the first row of everything."""
    powers = {Action.ACCEPT, Action.ACCEPT_COST_CODES, Action.LINK_PROJECT}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            door = DOORS.get(rule.endpoint)
            if door is not None and door.action in powers and "POST" in rule.methods:
                yield rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)[1]
