"""Name, address and title: links of an old address die, the old address is told, an approver's to every holder."""

import pytest
from sqlalchemy import select

from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.services.intentions import InputError
from portal.services.people import one_time_links, person_details
from portal.services.people.person_details import Details
from tests import factories
from tests.people import AKI, DANA, KAREN, RUTH


@pytest.fixture
def world(app):
    with app.app_context():
        yield factories.furnish()


def change(world, person, by=RUTH, **given):
    details = Details(**{"name": person.name, "email": person.email, "title": person.title, **given})
    person_details.change(world.actor(by), world.id_of(person), details)
    reader().rollback()


def test_a_new_address_forgets_the_refusal_and_ends_links(world):
    dana = world.id_of(DANA)
    with transaction() as session:
        session.get_one(Person, dana).mail_refused = "550 No such user"
        token = one_time_links.issue(session, dana, one_time_links.INVITATION)
    change(world, DANA, title="Estimator")
    assert reader().get_one(Person, dana).mail_refused == "550 No such user"
    assert one_time_links.living(reader(), token) is not None
    change(world, DANA, email=" Dana@Haldenrowe.example")
    row = reader().get_one(Person, dana)
    assert (row.email, row.mail_refused) == ("dana@haldenrowe.example", "")
    assert one_time_links.living(reader(), token) is None
    assert reader().scalars(select(Mail.to_address)).all() == [DANA.email]


def test_the_address_of_an_approver_is_news_to_every_holder(world):
    change(world, AKI, email="aki@elsewhere.example")
    mails = reader().scalars(select(Mail).order_by(Mail.to_address)).all()
    assert [mail.to_address for mail in mails] == [AKI.email, KAREN.email]
    assert {mail.subject for mail in mails} == {"Ruth Adeyemi changed the address of Aki Sato"}
    assert all("aki@elsewhere.example" in mail.text for mail in mails)


@pytest.mark.parametrize(("field", "text"), [("name", " "), ("email", "nobody"), ("email", KAREN.email)])
def test_what_cannot_be_changes_nothing(world, field, text):
    with pytest.raises(InputError) as refused:
        change(world, AKI, **{field: text})
    assert refused.value.field == field
    assert reader().scalars(select(Mail.id)).all() == []


def test_only_a_directory_admin_changes_it(world):
    with pytest.raises(Denied, match="needs Directory: Admin"):
        change(world, DANA, by=DANA, name="D. Whitfield")
