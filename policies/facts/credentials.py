"""Credentials written where everybody can read them."""

from __future__ import annotations

import re
from typing import Any, Final

from policies.node import Node
from policies.truth import Truth

_NAMES: Final = (
    r"(?i:(.*[^a-z0-9])?(pass(word|wd|phrase)?|secret|token|credentials?|(api|access|secret|private|signing|encryption|"
    r"master|account|service)[_.-]?key(_?b64)?|secret[_.-]?access[_.-]?key|client[_.-]?secret|auth[_.-]?token|pgpassword))"
)
"""Names of settings whose value is a credential."""
_VALUES: Final = re.compile(
    r"\b(AKIA|ASIA)[A-Z2-7]{16}\b"
    r"|-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----"
    r"|\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{22,}"
    r"|\bglpat-[\w-]{20}|\bxox[abpr]-[\w-]{10,}|\bhf_[A-Za-z]{34}\b|\bsk-[\w-]{20,}|\bAIza[\w-]{35}"
    r"|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"
    r"|\b[a-z][a-z0-9+.-]*://[^\s/:@$]+:[^\s/:@${}<*]+@"
    r"|(?i:--?(password|token|api-key|secret)[= ][^\s$<{]{6,})"
)
"""Credentials of well-known kinds: keys, tokens, addresses with a password inside, arguments that are one."""
_PLACEHOLDERS: Final = re.compile(
    r"\$[({].*[)}]|<[^>]*>|(true|false|none|null|\d{1,4})|/[\w./-]+|arn:\S+", re.IGNORECASE
)
"""What stands where a credential is put later or says where it is, or is a switch."""


def holds_credential(value: Node) -> Truth:
    """Whether a text has a credential of a well-known kind in it."""
    return value.satisfies(lambda one: isinstance(one, str) and _VALUES.search(one) is not None)


def is_credential(name: Node, value: Node) -> Truth:
    """Whether a setting is a credential, by its name or by its value.

    An unknown value of a harmless name is taken for none if it is known what it is made of.
    """
    by_name = name.matches(_NAMES) & value.is_set() & ~value.satisfies(_is_placeholder)
    if value.is_known() is Truth.FALSE and value.is_set() is Truth.TRUE:
        return by_name
    return by_name | holds_credential(value)


def _is_placeholder(value: Any) -> bool:
    return _PLACEHOLDERS.fullmatch(str(value)) is not None
