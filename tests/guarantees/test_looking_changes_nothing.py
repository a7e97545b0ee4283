"""G6: looking changes nothing, whoever looks, however often, and whatever loads a page ahead of its reader."""

import pytest

from portal.db.transactions import reader, transaction
from portal.services.people import one_time_links
from portal.services.submissions import approval_links
from tests import factories
from tests.guarantees import crawlers
from tests.guarantees.route_office import Office
from tests.guarantees.route_roles import ROLES, Proof

pytestmark = pytest.mark.slow
TIMES = 20
AHEAD = (
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"},
    {"X-Moz": "prefetch", "Sec-Fetch-Site": "cross-site"},
)
"""How browsers and mail programs say that they only load ahead."""
LOOKERS = [role for role in ROLES if role.proof in {Proof.SESSION, Proof.NOTHING}]


@pytest.fixture(scope="module")
def office(migrated_sqlite, tmp_path_factory):
    made = Office(migrated_sqlite, tmp_path_factory.mktemp("looking"))
    yield made
    made.close()


class Watch:
    """Counts what was asked and notes every row that changed by it."""

    def __init__(self, office):
        self.office, self.requests, self.changes, self.failures = office, 0, [], []

    def saw(self, what, answer):
        self.requests += 1
        if answer.status_code >= 500:
            self.failures.append((what, answer.status_code))
        changed = self.office.restore()
        if changed:
            self.changes.append((what, changed))


@pytest.mark.parametrize("role", LOOKERS, ids=lambda role: role.name)
def test_every_way_from_home_leaves_everything_as_it_was(office, figures, role):
    client, watch = office.client(role), Watch(office)

    def visit(path, answer):
        watch.saw(f"GET {path}", answer)
        watch.saw(f"HEAD {path}", client.head(path))

    pages = crawlers.crawl(client, "/", visit)
    figures(
        f"G6 crawl, {role.name}",
        addresses=pages,
        requests=watch.requests,
        database_changes=len(watch.changes),
        server_errors=len(watch.failures),
    )
    assert watch.changes == []
    assert watch.failures == []
    assert pages >= 3


def test_a_mailed_link_may_be_loaded_by_anybody_any_number_of_times(office, figures):
    approver = office.people["approver"]
    with office.app.app_context(), transaction() as session:
        submission = factories.budget_of(office.projects["maple"]).submission_id
        links = [f"/approvals/{approval_links.issue(session, submission, approver)}"]
        links += [
            f"/welcome/{one_time_links.issue(session, office.people['staff'], one_time_links.INVITATION)}"
        ]
    office.keep()
    watch = Watch(office)
    for link in links:
        for role in LOOKERS:
            client = office.client(role)
            for headers in ({}, *AHEAD):
                for _ in range(TIMES if not headers else 2):
                    watch.saw(f"GET {link} {headers}", client.get(link, headers=headers, buffered=True))
                watch.saw(f"HEAD {link} {headers}", client.head(link, headers=headers))
    with office.app.app_context():
        target = approval_links.follow(reader(), links[0].rpartition("/")[2])
    figures(
        "G6 mailed links",
        links=len(links),
        requests=watch.requests,
        database_changes=len(watch.changes),
        server_errors=len(watch.failures),
    )
    assert watch.changes == []
    assert watch.failures == []
    assert target.state is approval_links.LinkState.ALIVE
    assert office.app.test_client().get(links[1]).status_code == 200


def test_the_watch_sees_a_change(office):
    """If this fails, the tests above prove nothing."""
    watch = Watch(office)
    role = next(each for each in LOOKERS if each.name == "sender with the privilege")
    client = office.client(role)
    path = f"/projects/{office.projects['oak']}/budget/retrieve"
    watch.saw("POST", client.post(path, data={"csrf_token": client.csrf}))
    assert [tables for _what, tables in watch.changes] != []
    assert "budgets" in watch.changes[0][1]
