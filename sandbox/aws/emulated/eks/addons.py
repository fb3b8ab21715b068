"""Add-ons, and the pod identities that they own."""

from __future__ import annotations

import uuid

from moto.core.responses import ActionResult
from moto.eks.exceptions import InvalidParameterException, ResourceInUseException

from sandbox.aws.emulated.eks.backend import Fields
from sandbox.aws.emulated.eks.catalogue import ADDONS
from sandbox.aws.emulated.eks.identities import Identities
from sandbox.aws.emulated.eks.operations import found, now


class Addons(Identities):
    """Operations on add-ons."""

    def describe_addon_versions(self) -> ActionResult:
        wanted_version, wanted_name = self._get_param("kubernetesVersion"), self._get_param("addonName")
        addons = []
        for name, versions in ADDONS.items():
            if wanted_name in (None, name):
                offered = [_offer(version, supported, wanted_version) for version, supported in versions.items()]
                addons.append(
                    {
                        "addonName": name,
                        "publisher": "eks",
                        "owner": "aws",
                        "addonVersions": [offer for offer in offered if offer["compatibilities"]],
                    }
                )
        return ActionResult({"addons": [addon for addon in addons if addon["addonVersions"]]})

    def create_addon(self) -> ActionResult:
        body, cluster = self._fields(), self._cluster()
        name = body["addonName"]
        if (cluster.name, name) in self._eks.addons:
            raise ResourceInUseException(clusterName=cluster.name, addonName=name, message="Addon already exists.")
        version = self._addon_version(name, body.get("addonVersion"), cluster.version)
        addon = {
            "addonName": name,
            "clusterName": cluster.name,
            "status": "ACTIVE",
            "addonVersion": version,
            "health": {"issues": []},
            "addonArn": self._eks.arn("addon", cluster.name, name, str(uuid.uuid4())),
            "createdAt": now(),
            "modifiedAt": now(),
            "tags": body.get("tags", {}),
            "publisher": "eks",
            "owner": "aws",
            "podIdentityAssociations": self._addon_identities(cluster.name, body),
            "namespaceConfig": body.get("namespaceConfig", {"namespace": "kube-system"}),
        }
        addon.update(
            {field: body[field] for field in ("configurationValues", "serviceAccountRoleArn") if field in body}
        )
        self._eks.addons[cluster.name, name] = addon
        return ActionResult({"addon": addon})

    def describe_addon(self) -> ActionResult:
        return ActionResult({"addon": self._addon()})

    def update_addon(self) -> ActionResult:
        addon, body, cluster = self._addon(), self._fields(), self._cluster()
        if "addonVersion" in body:
            addon["addonVersion"] = self._addon_version(addon["addonName"], body["addonVersion"], cluster.version)
        addon.update(
            {field: body[field] for field in ("configurationValues", "serviceAccountRoleArn") if field in body}
        )
        if "podIdentityAssociations" in body:
            addon["podIdentityAssociations"] = self._addon_identities(cluster.name, body, addon)
        addon["modifiedAt"] = now()
        return self._updated("AddonUpdate", body)

    def delete_addon(self) -> ActionResult:
        addon = self._addon()
        self._addon_identities(addon["clusterName"], {}, addon)
        del self._eks.addons[addon["clusterName"], addon["addonName"]]
        return ActionResult({"addon": {**addon, "status": "DELETING"}})

    def list_addons(self) -> ActionResult:
        return self._listed("addons", self._below(self._eks.addons))

    def _addon(self) -> Fields:
        return found(self._eks.addons, (self._cluster().name, self._param("addonName")), "add-on")

    def _addon_version(self, name: str, wanted: str | None, cluster_version: str) -> str:
        if name not in ADDONS:
            raise InvalidParameterException(addonName=name, message=f"Addon {name} specified is not supported")
        supported = [version for version, clusters in ADDONS[name].items() if cluster_version in clusters]
        if wanted is not None and wanted not in supported:
            message = (
                f"Addon version specified is not supported: {name} {wanted} on {cluster_version}; "
                f"the sandbox knows {', '.join(supported)} (sandbox/aws/emulated/eks/catalogue.py)"
            )
            raise InvalidParameterException(addonName=name, message=message)
        return wanted or supported[0]

    def _addon_identities(self, cluster: str, body: Fields, addon: Fields | None = None) -> list[str]:
        """Replace the associations that an add-on owns, all or none; their ARNs."""
        owned = addon["podIdentityAssociations"] if addon else []
        wanted = [{"namespace": "kube-system", **fields} for fields in body.get("podIdentityAssociations", [])]
        for fields in wanted:
            self._require_possible(cluster, fields, besides=owned)
        for key in [key for key, identity in self._eks.identities.items() if identity["associationArn"] in owned]:
            del self._eks.identities[key]
        return [self._associate(cluster, fields)["associationArn"] for fields in wanted]


def _offer(version: str, clusters: dict[str, bool], wanted: str | None) -> Fields:
    """One add-on version as `describe_addon_versions` shows it, with the cluster versions it fits."""
    fitting = {cluster: default for cluster, default in clusters.items() if wanted in (None, cluster)}
    return {
        "addonVersion": version,
        "architecture": ["amd64", "arm64"],
        "computeTypes": ["ec2", "auto", "hybrid"],
        "compatibilities": [
            {"clusterVersion": cluster, "platformVersions": ["*"], "defaultVersion": default}
            for cluster, default in fitting.items()
        ],
        "requiresConfiguration": False,
        "requiresIamPermissions": False,
    }
