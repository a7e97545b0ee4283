"""Reading the code as a tree, for the tests of its shape."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APART = ("portal/_vendor", "portal/_res")


def modules(*folders: str, without: tuple[str, ...] = ()) -> list[str]:
    """Paths of all Python files below `folders`, relative to the repository."""
    found = [
        path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*.py")
    ]
    return sorted(path for path in found if not path.startswith((*APART, *without)))


def tree_of(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every top-level function and method with its name, and the rest of the module as `module`."""
    loose = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{node.name}.{part.name}", part
        else:
            loose.append(node)
    yield "module", ast.Module(body=loose, type_ignores=[])


def names_class(node: ast.expr) -> bool:
    """Whether an attribute belongs to a class (`Budget.phase` in a query) rather than to a thing."""
    return isinstance(node, ast.Name) and node.id[0].isupper()
