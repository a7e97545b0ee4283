"""Finding code that writes a budget's state columns, in whatever way Python offers."""

import ast
import re
from collections.abc import Iterator

COLUMNS = {"phase", "locked"}
_SQL = re.compile(r"(?is)\bupdate\s+\S*budgets?\b.*\bset\b.*\b(phase|locked)\b")


def writes_in(tree: ast.Module) -> list[str]:
    """One line per write: how, and of which column."""
    return sorted({f"{way} {column}" for node in ast.walk(tree) for way, column in _writes(node)})


def _writes(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Attribute(ctx=ast.Store() | ast.Del(), attr=column) if column in COLUMNS:
            yield "assigns", column
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value=str(column)), *_]) if (
            column in COLUMNS
        ):
            yield "setattr", column
        case (
            ast.Call(func=ast.Name(id="Budget" as name)) | ast.Call(func=ast.Attribute(attr="values" as name))
        ):
            yield from ((name, word.arg) for word in node.keywords if word.arg in COLUMNS)
            yield from ((name, column) for part in node.args for column in _keys(part))
        case ast.Constant(value=str(text)) if _SQL.search(text):
            yield "sql", _SQL.search(text)[1]


def _keys(part: ast.AST) -> Iterator[str]:
    for node in ast.walk(part):
        if isinstance(node, ast.Constant | ast.Attribute):
            column = node.value if isinstance(node, ast.Constant) else node.attr
            if column in COLUMNS:
                yield column
