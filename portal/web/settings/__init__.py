"""Settings: the company, its people and what they may do. ERP connections stand in `portal.web.connections`."""

from portal.web.settings import (
    budget_views,
    company_views,
    departure_views,
    mail_views,
    people_views,
    person_views,
    privilege_views,
    sign_in_views,
    single_sign_on_views,
)
from portal.web.settings.door import blueprint

__all__ = [
    "blueprint",
    "budget_views",
    "company_views",
    "departure_views",
    "mail_views",
    "people_views",
    "person_views",
    "privilege_views",
    "sign_in_views",
    "single_sign_on_views",
]
