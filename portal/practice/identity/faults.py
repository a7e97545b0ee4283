"""What goes wrong at real providers, and what an attacker would try, on purpose and a set number of times."""

from collections.abc import Mapping
from typing import Final

SWITCHES: Final[Mapping[str, str]] = {
    "wrong_nonce": "The token carries another sign-in's nonce.",
    "no_nonce": "The token carries no nonce.",
    "wrong_audience": "The token was made for another client.",
    "second_audience": "The token names a second client, and that one as the authorized party.",
    "expired_token": "The token's time is over.",
    "other_issuer": "The token names another issuer.",
    "unsigned_token": "The token is not signed (alg none).",
    "shared_secret_token": "The token is signed with the client secret instead of the provider's key.",
    "foreign_key": "The token is signed with a key that the provider does not publish.",
    "new_key": "The provider signs with a new key from now on, and publishes it.",
    "no_subject": "The token names nobody.",
    "other_person_at_userinfo": "The userinfo answer is about somebody else.",
    "replayed_code": "The browser comes back with a code that was used before.",
    "old_sign_in": "The token says that the person signed in two hours ago, whatever was asked.",
    "no_auth_time": "The token does not say when the person signed in.",
    "cancelled": "The person turns back on the sign-in page.",
    "refused": "The provider reports a fault of its own instead of a code.",
    "broken_discovery": "The discovery document is no JSON.",
    "other_discovery": "The discovery document names another issuer.",
    "redirecting": "The token endpoint answers with a redirect.",
    "slow": "An answer takes some seconds longer (value: seconds).",
}
