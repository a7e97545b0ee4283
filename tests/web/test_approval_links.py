"""Approval links: the matrix of who follows, what became of the link, and how it is asked for. No cell decides."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from portal import clock
from portal.db.people import Person
from portal.db.submissions import ApprovalLink
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.services.mails import mail_outbox
from portal.services.people import privileges
from portal.services.submissions.approvals import RejectInput
from tests import factories
from tests.people import AKI, DANA, KAREN, RUTH, TOM
from tests.submitted import accept, send, sent

UNKNOWN = "/approvals/kT3nQ0s1y5v7w9x2z4b6d8f0"


@pytest.fixture
def portal(make_app, sqlite_settings, mail_sink):
    """A portal with a budget sent by Dana and both requests delivered; `links` by approver."""
    settings = replace(sqlite_settings, smtp_port=mail_sink.port)
    app = make_app(settings)
    with app.app_context():
        world = factories.furnish()
        project_id = send(world)
        assert mail_outbox.deliver_due(settings) == 2
    return Portal(app, world, project_id, links_in(mail_sink))


class Portal:
    def __init__(self, app, world, project_id, links):
        self.app, self.world, self.project_id, self.links = app, world, project_id, links

    def make(self, state):
        """Bring Aki's link into this state; returns its path."""
        path = self.links[AKI.email]
        with self.app.app_context():
            if state == "used":
                accept(self.world, self.project_id, KAREN)
            elif state == "expired":
                with transaction() as session:
                    for link in session.scalars(select(ApprovalLink)):
                        link.expires_at = clock.now() - timedelta(seconds=1)
            elif state == "superseded":
                factories.act(self.world, self.project_id, DANA, Action.RETRIEVE)
                factories.act(self.world, self.project_id, DANA, Action.SEND, given="")
        if state == "tampered":
            return path[:-1] + ("A" if path[-1] != "A" else "B")
        return path[:-5] if state == "truncated" else path

    def facts(self):
        """Everything that following a link must leave alone."""
        with self.app.app_context():
            rows = reader().execute(text("SELECT decision, decided_by FROM submissions ORDER BY id")).all()
            budget = reader().execute(text("SELECT phase, version FROM budgets")).all()
            events = reader().scalar(text("SELECT count(*) FROM audit_events WHERE action != 'sign_in'"))
            links = reader().execute(text("SELECT * FROM approval_links ORDER BY id")).all()
            return rows, budget, events, links

    def take_privilege(self, person, *, erp="standard"):
        with self.app.app_context(), transaction() as session:
            row = session.get_one(Person, self.world.id_of(person))
            row.can_push, row.erp_level = False, erp


def links_in(mail_sink):
    found = {}
    for caught in mail_sink.mails:
        path = re.search(r"http://localhost(/approvals/\S+)", caught.text)
        found[caught.recipients[0]] = path[1]
    return found


STATES = ("fresh", "used", "expired", "superseded", "tampered", "truncated")
TOLD = {"fresh": "", "used": "decided", "expired": "expired", "superseded": "decided"}


@pytest.mark.parametrize("state", STATES)
def test_the_matrix(portal, state):
    path = portal.make(state)
    other = portal.links[KAREN.email]
    clients = {person.name: factories.client_for(portal.app, person) for person in (AKI, KAREN, DANA)}
    before = portal.facts()
    review = f"/erp/budgets/{portal.project_id}/submissions/1"
    for name, client in clients.items():
        for method in ("get", "head"):
            answer = getattr(client, method)(path)
            if state not in TOLD or name == DANA.name:
                assert answer.status_code == 404, (name, method)
                assert answer.data == getattr(client, method)(UNKNOWN).data
            else:
                word = TOLD[state] if name == AKI.name else ""
                assert answer.status_code == 302
                assert answer.location == (f"{review}?link={word}" if word else review), (name, method)
        assert client.post(path).status_code == 405
        assert client.post(path, data={"csrf_token": client.csrf}).status_code == 405
    stranger = portal.app.test_client()
    for known in (path, UNKNOWN):
        answer = stranger.get(known)
        assert answer.status_code == 302
        assert (
            answer.location == f"/sign-in?next={known.replace('/', '%2F')}"
            or "/sign-in?next=" in answer.location
        )
        assert stranger.post(known).status_code == 405
    assert other != path
    assert portal.facts() == before


@pytest.mark.parametrize("state", ["fresh", "expired"])
def test_a_scanner_that_presses_every_button_decides_nothing(portal, state):
    path = portal.make(state)
    before = portal.facts()
    scanner = portal.app.test_client()
    page = scanner.get(path, follow_redirects=True)
    forms = re.findall(r'<form[^>]*action="([^"]*)"|<form', page.text)
    assert forms
    token = factories.csrf_of(page.text)
    for address in {form or "/sign-in" for form in forms} | {path}:
        scanner.post(address, data={"csrf_token": token})
    review = f"/erp/budgets/{portal.project_id}/submissions/1"
    for act in ("accept", "reject", "retry"):
        assert scanner.post(f"{review}/{act}", data={"csrf_token": token}).status_code in {302, 403}
    assert portal.facts() == before


def test_the_owner_of_a_used_link_is_told_who_decided_what_when_and_what_is_next(portal):
    path = portal.make("used")
    page = factories.client_for(portal.app, AKI).get(path, follow_redirects=True).text
    assert re.search(
        r"Your link has ended with this submission: Karen Boyle accepted it today \d\d:\d\d\. "
        r"Nothing is left for you to decide; what became of it stands below\.",
        page,
    )
    assert "on its way to QuickBooks Desktop" in page


