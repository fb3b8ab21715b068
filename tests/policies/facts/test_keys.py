"""Every type that is said to hold a key's policy has one."""

from __future__ import annotations

import inspect

import pulumi_aws
import pytest

from policies.facts.keys import WITH_POLICY


@pytest.mark.parametrize("token", WITH_POLICY)
def test_it_takes_a_policy(token: str) -> None:
    arguments = getattr(pulumi_aws.kms, f"{token.rpartition(':')[2]}Args")
    assert "policy" in inspect.signature(arguments.__init__).parameters
