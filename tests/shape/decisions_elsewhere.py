"""Finding decisions about roles and states in code and templates that should only ask the rule table."""

import ast
from collections.abc import Iterator

from tests.shape.sources import functions, names_class

VOCABULARY = {"Level", "State", "Phase", "ActorKind", "Granular", "SystemOfRecord"}
STATE_FACTS = {"phase", "locked", "system_of_record"}
PERMISSION_FACTS = {
    "can_push",
    "can_export_budget",
    "can_import_budget",
    "can_export_jobs",
    "can_import_jobs",
    "can_export_codes",
    "auditor",
}


def decisions_in(tree: ast.Module) -> list[str]:
    """Names of the functions that compare or branch on a role or a state, each once."""
    return sorted({name for name, body in functions(tree) if any(_decides(body))})


def _decides(body: ast.AST) -> Iterator[bool]:
    for node in ast.walk(body):
        if isinstance(node, ast.Compare):
            yield not _is_query(node) and any(
                _is_vocabulary(part) or _is_fact(part) for part in ast.walk(node)
            )
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            yield _is_fact(_bare(node.test))
        elif isinstance(node, ast.BoolOp):
            yield any(_is_fact(_bare(value)) for value in node.values)
        elif isinstance(node, ast.Match):
            yield any(_is_vocabulary(part) or _is_fact(part) for part in ast.walk(node.subject))
        elif isinstance(node, ast.Call):
            yield isinstance(node.func, ast.Attribute) and node.func.attr == "at_least"


def permission_facts_in(tree: ast.Module) -> list[str]:
    """Names of the functions that read what a person may, each once."""
    return sorted(
        {
            name
            for name, body in functions(tree)
            for node in ast.walk(body)
            if isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and node.attr in PERMISSION_FACTS
            and not names_class(node.value)
        }
    )


def _is_query(node: ast.Compare) -> bool:
    """`Budget.phase == …` picks rows in the database; what they mean is decided elsewhere."""
    return (
        isinstance(node.left, ast.Attribute)
        and names_class(node.left.value)
        and not _is_vocabulary(node.left)
    )


def _bare(test: ast.expr) -> ast.expr:
    return test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else test


def _is_vocabulary(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in VOCABULARY
    )


def _is_fact(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in STATE_FACTS
        and not names_class(node.value)
        and not _is_answer(node.value)
    )


def _is_answer(node: ast.expr) -> bool:
    """`outcome(action, facts).locked` asks the domain what follows."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "outcome"
