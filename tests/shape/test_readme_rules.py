"""README's generated parts are current, and the README stays short."""

import pytest

from tests.shape.readme_blocks import BLOCKS, README, block_in, rewritten

TEXT = README.read_text(encoding="utf-8")
HINT = "README.md is not current: run python -m tests.shape.readme_blocks"


@pytest.mark.parametrize("name", BLOCKS)
def test_the_generated_part_is_current(name):
    assert block_in(TEXT, name) is not None, (
        f"README.md lacks the markers <!-- {name} --> and <!-- /{name} -->"
    )
    assert block_in(TEXT, name) == BLOCKS[name](), HINT


@pytest.mark.parametrize("name", BLOCKS)
def test_a_change_in_the_source_is_noticed_and_mended(name):
    stale = TEXT.replace(BLOCKS[name](), "something else")
    assert block_in(stale, name) == "something else"
    assert rewritten(stale) == TEXT


def test_a_readme_without_markers_is_left_alone():
    assert block_in("# Portal", "rules") is None
    assert rewritten("# Portal") == "# Portal"


def test_the_readme_stays_under_150_lines():
    assert len(TEXT.splitlines()) < 150
