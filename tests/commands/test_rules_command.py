"""`portal rules` prints what the README shows."""

from portal.cli import main
from portal.domain.rule_print import as_markdown


def test_portal_rules_prints_the_table(capsys):
    assert main(["rules"]) == 0
    assert capsys.readouterr().out == as_markdown() + "\n"
