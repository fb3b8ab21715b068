"""One key for each purpose; each service may use only the key it must, and only for our account."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.keys import USE, Keys, KeysArgs
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, REGION
from tests.harness import Result

KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"
PURPOSES = {"storage", "database", "cluster", "queues", "logs", "registry"}
ROOT = {
    "Sid": "IamPoliciesDecide",
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "kms:*",
    "Resource": "*",
}


@pytest.fixture(scope="module")
def keys(up: BringUp) -> Result:
    return up(lambda opts: Keys("keys", KeysArgs(), opts=opts))


def statements(keys: Result, purpose: str) -> list[dict[str, Any]]:
    policy: list[dict[str, Any]] = json.loads(keys.inputs(KEY, f"keys-{purpose}")["policy"])["Statement"]
    return policy


def test_each_purpose_has_a_key_and_an_alias(keys: Result) -> None:
    assert keys.names(KEY) == keys.names(ALIAS) == {f"keys-{purpose}" for purpose in PURPOSES}
    for purpose in PURPOSES:
        alias = keys.inputs(ALIAS, f"keys-{purpose}")
        assert alias["name"] == f"alias/strata-test/{purpose}"
        assert alias["targetKeyId"] == keys.outputs(KEY, f"keys-{purpose}")["keyId"]


@pytest.mark.parametrize("purpose", sorted(PURPOSES))
def test_a_key_rotates_and_cannot_be_lost_by_mistake(keys: Result, purpose: str) -> None:
    inputs = keys.inputs(KEY, f"keys-{purpose}")
    assert inputs["enableKeyRotation"] is True
    assert inputs["rotationPeriodInDays"] == 365
    assert inputs["deletionWindowInDays"] == 30
    assert "bypassPolicyLockoutSafetyCheck" not in inputs
    assert keys.of(KEY, f"keys-{purpose}").protect


@pytest.mark.parametrize("purpose", sorted(PURPOSES - {"logs", "cluster", "queues"}))
def test_only_iam_policies_of_the_account_grant_a_key(keys: Result, purpose: str) -> None:
    assert statements(keys, purpose) == [ROOT]


def test_the_logs_service_encrypts_log_groups_of_the_account(keys: Result) -> None:
    assert statements(keys, "logs") == [
        ROOT,
        {
            "Sid": "Logs",
            "Effect": "Allow",
            "Principal": {"Service": f"logs.{REGION}.amazonaws.com"},
            "Action": USE,
            "Resource": "*",
            "Condition": {
                "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:*"}
            },
        },
    ]


def test_alarms_of_the_account_pass_through_the_queues_key(keys: Result) -> None:
    assert statements(keys, "queues") == [
        ROOT,
        {
            "Sid": "Alarms",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        },
    ]


def test_aws_own_roles_use_the_cluster_key_for_nodes(keys: Result) -> None:
    roles = [
        f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/{service}/*"
        for service in ("autoscaling.amazonaws.com", "ec2fleet.amazonaws.com", "spot.amazonaws.com")
    ]
    ours = {"StringEquals": {"kms:CallerAccount": ACCOUNT}, "ArnLike": {"aws:PrincipalArn": roles}}
    anyone = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Resource": "*"}
    grants = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    assert statements(keys, "cluster") == [
        ROOT,
        anyone | {"Sid": "NodeVolumes", "Action": USE, "Condition": ours},
        anyone | {"Sid": "NodeVolumeGrants", "Action": "kms:CreateGrant", "Condition": ours | grants},
        {
            "Sid": "Events",
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        },
    ]


def test_deletion_may_be_allowed(up: BringUp) -> None:
    args = KeysArgs.model_validate({"deletion": "allowed", "reasons": {"deletion": "a test"}})
    result = up(lambda opts: Keys("keys", args, opts=opts))
    assert not result.of(KEY, "keys-storage").protect


def test_outputs(keys: Result) -> None:
    (component,) = [resource for resource in keys.resources if resource.type == "strata:index:Keys"]
    assert component.outputs == {"arns": {purpose: keys.outputs(KEY, f"keys-{purpose}")["arn"] for purpose in PURPOSES}}


def test_there_is_no_key_for_an_unknown_purpose(up: BringUp) -> None:
    with pytest.raises(AssertionError, match="'sotrage' is not a valid Purpose"):
        up(lambda opts: Keys("keys", KeysArgs(), opts=opts).key("sotrage"))
