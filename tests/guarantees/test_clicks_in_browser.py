"""From the mail to the decision in a real browser: three clicks, none of which counts once the privilege is gone."""

import socket
from dataclasses import dataclass, replace

import pytest

from portal.db.transactions import reader
from portal.domain.vocabulary import Action, State
from portal.mailcatcher import pages as inbox_pages
from portal.services.mails import mail_outbox
from portal.services.people import privileges
from tests import factories, journeys
from tests.people import AKI, DANA, PHRASE, RUTH

pytestmark = pytest.mark.browser
SUBJECT = "Maple St 116 waits for your decision"


@dataclass
class Desk:
    """A portal where an update of a synced budget waits, and the inbox with Aki's mail about it."""

    app: object
    world: object
    project: int
    portal: str
    inbox: str

    def phase(self):
        """Where the budget stands now."""
        with self.app.app_context():
            return factories.budget_of(self.project).phase

    def take_the_privilege(self):
        """Ruth takes it from Aki, at this moment."""
        with self.app.app_context():
            privileges.revoke(self.world.actor(RUTH), self.world.id_of(AKI), "Leaves the company")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def desk(make_app, sqlite_settings, mail_sink, serve):
    port = _free_port()
    settings = replace(sqlite_settings, smtp_port=mail_sink.port, base_url=f"http://localhost:{port}")
    app = make_app(settings)
    with app.app_context():
        world = factories.furnish()
        project = journeys.start(world)
        journeys.bring(world, project, State.CHANGES_PENDING)
        factories.act(world, project, DANA, Action.SEND, given="Owner change 1")
        mail_outbox.deliver_due(settings)
        reader().rollback()
    return Desk(app, world, project, serve(app, port), serve(inbox_pages.create_app(mail_sink.inbox)))


class Clicker:
    """Aki at a browser in which he has just signed in; every click is counted."""

    def __init__(self, context, desk):
        self.context, self.clicks = context, 0
        self.page = context.new_page()
        self.page.goto(f"{desk.portal}/sign-in")
        self.page.fill("#email", AKI.email)
        self.page.fill("#phrase", PHRASE)
        self.page.click("button.primary")
        self.page.wait_for_url(f"{desk.portal}/")
        self.page.goto(desk.inbox)

    def click(self, found):
        found.click()
        self.clicks += 1

    def open_the_mail(self):
        mails = self.page.locator("tr", has_text=AKI.email)
        self.click(mails.get_by_role("link", name=SUBJECT).first)

    def follow_the_link(self):
        with self.context.expect_page() as opened:
            self.click(self.page.frame_locator("iframe").get_by_role("link", name="Review this budget").first)
        self.page = opened.value
        self.page.get_by_role("heading", name="Review: Maple St 116").wait_for()

    def accept(self):
        self.click(self.page.get_by_role("button", name="Accept and export"))


@pytest.fixture
def aki(browser, desk):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US", timezone_id="UTC")
    context.set_default_timeout(20_000)
    yield Clicker(context, desk)
    context.close()


def test_from_the_mail_to_accepted_in_three_clicks(desk, aki, figures):
    aki.open_the_mail()
    aki.follow_the_link()
    aki.accept()
    aki.page.get_by_text("Accepted. The export is on its way.").wait_for()
    figures("Clicks from the mail to accepted", clicks=aki.clicks)
    assert aki.clicks == 3
    assert desk.phase() == "exporting"


def test_a_privilege_taken_while_the_page_is_open_refuses_at_the_next_click(desk, aki, figures):
    aki.open_the_mail()
    aki.follow_the_link()
    desk.take_the_privilege()
    aki.accept()
    aki.page.get_by_text("Accept and export needs ERP Integrations: Standard or Admin").wait_for()
    figures("Clicks of whoever lost the privilege", accepted=int(desk.phase() != "sent"))
    assert desk.phase() == "sent"
