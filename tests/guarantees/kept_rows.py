"""What a database holds, to be compared before and after somebody looked."""

QUIET = {"throttles": None, "sessions": ("seen_at", "content")}
"""What looking may write: that somebody tried to sign in; that a session was used, and which notice it still shows."""


def rows_of(connection):
    """Every row of every table of an SQLite database, without what looking may write."""
    names = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
    ]
    return {name: _rows(connection, name) for name in names if QUIET.get(name, ()) is not None}


def _rows(connection, name):
    every = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
    columns = ", ".join(f'"{each}"' for each in every if each not in QUIET.get(name, ()))
    return connection.execute(f'SELECT {columns} FROM "{name}" ORDER BY 1').fetchall()  # noqa: S608 - our own names
