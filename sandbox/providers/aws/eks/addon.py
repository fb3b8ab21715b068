"""What EKS keeps running in a cluster."""

from __future__ import annotations

from protocol.values import Props
from sandbox.providers.aws.eks.tagging import part_of, tagging
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.providers.aws.translation import from_aws, parameters

_SETTINGS = ("addonVersion", "configurationValues", "podIdentityAssociations", "serviceAccountRoleArn")
_EMPTY: Props = {"configurationValues": "", "podIdentityAssociations": []}


class Addon(Resource):
    """An add-on. Its id is `cluster:add-on`."""

    token = "aws:eks/addon:Addon"
    service = "eks"
    replace_on = frozenset({"addonName", "clusterName", "namespaceConfig"})
    tagging = tagging()

    def create(self, inputs: Props) -> Created:
        names = ("addonName", "clusterName", "namespaceConfig", *_SETTINGS)
        settings = {name: inputs[name] for name in names if inputs.get(name) is not None}
        self.client.create_addon(
            **parameters(self.client, "create_addon", settings),
            **compact(resolveConflicts=inputs.get("resolveConflictsOnCreate")),
            tags=inputs.get("tagsAll") or {},
        )
        return Created(f"{inputs['clusterName']}:{inputs['addonName']}")

    def read(self, id: str, outputs: Props) -> Props:
        cluster, name = part_of(id)
        found = from_aws(self.client.describe_addon(clusterName=cluster, addonName=name)["addon"])
        return {
            "addonName": found["addonName"],
            "addonVersion": found["addonVersion"],
            "arn": found["addonArn"],
            "clusterName": found["clusterName"],
            "configurationValues": found.get("configurationValues"),
            "createdAt": found["createdAt"],
            "modifiedAt": found["modifiedAt"],
            "namespaceConfig": found["namespaceConfig"],
            "podIdentityAssociations": [
                self._pod_identity(cluster, arn) for arn in found.get("podIdentityAssociations", [])
            ],
            "serviceAccountRoleArn": found.get("serviceAccountRoleArn"),
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        cluster, name = part_of(id)
        settings = {name: new[name] for name in _SETTINGS if new.get(name) is not None}
        # EKS leaves alone what is not said; what is no longer asked for must be said to be empty.
        gone = {name: empty for name, empty in _EMPTY.items() if old.get(name) and name not in settings}
        self.client.update_addon(
            clusterName=cluster,
            addonName=name,
            **parameters(self.client, "update_addon", settings | gone),
            **compact(resolveConflicts=new.get("resolveConflictsOnUpdate")),
        )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        cluster, name = part_of(id)
        self.client.delete_addon(clusterName=cluster, addonName=name, preserve=bool(outputs.get("preserve")))

    def _pod_identity(self, cluster: str, arn: str) -> Props:
        found = self.client.describe_pod_identity_association(
            clusterName=cluster, associationId=arn.rpartition("/")[2]
        )["association"]
        return {"roleArn": found["roleArn"], "serviceAccount": found["serviceAccount"]}
