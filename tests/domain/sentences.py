"""What a refusal must read like, checked the same way everywhere."""

import re


def faults_of(sentence: str) -> list[str]:
    """Everything wrong with a text that people read; nothing when it is whole."""
    checks = {
        "starts small": not re.match(r"[A-Z“0-9\u2212]", sentence),
        "ends without a period": not sentence.endswith("."),
        "double space": "  " in sentence,
        "space before a stop": re.search(r"\s[.,:;](\s|$)", sentence) is not None,
        "double stop": re.search(r"[.,:;]{2}", sentence) is not None,
        "empty brackets": "()" in sentence,
        "a bare name of the code": re.search(r"[a-z]_[a-z]", sentence) is not None,
        "None or a format field": re.search(r"\bNone\b|[{}]", sentence) is not None,
        "a dangling preposition": re.search(r"\b(since|on|by|at)\.", sentence) is not None,
        "too short to help": len(sentence.split()) < 4,
    }
    return [fault for fault, present in checks.items() if present]
