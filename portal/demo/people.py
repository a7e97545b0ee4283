"""The people of Halden & Rowe Builders, one for each role, and the company itself."""

from dataclasses import dataclass

from portal import clock
from portal.db.company import Company
from portal.db.people import Person, PrivilegeChange
from portal.db.transactions import transaction
from portal.domain.vocabulary import Level
from portal.services.people.demo_accounts import DOMAIN, PASS_PHRASE
from portal.services.people.passwords import hash_phrase

COMPANY = "Halden & Rowe Builders"
TIMEZONE = "America/Los_Angeles"


@dataclass(frozen=True, slots=True)
class Role:
    """One demo person and the levels that go with the title."""

    name: str
    title: str
    directory: Level = Level.NONE
    erp: Level = Level.NONE
    budget: Level = Level.NONE
    can_push: bool = False
    auditor: bool = False
    can_import: bool = False

    @property
    def email(self) -> str:
        """first.last at the demo company."""
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


ROLES = (
    Role("Dana Whitfield", "Project manager", directory=Level.STANDARD, budget=Level.ADMIN),
    Role("Luis Ortega", "Project manager", Level.STANDARD, Level.STANDARD, Level.STANDARD),
    Role("Priya Raman", "Project manager", directory=Level.STANDARD, budget=Level.ADMIN),
    Role("Aki Sato", "Accounting approver", erp=Level.STANDARD, can_push=True),
    Role("Karen Boyle", "Accounting approver", erp=Level.STANDARD, can_push=True, can_import=True),
    Role("Ruth Adeyemi", "Directory admin", Level.ADMIN, Level.ADMIN),
    Role("Tom Halden", "Directory admin", Level.ADMIN, Level.READ_ONLY),
    Role("Vera Lindqvist", "Auditor", auditor=True),
)


def load() -> None:
    """Make the company and its people; everybody has the pass phrase that the sign-in page shows."""
    now, hashed = clock.now(), hash_phrase(PASS_PHRASE)
    with transaction() as session:
        session.add(Company(name=COMPANY, timezone=TIMEZONE, created_at=now))
        for role in ROLES:
            person = Person(
                email=role.email,
                name=role.name,
                title=role.title,
                password_hash=hashed,
                directory_level=role.directory.value,
                erp_level=role.erp.value,
                budget_level=role.budget.value,
                can_push=role.can_push,
                auditor=role.auditor,
                can_import_budget=role.can_import,
                created_at=now,
            )
            session.add(person)
            session.flush()
            if role.can_push:
                session.add(
                    PrivilegeChange(
                        person_id=person.id, granted=True, by_name="Console", reason="Demo company", at=now
                    )
                )
