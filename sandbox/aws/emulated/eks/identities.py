"""Pod identity associations: which role the pods of a service account get."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from moto.core.responses import ActionResult
from moto.eks.exceptions import ResourceInUseException

from sandbox.aws.emulated.eks.backend import Fields
from sandbox.aws.emulated.eks.operations import Operations, found, now


class Identities(Operations):
    """Operations on pod identity associations."""

    def create_pod_identity_association(self) -> ActionResult:
        body, cluster = self._fields(), self._cluster()
        return ActionResult({"association": self._associate(cluster.name, body)})

    def describe_pod_identity_association(self) -> ActionResult:
        return ActionResult({"association": self._identity()})

    def update_pod_identity_association(self) -> ActionResult:
        identity, body = self._identity(), self._fields()
        if "roleArn" in body:
            self._require_role(body["roleArn"])
        changeable = ("roleArn", "targetRoleArn", "disableSessionTags", "policy")
        identity.update({name: body[name] for name in changeable if name in body})
        identity["modifiedAt"] = now()
        return ActionResult({"association": identity})

    def delete_pod_identity_association(self) -> ActionResult:
        identity = self._identity()
        del self._eks.identities[identity["clusterName"], identity["associationId"]]
        return ActionResult({"association": identity})

    def list_pod_identity_associations(self) -> ActionResult:
        cluster, shown = self._cluster().name, []
        for (owner, _), identity in self._eks.identities.items():
            wanted = (self._get_param("namespace"), self._get_param("serviceAccount"))
            matches = all(
                want in (None, identity[name])
                for want, name in zip(wanted, ("namespace", "serviceAccount"), strict=True)
            )
            if owner == cluster and matches:
                shown.append({name: value for name, value in identity.items() if name not in ("roleArn", "tags")})
        return ActionResult({"associations": shown})

    def _identity(self) -> Fields:
        key = (self._cluster().name, self._param("associationId"))
        return found(self._eks.identities, key, "pod identity association")

    def _associate(self, cluster: str, body: Fields) -> Fields:
        self._require_possible(cluster, body)
        unique = f"a-{uuid.uuid4().hex[:17]}"
        association = {
            "clusterName": cluster,
            "namespace": body["namespace"],
            "serviceAccount": body["serviceAccount"],
            "roleArn": body["roleArn"],
            "associationArn": self._eks.arn("podidentityassociation", cluster, unique),
            "associationId": unique,
            "tags": body.get("tags", {}),
            "createdAt": now(),
            "modifiedAt": now(),
            "disableSessionTags": body.get("disableSessionTags", False),
        }
        association.update({name: body[name] for name in ("targetRoleArn", "policy") if name in body})
        if "targetRoleArn" in body:
            association["externalId"] = str(uuid.uuid4())
        self._eks.identities[cluster, unique] = association
        return association

    def _require_possible(self, cluster: str, body: Fields, besides: Sequence[str] = ()) -> None:
        """Refuse a role that does not exist, and a second association of a service account."""
        self._require_role(body["roleArn"])
        place = (body["namespace"], body["serviceAccount"])
        for (owner, _), identity in self._eks.identities.items():
            taken = (identity["namespace"], identity["serviceAccount"])
            if owner == cluster and taken == place and identity["associationArn"] not in besides:
                message = f"Association already exists: {identity['associationId']}"
                raise ResourceInUseException(clusterName=cluster, message=message)
