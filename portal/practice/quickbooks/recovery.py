"""Error recovery: the answer of a message set is kept in the company file, beside its effect.

| newMessageSetID | oldMessageSetID | what happens |
|---|---|---|
| X | absent | X unknown: run and keep; X known: do not run, give the kept answer |
| X | X, empty body | status check only |
| absent | X | clear X |
| absent | absent | nothing is kept |
"""

from hashlib import sha256

from lxml import etree

from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import MessageSet

SIGNIFICANT = 23  # QuickBooks looks at no more characters of a message set's identifier
KEPT = 0
NO_STATE = 600
OTHER_BODY = 9001
NO_RESPONSE = 9002
BAD_ID = 9004


def key_of(identifier: str) -> str:
    """The part of an identifier that QuickBooks tells apart; answers echo this part only."""
    return identifier[:SIGNIFICANT]


def checksum(message_set: MessageSet) -> str:
    """A digest of the requests of a set."""
    digest = sha256()
    for request in message_set.requests:
        digest.update(etree.tostring(request, method="c14n", with_tail=False))
    return digest.hexdigest()


def outcome_without_running(company: Company, message_set: MessageSet) -> etree._Element | None:
    """Deal with what recovery can answer by itself; None when the set is to be run.

    Clears what `oldMessageSetID` names, unless this is a status check.
    """
    new, old = message_set.new_id, message_set.old_id
    if (new is not None and not new.strip()) or (old is not None and not old.strip()):
        return _only_status(None, BAD_ID)
    if old is not None and (new is None or key_of(new) != key_of(old)):
        cleared = _clear(company, key_of(old))
        if new is None and not message_set.requests:
            return _only_status(None, KEPT if cleared else NO_STATE)
    if new is None:
        return None
    return _known(company, message_set, key_of(new), is_status_check=old is not None)


def keep(company: Company, message_set: MessageSet, answers: etree._Element) -> None:
    """Keep the answer of a set that was run, in the transaction of its effect."""
    if message_set.new_id is None:
        return
    key = key_of(message_set.new_id)
    answers.set("newMessageSetID", key)
    answers.set("messageSetStatusCode", str(KEPT))
    text = etree.tostring(answers, encoding="unicode") if message_set.keeps_response else None
    company.database.execute(
        "INSERT INTO message_sets VALUES (?, ?, ?, ?)", (key, checksum(message_set), text, company.now())
    )


def _known(
    company: Company, message_set: MessageSet, key: str, *, is_status_check: bool
) -> etree._Element | None:
    row = company.row("SELECT * FROM message_sets WHERE message_set_id = ?", key)
    asks_only = is_status_check and not message_set.requests
    if row is None:
        return _only_status(key, NO_STATE) if asks_only else None
    if not asks_only and row["checksum"] != checksum(message_set):
        return _only_status(key, OTHER_BODY)
    if row["response"] is None:
        return _only_status(key, NO_RESPONSE)
    return etree.fromstring(row["response"])


def _clear(company: Company, key: str) -> bool:
    cursor = company.database.execute("DELETE FROM message_sets WHERE message_set_id = ?", (key,))
    return cursor.rowcount > 0


def _only_status(key: str | None, code: int) -> etree._Element:
    answers = etree.Element("QBXMLMsgsRs")
    if key is not None:
        answers.set("newMessageSetID", key)
    answers.set("messageSetStatusCode", str(code))
    return answers
