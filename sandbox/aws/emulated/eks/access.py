"""Access entries, and the cluster access policies associated with them."""

from __future__ import annotations

from moto.core.responses import ActionResult, EmptyResult
from moto.eks.exceptions import InvalidParameterException, InvalidRequestException, ResourceInUseException

from sandbox.aws.emulated.eks.backend import Fields
from sandbox.aws.emulated.eks.catalogue import ACCESS_POLICIES
from sandbox.aws.emulated.eks.operations import Operations, found, now


class Access(Operations):
    """Operations on access entries."""

    def create_access_entry(self) -> ActionResult:
        body, cluster = self._fields(), self._cluster()
        if cluster.access_config["authenticationMode"] == "CONFIG_MAP":
            message = (
                "The cluster's authentication mode must be one of [API, API_AND_CONFIG_MAP] to perform this operation."
            )
            raise InvalidRequestException(message=message)
        principal = body["principalArn"]
        if (cluster.name, principal) in self._eks.entries:
            message = "The specified access entry resource is already in use on this cluster."
            raise ResourceInUseException(clusterName=cluster.name, message=message)
        if ":role/" in principal:
            self._require_role(principal)
        entry = self._admit(cluster.name, principal, body.get("type", "STANDARD"), body)
        return ActionResult({"accessEntry": entry})

    def describe_access_entry(self) -> ActionResult:
        return ActionResult({"accessEntry": self._entry()})

    def update_access_entry(self) -> ActionResult:
        entry, body = self._entry(), self._fields()
        entry.update({name: body[name] for name in ("kubernetesGroups", "username") if name in body})
        entry["modifiedAt"] = now()
        return ActionResult({"accessEntry": entry})

    def delete_access_entry(self) -> ActionResult:
        self._entry()
        del self._eks.entries[self._entry_key()]
        self._eks.policies.pop(self._entry_key(), None)
        return EmptyResult()

    def list_access_entries(self) -> ActionResult:
        return self._listed("accessEntries", self._below(self._eks.entries))

    def list_access_policies(self) -> ActionResult:
        policies = [{"name": name, "arn": self._policy_arn(name)} for name in ACCESS_POLICIES]
        return ActionResult({"accessPolicies": policies})

    def associate_access_policy(self) -> ActionResult:
        self._entry()
        body, key = self._fields(), self._entry_key()
        if body["policyArn"].rpartition("/")[2] not in ACCESS_POLICIES:
            raise InvalidParameterException(message=f"The policyArn parameter format is not valid: {body['policyArn']}")
        if body["accessScope"].get("type") == "namespace" and not body["accessScope"].get("namespaces"):
            raise InvalidParameterException(message="The namespaces parameter is required for a namespace access scope")
        associated = self._eks.policies.setdefault(key, {})
        previous = associated.get(body["policyArn"], {"associatedAt": now()})
        scope = {"namespaces": [], **body["accessScope"]}
        policy = {**previous, "policyArn": body["policyArn"], "accessScope": scope, "modifiedAt": now()}
        associated[body["policyArn"]] = policy
        return ActionResult({"clusterName": key[0], "principalArn": key[1], "associatedAccessPolicy": policy})

    def disassociate_access_policy(self) -> ActionResult:
        self._entry()
        found(self._eks.policies.get(self._entry_key(), {}), self._param("policyArn"), "access policy")
        del self._eks.policies[self._entry_key()][self._param("policyArn")]
        return EmptyResult()

    def list_associated_access_policies(self) -> ActionResult:
        self._entry()
        key = self._entry_key()
        policies = list(self._eks.policies.get(key, {}).values())
        return ActionResult({"clusterName": key[0], "principalArn": key[1], "associatedAccessPolicies": policies})

    def _entry_key(self) -> tuple[str, str]:
        return self._cluster().name, self._param("principalArn")

    def _entry(self) -> Fields:
        return found(self._eks.entries, self._entry_key(), "access entry")
