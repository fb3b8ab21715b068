"""What a plan file holds of a secret tells nothing to who has the file alone."""

from __future__ import annotations

import pytest

from cli.errors import UsageError
from cli.plans.sealing import Seal, is_secret
from protocol.values import UNKNOWN, UNKNOWN_WIRE, Secret


def test_the_key_comes_from_passphrase_project_and_stack() -> None:
    keys = {
        Seal.of(passphrase, project, stack).key
        for passphrase in ("one", "two")
        for project in ("a", "b")
        for stack in ("dev", "prod")
    }
    assert len(keys) == 8
    assert Seal.of("one", "a", "dev").key in keys


def test_the_key_is_not_shown() -> None:
    assert "key" not in repr(Seal(b"k3y")).replace("Seal", "")


def test_a_stack_without_a_passphrase_has_no_seal() -> None:
    with pytest.raises(UsageError, match=r"dev: .* PULUMI_CONFIG_PASSPHRASE"):
        Seal.of(None, "a", "dev")


def test_a_digest_depends_on_key_purpose_and_value() -> None:
    one, other = Seal(b"one"), Seal(b"other")
    assert len({one.digest("a", 1), other.digest("a", 1), one.digest("b", 1), one.digest("a", 2)}) == 4


def test_what_is_hidden() -> None:
    seal = Seal(b"key")
    hidden = seal.hide(
        {"plain": [1, "a"], "unknown": UNKNOWN, "secret": Secret({"p": "hunter2"}), "half": Secret([UNKNOWN])}
    )
    assert hidden["plain"] == [1, "a"]
    assert hidden["unknown"] == UNKNOWN_WIRE
    assert is_secret(hidden["secret"])
    assert hidden["secret"]["digest"] == seal.digest("secret", {"p": "hunter2"})
    assert hidden["half"]["digest"] is None
    assert "hunter2" not in str(hidden)


def test_equal_secrets_in_different_stacks_do_not_look_alike() -> None:
    dev, prod = Seal.of("pass", "a", "dev"), Seal.of("pass", "a", "prod")
    assert dev.hide(Secret("x")) != prod.hide(Secret("x"))
