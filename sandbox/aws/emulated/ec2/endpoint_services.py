"""The services that endpoints lead to, by the names that AWS gives them."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from moto.core.base_backend import BaseBackend
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.ec2.models.vpcs import AWS_ENDPOINT_SERVICES

from sandbox.aws.emulated.ec2.rules import Fields

GATEWAYS = ("dynamodb", "s3")
"""The services with a gateway endpoint; they have an interface endpoint too.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
"""


class EndpointServices(EC2Backend):
    """The part of the backend that knows the services."""

    @staticmethod
    def _collect_default_endpoint_services(account_id: str, region: str) -> list[Fields]:  # noqa: ARG004
        # moto asks every service's backend, and so imports them all, with libraries that are not installed.
        return list(_offers(region))

    def create_vpc_endpoint(
        self, vpc_id: str, service_name: str, endpoint_type: str | None, *arguments: Any, **options: Any
    ) -> Any:
        """Create an endpoint for a service that exists and has endpoints of this type; moto takes any name."""
        asked = endpoint_type or "Gateway"
        found = self.describe_vpc_endpoint_services([service_name], [], 0, None, self.region_name)["servicesDetails"]
        types = sorted({entry["ServiceType"] for service in found for entry in service["ServiceType"]})
        if asked not in types:
            message = f"Endpoint type ({asked}) does not match available service types ([{', '.join(types)}])."
            raise EC2ClientError("InvalidParameter", message)
        return super().create_vpc_endpoint(vpc_id, service_name, asked, *arguments, **options)


@cache
def _offers(region: str) -> tuple[Fields, ...]:
    zones = [zone.name for zone in RegionsAndZonesBackend.zones.get(region, ())]
    kinds = [(name, "Interface") for name in sorted(set(AWS_ENDPOINT_SERVICES))]
    kinds += [(name, "Gateway") for name in GATEWAYS]
    return tuple(_offer(region, zones, name, kind) for name, kind in kinds)


def _offer(region: str, zones: list[str], name: str, kind: str) -> Fields:
    [offer] = BaseBackend.default_vpc_endpoint_service_factory(region, zones, name, kind)
    # moto draws the number; one that stays lets a client go on where its last page ended, in the next process too.
    number = hashlib.sha256(f"{region} {name} {kind}".encode()).hexdigest()[:17]
    return {**offer, "ServiceId": f"vpce-svc-{number}"}
