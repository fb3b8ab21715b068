"""Which role the pods of a service account get."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.eks.tagging import tagging
from sandbox.providers.aws.resource import Created, Resource, compact
from sandbox.providers.aws.translation import from_aws, parameters

_PLACE = ("clusterName", "namespace", "serviceAccount")
_CHANGEABLE = ("disableSessionTags", "policy", "roleArn", "targetRoleArn")


class PodIdentityAssociation(Resource):
    """A role for a service account. Its id is the association's, which is found only within its cluster."""

    token = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
    service = "eks"
    replace_on = frozenset(_PLACE)
    delete_before_replace = True  # A service account has one role.
    defaults: ClassVar = {"disableSessionTags": False}
    tagging = tagging("associationArn")

    def create(self, inputs: Props) -> Created:
        settings = compact(**{name: inputs.get(name) for name in (*_PLACE, *_CHANGEABLE)})
        made = self.client.create_pod_identity_association(
            **parameters(self.client, "create_pod_identity_association", settings), tags=inputs.get("tagsAll") or {}
        )
        return Created(made["association"]["associationId"])

    def read(self, id: str, outputs: Props) -> Props:
        answer = self.client.describe_pod_identity_association(clusterName=outputs["clusterName"], associationId=id)
        found = from_aws(answer["association"])
        names = (*_PLACE, *_CHANGEABLE, "associationArn", "associationId", "externalId")
        return {name: found.get(name) for name in names}

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        settings = compact(**{name: new.get(name) for name in _CHANGEABLE})
        self.client.update_pod_identity_association(
            clusterName=new["clusterName"],
            associationId=id,
            **parameters(self.client, "update_pod_identity_association", settings),
        )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_pod_identity_association(clusterName=outputs["clusterName"], associationId=id)
