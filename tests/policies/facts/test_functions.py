"""Runtimes that AWS has deprecated are known, and newer ones are not among them."""

from __future__ import annotations

from policies.facts.functions import DEPRECATED


def test_the_list_is_of_runtimes_that_are_no_longer_kept_up() -> None:
    assert {"python3.8", "nodejs16.x", "java8", "go1.x", "provided"} <= set(DEPRECATED)
    assert not {"python3.13", "nodejs22.x", "java21", "provided.al2023"} & set(DEPRECATED)
    assert len(set(DEPRECATED)) == len(DEPRECATED)
