"""Signing in and out, and what a person may see and change about the own account."""

from portal.web.account import (
    code_views,
    forgotten_views,
    outside_views,
    proof_views,
    second_factor_views,
    views,
)
from portal.web.account.door import blueprint

__all__ = [
    "blueprint",
    "code_views",
    "forgotten_views",
    "outside_views",
    "proof_views",
    "second_factor_views",
    "views",
]
