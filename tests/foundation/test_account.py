"""The account that credentials lead to, and patience with it."""

from __future__ import annotations

import pytest

from foundation import Account, connect
from tests.foundation.conftest import REGION, Place


def test_it_says_who_one_is(place: Place) -> None:
    account = Account.of(place.client, REGION)
    assert (account.number, account.region, account.partition) == ("123456789012", REGION, "aws")
    assert account.caller.startswith("arn:aws:sts::123456789012:")


def test_arns_are_of_its_partition() -> None:
    account = Account(lambda _: None, "123456789012", "us-gov-west-1", "arn:aws-us-gov:iam::123456789012:user/a")
    assert account.arn("iam", "role/x") == "arn:aws-us-gov:iam::123456789012:role/x"
    assert account.arn("sns", "t", region="us-gov-west-1") == "arn:aws-us-gov:sns:us-gov-west-1:123456789012:t"


def test_a_busy_aws_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    client = connect(REGION)
    assert client("iam").meta.config.retries == {"mode": "standard", "total_max_attempts": 8}
    assert client("iam") is client("iam")
    assert client("kms").meta.region_name == REGION
