"""What the pages of sign-in, welcome and account say about the company's identity provider."""

from functools import cached_property

from flask_login import current_user

from portal.db.transactions import reader
from portal.services.people import identity_providers, outside_identities, own_links
from portal.services.people.outside_identities import Linked


class Offer:
    """Read when a page asks, once a page."""

    @cached_property
    def name(self) -> str:
        """The provider's name for the button; empty when none is offered."""
        provider = identity_providers.offered(reader())
        return provider.name if provider is not None else ""

    @cached_property
    def links(self) -> tuple[Linked, ...]:
        """The links of the person who is signed in."""
        return outside_identities.of_person(reader(), current_user.row.id)

    @cached_property
    def may_end(self) -> frozenset[int]:
        """Row numbers of the links that this person may end: another way in is left."""
        return own_links.may_end(reader(), current_user.row)

    @cached_property
    def may_link(self) -> bool:
        """Whether this person is not linked with the provider yet."""
        provider = identity_providers.offered(reader())
        return provider is not None and not outside_identities.has_link(
            reader(), current_user.row.id, provider.issuer
        )
