"""The layout of a company file: one SQLite database, everything of one company in it."""

from typing import Final

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
    list_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT NOT NULL COLLATE NOCASE,
    parent_id TEXT REFERENCES records,
    is_active INTEGER NOT NULL,
    edit_sequence TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS records_by_name ON records (kind, full_name);
CREATE INDEX IF NOT EXISTS records_by_parent ON records (parent_id);
CREATE TABLE IF NOT EXISTS transactions (
    txn_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    txn_date TEXT NOT NULL,
    ref_number TEXT NOT NULL,
    entity_id TEXT,
    edit_sequence TEXT NOT NULL,
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS transactions_by_kind ON transactions (kind, number);
CREATE TABLE IF NOT EXISTS transaction_lines (
    txn_id TEXT NOT NULL REFERENCES transactions ON DELETE CASCADE,
    position INTEGER NOT NULL,
    line_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (txn_id, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS postings (
    txn_id TEXT NOT NULL REFERENCES transactions ON DELETE CASCADE,
    position INTEGER NOT NULL,
    account_id TEXT NOT NULL REFERENCES records,
    cents INTEGER NOT NULL,
    job_id TEXT,
    item_id TEXT,
    class_id TEXT,
    source_id TEXT,
    memo TEXT NOT NULL,
    PRIMARY KEY (txn_id, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS postings_by_job ON postings (job_id);
CREATE TABLE IF NOT EXISTS deleted_transactions (
    txn_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    ref_number TEXT NOT NULL,
    created TEXT NOT NULL,
    deleted TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message_sets (
    message_set_id TEXT PRIMARY KEY,
    checksum TEXT NOT NULL,
    response TEXT,
    stored TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attached_applications (
    owner_id TEXT PRIMARY KEY,
    file_id TEXT NOT NULL,
    app_name TEXT NOT NULL
) WITHOUT ROWID;
"""
