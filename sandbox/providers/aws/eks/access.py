"""Who may use a cluster: access entries, and the access policies associated with them."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.eks.tagging import part_of, tagging
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.providers.aws.translation import from_aws, parameters


class AccessEntry(Resource):
    """A principal that may sign in. Its id is `cluster:principal ARN`."""

    token = "aws:eks/accessEntry:AccessEntry"
    service = "eks"
    replace_on = frozenset({"clusterName", "principalArn", "type"})
    defaults: ClassVar = {"type": "STANDARD"}
    tagging = tagging("accessEntryArn")

    def create(self, inputs: Props) -> Created:
        self.client.create_access_entry(
            clusterName=inputs["clusterName"],
            principalArn=inputs["principalArn"],
            type=inputs["type"],
            tags=inputs.get("tagsAll") or {},
            **_identity(inputs),
        )
        return Created(f"{inputs['clusterName']}:{inputs['principalArn']}")

    def read(self, id: str, outputs: Props) -> Props:
        cluster, principal = part_of(id)
        found = from_aws(self.client.describe_access_entry(clusterName=cluster, principalArn=principal)["accessEntry"])
        names = ("accessEntryArn", "clusterName", "createdAt", "kubernetesGroups", "modifiedAt", "principalArn", "type")
        return {**{name: found[name] for name in names}, "userName": found["username"]}

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        cluster, principal = part_of(id)
        self.client.update_access_entry(clusterName=cluster, principalArn=principal, **_identity(new))
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        cluster, principal = part_of(id)
        self.client.delete_access_entry(clusterName=cluster, principalArn=principal)


class AccessPolicyAssociation(Resource):
    """What a principal may do, and where. Its id is `cluster#principal ARN#policy ARN`."""

    token = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
    service = "eks"
    replace_on = frozenset({"accessScope", "clusterName", "policyArn", "principalArn"})

    def create(self, inputs: Props) -> Created:
        settings = {name: inputs[name] for name in ("accessScope", "clusterName", "policyArn", "principalArn")}
        self.client.associate_access_policy(**parameters(self.client, "associate_access_policy", settings))
        return Created("#".join(inputs[name] for name in ("clusterName", "principalArn", "policyArn")))

    def read(self, id: str, outputs: Props) -> Props | None:
        cluster, principal, policy = id.split("#")
        answer = self.client.list_associated_access_policies(clusterName=cluster, principalArn=principal)
        for found in answer["associatedAccessPolicies"]:
            if found["policyArn"] == policy:
                return {"clusterName": cluster, "principalArn": principal, **from_aws(found)}
        return None

    def delete(self, id: str, outputs: Props) -> None:
        cluster, principal, policy = id.split("#")
        self.client.disassociate_access_policy(clusterName=cluster, principalArn=principal, policyArn=policy)


def _identity(inputs: Props) -> Props:
    return compact(kubernetesGroups=inputs.get("kubernetesGroups"), username=inputs.get("userName"))
