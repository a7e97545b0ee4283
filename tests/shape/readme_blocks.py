"""The generated parts of README.md: between ``<!-- name -->`` and ``<!-- /name -->``.

Write them anew with ``python -m tests.shape.readme_blocks``.
"""

import ast
import re
from pathlib import Path

from portal.domain.rule_print import as_markdown

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
COMMISSION = {"Sage 100": "test_sage.py", "QuickBooks": "test_quickbooks.py"}


def rules() -> str:
    """The rule table, as `portal rules` prints it."""
    return as_markdown()


def commission() -> str:
    """The sentences of the two commissioned documents, in our words, by section, with the tests that keep them."""
    told = {name: _sentences(ROOT / "tests/commission" / file) for name, file in COMMISSION.items()}
    sections = dict.fromkeys(section for sentences in told.values() for section in sentences)
    lines = ["| Section | " + " | ".join(told) + " |", "| --- |" + " --- |" * len(told)]
    for section in sections:
        cells = ["<br>".join(sentences.get(section, ["–"])) for sentences in told.values()]
        lines.append("| " + " | ".join([_spaced(section), *cells]) + " |")
    files = " and ".join(f"`tests/commission/{file}`" for file in COMMISSION.values())
    return f"Every sentence has one test, in {files}.\n\n" + "\n".join(lines)


def _sentences(path: Path) -> dict[str, list[str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        section.name.removeprefix("Test"): [
            f"✓ {ast.get_docstring(test)} `{test.name}`"
            for test in section.body
            if isinstance(test, ast.FunctionDef)
        ]
        for section in tree.body
        if isinstance(section, ast.ClassDef)
    }


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


BLOCKS = {"rules": rules, "commission": commission}


def block_in(text: str, name: str) -> str | None:
    """What stands between the markers now, or None without markers."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", text, re.DOTALL)
    return found[1] if found else None


def rewritten(text: str) -> str:
    """The README with every generated part written anew."""
    for name, build in BLOCKS.items():
        fresh = f"<!-- {name} -->\n{build()}\n<!-- /{name} -->"
        text = re.sub(
            rf"<!-- {name} -->\n.*?<!-- /{name} -->", lambda _old, new=fresh: new, text, flags=re.DOTALL
        )
    return text


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
