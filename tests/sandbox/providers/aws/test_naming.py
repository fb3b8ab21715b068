"""Names that auto-naming makes are told from chosen ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from sandbox.providers.aws.naming import name_with_prefix, random_suffix, suffix_of


@given(some.binary(min_size=1), some.text(min_size=1))
def test_a_generated_name_is_known_as_such(seed: bytes, logical: str) -> None:
    suffix = random_suffix(seed, logical)
    assert len(suffix) == 7
    assert random_suffix(seed, logical) == suffix
    for name in (f"{logical}-{suffix}", f"alias/{logical}-{suffix}", f"{logical}-{suffix}.fifo"):
        assert suffix_of(name, logical) == suffix
    assert suffix_of(f"{logical}-{suffix}-mine", logical) is None


def test_a_chosen_name_is_not() -> None:
    for name in ("jobs", "jobs-eu-west", None):
        assert suffix_of(name, "jobs") is None


def test_without_a_seed_names_are_random() -> None:
    assert random_suffix(b"", "jobs") != random_suffix(b"", "jobs")


def test_prefixed_names_never_repeat() -> None:
    assert len({name_with_prefix("a-") for _ in range(100)}) == 100
