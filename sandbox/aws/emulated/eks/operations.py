"""What all operations of the emulated EKS share: how they read a request, find things and answer."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.eks.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.eks.models import eks_backends, paginated_list
from moto.eks.responses import EKSResponse
from moto.iam.models import iam_backends

from sandbox.aws.emulated.eks.backend import Eks, Fields

Value = TypeVar("Value")


class Operations(EKSResponse):
    """Base of the operations: one instance answers one request."""

    @property
    def _eks(self) -> Eks:
        backend: Eks = eks_backends[self.current_account][self.region]
        return backend

    def _fields(self) -> Fields:
        fields = json.loads(self.body) if self.body else {}
        return {name: value for name, value in fields.items() if value is not None}

    def _param(self, name: str) -> str:
        """A parameter of the request's path; its own name in the model is in `uri_match`."""
        return str(self.uri_match[name])

    def _cluster(self) -> Any:
        return self._eks.describe_cluster(self._param("name"))

    def _below(self, kept: dict[tuple[str, str], Fields]) -> list[str]:
        cluster = self._cluster().name
        return [name for owner, name in kept if owner == cluster]

    def _listed(self, name: str, items: list[str]) -> ActionResult:
        page, token = paginated_list(items, self._get_int_param("maxResults", 100), self._get_param("nextToken"))
        return ActionResult({name: page, "nextToken": token})

    def _updated(self, kind: str, changes: Fields) -> ActionResult:
        update = {
            "id": str(uuid.uuid4()),
            "status": "Successful",
            "type": kind,
            "params": [
                {"type": name[0].upper() + name[1:], "value": json.dumps(value)} for name, value in changes.items()
            ],
            "createdAt": now(),
            "errors": [],
        }
        self._eks.updates[self._param("name"), str(update["id"])] = update
        return ActionResult({"update": update})

    def _require_role(self, arn: str) -> None:
        roles = iam_backends[self.current_account][self.partition].roles.values()
        if all(role.arn != arn for role in roles):
            message = f"Role with arn: {arn}, could not be assumed because it does not exist"
            raise InvalidParameterException(message=message)

    def _policy_arn(self, name: str) -> str:
        return f"arn:{self.partition}:eks::aws:cluster-access-policy/{name}"

    def _admit(self, cluster: str, principal: str, kind: str, body: Fields | None = None) -> Fields:
        body = body or {}
        name = principal.rpartition("/")[2]
        node = kind in ("EC2_LINUX", "EC2_WINDOWS", "EC2", "HYBRID_LINUX")
        return self._eks.entries.setdefault(
            (cluster, principal),
            {
                "clusterName": cluster,
                "principalArn": principal,
                "kubernetesGroups": body.get("kubernetesGroups", ["system:nodes"] if node else []),
                "accessEntryArn": self._eks.arn(
                    "access-entry", cluster, "role", self.current_account, name, str(uuid.uuid4())
                ),
                "createdAt": now(),
                "modifiedAt": now(),
                "tags": body.get("tags", {}),
                "username": body.get("username", "system:node:{{EC2PrivateDNSName}}" if node else principal),
                "type": kind,
            },
        )

    def _network_of(self, subnet_ids: list[str], zones_min: int) -> str:
        """The VPC of these subnets."""
        ec2 = ec2_backends[self.current_account][self.region]
        known = {subnet.id: subnet for zone in ec2.subnets.values() for subnet in zone.values()}
        if missing := [subnet for subnet in subnet_ids if subnet not in known]:
            raise InvalidParameterException(message=f"The subnet ID '{missing[0]}' does not exist")
        subnets = [known[subnet] for subnet in subnet_ids]
        if len({subnet.availability_zone for subnet in subnets}) < zones_min:
            raise InvalidParameterException(message="Subnets specified must be in at least two different AZs")
        return str(subnets[0].vpc_id)


def found(kept: Mapping[Any, Value], key: Any, what: str) -> Value:
    """The value under this key; AWS's error if there is none."""
    if key not in kept:
        name = key[1] if isinstance(key, tuple) else key
        raise ResourceNotFoundException(message=f"The specified {what} could not be found: {name}")
    return kept[key]


def now() -> datetime:
    """The time as moto serialises it: in UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


def minor(version: str) -> int:
    """The minor version: 35 for `1.35`."""
    return int(version.partition(".")[2])
