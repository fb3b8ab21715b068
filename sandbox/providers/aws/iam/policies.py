"""Policies, and who has them."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.iam.account import Iam
from sandbox.providers.aws.resource import Created, compact, document
from sandbox.providers.aws.tags import Tagging


class Policy(Iam):
    """A policy of the account. A changed document makes a new version; IAM keeps at most five."""

    token = "aws:iam/policy:Policy"
    documents = frozenset({"policy"})
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 128
    replace_on = frozenset({"description", "name", "namePrefix", "path"})
    defaults: ClassVar = {"path": "/"}
    unsupported = frozenset({"delayAfterPolicyCreationInMs"})
    tagging = Tagging("tag_policy", "untag_policy", "list_policy_tags", resource="PolicyArn")

    def create(self, inputs: Props) -> Created:
        asked = compact(
            PolicyName=inputs["name"],
            Path=inputs["path"],
            PolicyDocument=document(inputs["policy"]),
            Description=inputs.get("description"),
        )
        return Created(self.client.create_policy(**asked)["Policy"]["Arn"])

    def read(self, id: str, outputs: Props) -> Props:
        policy = self.client.get_policy(PolicyArn=id)["Policy"]
        version = self.client.get_policy_version(PolicyArn=id, VersionId=policy["DefaultVersionId"])
        return {
            "arn": policy["Arn"],
            "name": policy["PolicyName"],
            "path": policy["Path"],
            "policyId": policy["PolicyId"],
            "description": policy.get("Description"),
            "policy": document(version["PolicyVersion"]["Document"]),
            # As it was when made: what is attached later is another resource's doing, and no change of this one.
            "attachmentCount": outputs.get("attachmentCount", policy["AttachmentCount"]),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        older = self._older_versions(id)
        if len(older) == 4:
            self.client.delete_policy_version(PolicyArn=id, VersionId=older[0])
        self.client.create_policy_version(PolicyArn=id, PolicyDocument=document(new["policy"]), SetAsDefault=True)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        for version in self._older_versions(id):
            self.client.delete_policy_version(PolicyArn=id, VersionId=version)
        self.client.delete_policy(PolicyArn=id)

    def _older_versions(self, arn: str) -> list[str]:
        """The versions that do not hold, oldest first."""
        found = self.client.list_policy_versions(PolicyArn=arn)["Versions"]
        older = [version["VersionId"] for version in found if not version["IsDefaultVersion"]]
        return sorted(older, key=lambda version: int(version.removeprefix("v")))


class RolePolicy(Iam):
    token = "aws:iam/rolePolicy:RolePolicy"
    documents = frozenset({"policy"})
    name_property = "name"
    prefix_property = "namePrefix"
    name_length_max = 128
    replace_on = frozenset({"name", "namePrefix", "role"})

    def create(self, inputs: Props) -> Created:
        self._put(inputs["role"], inputs["name"], inputs["policy"])
        return Created(f"{inputs['role']}:{inputs['name']}")

    def read(self, id: str, outputs: Props) -> Props:
        role, name = id.split(":", 1)
        found = self.client.get_role_policy(RoleName=role, PolicyName=name)
        return {"role": role, "name": name, "policy": document(found["PolicyDocument"])}

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        role, name = id.split(":", 1)
        self._put(role, name, new["policy"])
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        role, name = id.split(":", 1)
        self.client.delete_role_policy(RoleName=role, PolicyName=name)

    def _put(self, role: str, name: str, policy: Any) -> None:
        self.client.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=document(policy))


class RolePolicyAttachment(Iam):
    token = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    replace_on = frozenset({"policyArn", "role"})

    def create(self, inputs: Props) -> Created:
        self.client.attach_role_policy(RoleName=inputs["role"], PolicyArn=inputs["policyArn"])
        return Created(f"{inputs['role']}/{inputs['policyArn']}")

    def read(self, id: str, outputs: Props) -> Props | None:
        role, arn = id.split("/", 1)
        attached = self.client.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        return {"role": role, "policyArn": arn} if any(policy["PolicyArn"] == arn for policy in attached) else None

    def delete(self, id: str, outputs: Props) -> None:
        role, arn = id.split("/", 1)
        self.client.detach_role_policy(RoleName=role, PolicyArn=arn)
