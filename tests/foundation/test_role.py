"""A role goes with whatever somebody has hung on it."""

from __future__ import annotations

import json

from tests.foundation.conftest import Place


def test_it_goes_with_what_is_not_ours(place: Place) -> None:
    list(place.foundation().apply())
    iam, role = place.client("iam"), place.names().deploy_role
    iam.attach_role_policy(RoleName=role, PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
    iam.put_role_policy(RoleName=role, PolicyName="mine", PolicyDocument=json.dumps(document))
    list(place.foundation().remove())
    assert iam.list_roles(PathPrefix="/strata/")["Roles"] == []


def test_every_role_carries_the_guard(place: Place) -> None:
    list(place.foundation().apply())
    names = place.names()
    for role in (names.deploy_role, names.preview_role):
        attached = place.client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        assert "strata-account-guard" in {one["PolicyName"] for one in attached}
