"""The account is asked from the provider that makes the resources, not from the default one."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.account import Account
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, REGION


def test_account_region_and_partition(up: BringUp) -> None:
    seen: dict[str, Any] = {}

    def build(opts: pulumi.ResourceOptions) -> None:
        other = aws.Provider("other", region="ap-southeast-2")
        for name, options in (("here", opts), ("there", pulumi.ResourceOptions(providers=[other]))):
            account = Account.of(pulumi.ComponentResource("test:index:Probe", name, None, options))
            pulumi.Output.all(account.id, account.region, account.partition).apply(
                lambda known, name=name: seen.update({name: known})
            )

    up(build)
    assert seen == {"here": [ACCOUNT, REGION, "aws"], "there": [ACCOUNT, "ap-southeast-2", "aws"]}
