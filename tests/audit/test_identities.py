"""IAM cannot be searched by tag: everything is asked for its own."""

from __future__ import annotations

from audit import Client
from audit.identities import roles
from tests.audit.conftest import OURS, OWNER, THEIRS, as_list


def test_each_kind_is_found_where_the_tags_are_ours(client: Client) -> None:
    iam = client("iam")
    for name, tags in (("ours", as_list(OURS)), ("theirs", as_list(THEIRS))):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}", Tags=tags)
        iam.create_instance_profile(InstanceProfileName=name, Tags=tags)
        document = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
        iam.create_policy(PolicyName=name, PolicyDocument=document, Tags=tags)
        iam.create_open_id_connect_provider(Url=f"https://{name}.example.com", ThumbprintList=["0" * 40], Tags=tags)
    assert {(one.item, one.name) for one in roles(client, OWNER)} == {
        ("iam/role", "ours"),
        ("iam/instance-profile", "ours"),
        ("iam/policy", "ours"),
        ("iam/oidc-provider", "ours.example.com"),
    }
