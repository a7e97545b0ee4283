"""Health doors: alive says nothing but alive; ready asks the database for real and reports Redis."""

from dataclasses import replace

from sqlalchemy import text

from portal.db.transactions import transaction


def test_alive_needs_nothing(make_app, sqlite_settings, tmp_path):
    app = make_app(replace(sqlite_settings, database_url=f"sqlite:///{tmp_path}/nowhere/none.sqlite3"))
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_ready_means_a_migrated_database_that_takes_writes(app):
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"database": "ok", "redis": "ok"})


def test_an_absent_redis_is_reported_and_does_no_harm(make_app, sqlite_settings, tmp_path):
    app = make_app(replace(sqlite_settings, redis_url=f"unix://{tmp_path}/no.sock"))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"database": "ok", "redis": "away"})


def test_a_database_behind_the_code_is_not_ready(sqlite_app):
    with sqlite_app.app_context(), transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = sqlite_app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["database"]) == (503, "not migrated")


def test_a_database_that_cannot_be_opened_is_not_ready(make_app, sqlite_settings, tmp_path):
    app = make_app(replace(sqlite_settings, database_url=f"sqlite:///{tmp_path}/nowhere/none.sqlite3"))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["database"]) == (503, "away")


def test_the_doors_of_machines_take_posts_without_tokens_only_where_they_have_a_door(sqlite_app):
    assert sqlite_app.test_client().post("/healthz").status_code == 405
