"""Pass phrases: hashed with argon2id, compared in constant effort, and refused while they are easy to guess.

19 MiB, two passes, one lane: some 20 ms on a server core. Source: OWASP Password Storage; ASVS 5.0 chapter 6.
"""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
_DISTINCT_AT_LEAST = 5
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(4)
"""Each hash takes 19 MiB: a burst of guesses queues up instead of eating the memory."""
_COMMON = frozenset(
    (
        "123456789012",
        "1234567890123",
        "1234567890ab",
        "administrator",
        "changeme1234",
        "letmein12345",
        "password1234",
        "passwordpassword",
        "qwertyuiop12",
        "qwertyuiopas",
        "welcome12345",
        "iloveyou1234",
        "abcdefghijkl",
        "correcthorsebatterystaple",
    )
)


def hash_phrase(phrase: str) -> str:
    """The argon2id hash to store; every call salts anew."""
    with _AT_ONCE:
        return _HASHER.hash(phrase)


def is_right(stored: str | None, phrase: str) -> bool:
    """Whether `phrase` belongs to the stored hash.

    Without a hash the same work is done for nothing: the time does not tell whether an account exists.
    """
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _nobodys(), phrase[:LONGEST]) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def problem(phrase: str, known: tuple[str, ...] = ()) -> str:
    """Why a new pass phrase cannot be taken, as a sentence; empty when it can. `known`: the name and the e-mail."""
    if len(phrase) < SHORTEST:
        return f"Choose a pass phrase of at least {SHORTEST} characters, for example four words."
    if len(phrase) > LONGEST:
        return f"Choose a pass phrase of at most {LONGEST} characters."
    plain = "".join(phrase.lower().split())
    if plain in _COMMON or len(set(plain)) < _DISTINCT_AT_LEAST:
        return "This pass phrase is among the first that are guessed. Choose another one."
    if any(
        word and plain.replace(word.lower().replace(" ", ""), "").strip("0123456789!.-_") == ""
        for word in known
    ):
        return "This pass phrase is made of your name or address. Choose another one."
    return ""


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this pass phrase")
