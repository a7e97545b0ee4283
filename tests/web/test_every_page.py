"""Every page that an address alone reaches, as each of the fixed people sees it."""

import lxml.html
import pytest

from portal.db.base import database
from portal.domain.vocabulary import State
from portal.web.doors import is_machine_door
from tests import journeys
from tests.factories import client_for, furnish
from tests.people import EVERYBODY

KNOWN = {"project_id"}
"""Blanks of an address that are filled in; pages with others have tests of their own."""
_PRIMARY = "//main//*[contains(concat(' ', @class, ' '), ' primary ')]"


@pytest.fixture(params=[State.DRAFT, State.SENT, State.CHANGES_PENDING], ids=str)
def app(request, sqlite_app):
    """A company whose first project stands in one state."""
    with sqlite_app.app_context():
        world = furnish()
        journeys.bring(world, journeys.start(world), request.param)
    yield sqlite_app
    with sqlite_app.app_context():
        database.engine.dispose()


def pages(app):
    """Addresses of all pages, those of a project for the first one."""
    with app.test_request_context():
        return sorted(
            rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)[1]
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods
            and rule.arguments <= KNOWN
            and rule.endpoint != "static"
            and not is_machine_door(rule.endpoint)
        )


def faults_of(answer):
    """What is wrong with a page, or nothing. Fragments and files are no pages."""
    if answer.status_code >= 500:
        return [f"answers {answer.status_code}"]
    if answer.mimetype != "text/html" or "<html" not in answer.text or answer.status_code in {302, 303}:
        return []
    page = lxml.html.fromstring(answer.text)
    counts = {
        "main heading": (len(page.xpath("//h1")), {1}),
        "title": (len(page.findtext(".//title", "").split("·")[0].strip()[:1]), {1}),
        "main act": (len(page.xpath(_PRIMARY)), {0, 1}),
        "main region": (len(page.xpath("//main")), {1}),
    }
    return [f"{count} × {name}" for name, (count, wanted) in counts.items() if count not in wanted]


def test_everybody_gets_a_page_with_one_heading_a_title_and_one_main_act_at_most(app):
    faults = {}
    addresses = pages(app)
    assert {"/", "/projects", "/erp/budgets", "/reports", "/find"} <= set(addresses)
    for person in EVERYBODY:
        client = client_for(app, person)
        for address in addresses:
            found = faults_of(client.get(address))
            if found:
                faults[f"{person.name} {address}"] = found
    assert faults == {}