def test_the_owner_of_a_superseded_link_is_led_to_the_current_submission(portal):
    path = portal.make("superseded")
    page = factories.client_for(portal.app, AKI).get(path, follow_redirects=True).text
    assert re.search(
        r"Dana Whitfield took it back today \d\d:\d\d, before anybody decided\. You need do nothing;", page
    )
    assert "Submission 2 is the current one." in page
    assert f'/erp/budgets/{portal.project_id}/submissions/2"' in page
    assert 'data-action="accept"' not in page


def test_an_expired_link_still_leads_to_where_one_decides(portal):
    path = portal.make("expired")
    page = factories.client_for(portal.app, AKI).get(path, follow_redirects=True).text
    assert re.search(
        r"It has expired\. It worked until \w+ \d+ \w+ \d\d:\d\d, and nobody has decided yet", page
    )
    assert 'data-action="accept"' in page


def test_the_link_works_for_seven_days(portal):
    path = portal.make("fresh")
    with time_machine.travel(clock.now() + timedelta(days=6, hours=23)):
        assert factories.client_for(portal.app, AKI).get(path).location.endswith("/submissions/1")
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)):
        assert factories.client_for(portal.app, AKI).get(path).location.endswith("link=expired")


def test_whoever_lost_the_privilege_looks_and_does_not_decide(portal):
    path = portal.make("fresh")
    portal.take_privilege(AKI)
    page = factories.client_for(portal.app, AKI).get(path, follow_redirects=True).text
    assert "You can no longer push to accounting. Your permissions were changed" in page
    assert "ask Ruth Adeyemi or Tom Halden for the privilege." in page
    assert 'data-action="accept"' not in page


def test_whoever_lost_the_privilege_is_told_who_took_it_and_when(portal):
    path = portal.make("fresh")
    with portal.app.app_context():
        privileges.revoke(portal.world.actor(TOM), portal.world.id_of(AKI), "On leave")
    page = factories.client_for(portal.app, AKI).get(path, follow_redirects=True).text
    assert re.search(r"Tom Halden took Can Push to Accounting from you today \d\d:\d\d", page)


def test_whoever_got_it_back_is_told_why_the_link_ended_and_decides_there(portal):
    path = portal.make("fresh")
    with portal.app.app_context():
        privileges.revoke(portal.world.actor(TOM), portal.world.id_of(AKI), "By mistake")
        privileges.grant(portal.world.actor(RUTH), portal.world.id_of(AKI), "Back")
    client = factories.client_for(portal.app, AKI)
    assert client.get(path).location.endswith("link=replaced")
    page = client.get(path, follow_redirects=True).text
    assert "when your privilege was taken away; you hold it again by Ruth Adeyemi." in page
    assert 'data-action="accept"' in page


def test_a_reset_export_is_told_with_who_and_what_is_next(portal):
    path = portal.make("used")
    with portal.app.app_context():
        with transaction() as session:
            session.get_one(Person, portal.world.id_of(KAREN)).erp_level = "admin"
        factories.act(
            portal.world, portal.project_id, KAREN, Action.RESET_EXPORT, reason="Wrong company file"
        )
    page = factories.client_for(portal.app, AKI).get(path, follow_redirects=True).text
    assert re.search(r"Karen Boyle took its export back today \d\d:\d\d\. You need do nothing;", page)


@pytest.mark.parametrize("word", ["decided", "expired", "replaced", "no-privilege", "<b>", ""])
def test_a_word_that_does_not_fit_says_nothing(portal, word):
    client = factories.client_for(portal.app, AKI)
    page = client.get(f"/erp/budgets/{portal.project_id}/submissions/1?link={word}").text
    if word in {"expired", "replaced"}:
        assert "nobody has decided" in page
    else:
        assert "About your link." not in page


def test_whoever_may_not_see_it_any_more_gets_the_page_of_an_unknown_link(portal):
    path = portal.make("fresh")
    portal.take_privilege(AKI, erp="none")
    client = factories.client_for(portal.app, AKI)
    assert client.get(path).status_code == 404
    assert client.get(path).data == client.get(UNKNOWN).data


def test_a_newer_mail_replaces_the_link_of_the_one_before(portal, mail_sink):
    with portal.app.app_context():
        factories.act(portal.world, portal.project_id, DANA, Action.RETRIEVE)
        factories.act(portal.world, portal.project_id, DANA, Action.SEND, given="")
        settings = portal.app.extensions["portal_settings"]
        mail_outbox.deliver_due(settings)
    newer = links_in(mail_sink)[AKI.email]
    client = factories.client_for(portal.app, AKI)
    assert client.get(newer).location.endswith("/submissions/2")
    assert client.get(portal.links[AKI.email]).location.endswith("/submissions/1?link=decided")


def test_the_token_is_kept_as_a_hash_and_leaves_the_address_at_once(portal):
    path = portal.make("fresh")
    token = path.rpartition("/")[2]
    assert len(token) >= 22
    with portal.app.app_context():
        for table in ("approval_links", "mails", "audit_events", "sessions"):
            assert token not in repr(reader().execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608 - our names
    answer = factories.client_for(portal.app, AKI).get(path)
    assert token not in answer.location
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_request_that_was_decided_before_it_left_is_not_mailed(make_app, sqlite_settings, mail_sink):
    settings = replace(sqlite_settings, smtp_port=mail_sink.port)
    app = make_app(settings)
    with app.app_context():
        world = factories.furnish()
        project_id = send(world)
        given = RejectInput(sent(project_id).id)
        factories.act(world, project_id, AKI, Action.REJECT, given=given, reason="Not like this")
        assert mail_outbox.deliver_due(settings) == 1
    assert [caught.recipients for caught in mail_sink.mails] == [(DANA.email,)]
