"""The key: found again before it has a name, never the one that is going."""

from __future__ import annotations

from foundation.secrets_key import SecretsKey
from tests.foundation.conftest import Place


def made(place: Place) -> SecretsKey:
    """The key, as it should be."""
    key = SecretsKey(place.names())
    list(key.apply())
    return key


def test_a_key_that_was_given_no_alias_yet_is_taken(place: Place) -> None:
    key = made(place)
    arn = key.arn
    place.client("kms").delete_alias(AliasName=key.name)
    assert not key.exists()
    list(key.apply())
    assert key.arn == arn


def test_a_key_that_is_going_is_not_taken_again(place: Place) -> None:
    key = made(place)
    arn = key.arn
    list(key.remove())
    assert place.client("kms").describe_key(KeyId=arn)["KeyMetadata"]["KeyState"] == "PendingDeletion"
    list(key.apply())
    assert key.arn != arn


def test_nobody_hands_it_on_and_no_administrator_alone_uses_it(place: Place) -> None:
    by_name = {one["Sid"]: one["Action"] for one in SecretsKey(place.names()).statements()}
    assert not {action for actions in by_name.values() for action in actions if "Grant" in action}
    administers = by_name["IamDecidesWhoAdministers"]
    assert not {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"} & set(administers)
    assert "kms:PutKeyPolicy" in administers
