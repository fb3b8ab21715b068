"""A setting of the account is changed only once what it was is noted."""

from __future__ import annotations

import pytest

from foundation import FoundationError
from foundation.account_settings import EbsEncryption
from foundation.guard import Guard
from tests.foundation.conftest import Place


def test_what_cannot_be_noted_is_not_changed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    names = place.names()
    guard = Guard(names)
    guard.create()
    monkeypatch.setattr(guard, "tag", lambda _: (_ for _ in ()).throw(FoundationError("no more tags")))
    with pytest.raises(FoundationError):
        list(EbsEncryption(names, guard, {"by-default": "on"}).apply())
    assert not place.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]


def test_what_is_as_it_should_be_is_neither_noted_nor_written(place: Place) -> None:
    names = place.names()
    guard = Guard(names)
    guard.create()
    assert list(EbsEncryption(names, guard, {"by-default": "off"}).apply()) == []
    assert guard.before(f"ebs-encryption/{names.account.region}") is None


def test_it_is_told_where_it_holds(place: Place) -> None:
    names = place.names()
    assert EbsEncryption(names, Guard(names), {}).name == "of account 123456789012 in eu-central-1"
