"""A role writes to what its policies let it change, by name, by pattern, or because they let it change everything."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.writers import writes_to
from policies.node import UNKNOWN
from policies.truth import Truth
from tests.policies.cases import Declared, stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("effect", "action", "resource", "writes"),
    [
        ("Allow", "s3:PutObject", "${models.arn}/*", T),
        ("Allow", "s3:PutObject", "${models.arn}/fraud/*", T),
        ("Allow", "s3:*", "*", T),
        ("Allow", "s3:*", "arn:aws:s3:::*/*", T),
        ("Allow", "s3:GetObject", "${models.arn}/*", F),
        ("Allow", "s3:PutObject", "arn:aws:s3:::other/*", F),
        ("Deny", "s3:PutObject", "${models.arn}/*", F),
        ("Allow", "s3:PutObject", UNKNOWN, U),
        ("Allow", UNKNOWN, "${models.arn}/*", U),
    ],
)
def test_what_a_role_writes_to(effect: str, action: Any, resource: Any, writes: Truth) -> None:
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    declared: Declared = {
        "role": {"type": "aws:iam/role:Role"},
        "models": {"type": "aws:s3/bucket:Bucket"},
        "policy": {
            "type": "aws:iam/rolePolicy:RolePolicy",
            "properties": {"role": "${role.id}", "policy": {"Statement": [statement]}},
        },
    }
    assert writes_to(stack(declared).resources[0], "models") is writes
