"""Service Quotas: those of EC2 that limit how many vCPUs run at a time, and their increase, which is granted at once.

Nothing runs in the sandbox, so it has no quotas of its own: `GRANTED` is what an established account may have.
Source: the Service Quotas API reference.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from moto.servicequotas.models import ServiceQuotasBackend, servicequotas_backends
from moto.servicequotas.responses import ServiceQuotasResponse

EC2: Final = {
    "L-1216C47A": "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    "L-34B43A08": "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
    "L-DB2E81BA": "Running On-Demand G and VT instances",
    "L-3819A6DF": "All G and VT Spot Instance Requests",
    "L-417A185B": "Running On-Demand P instances",
    "L-7212CCBC": "All P Spot Instance Requests",
    "L-2C3B7624": "Running On-Demand Trn instances",
    "L-6B0D517C": "All Trn Spot Instance Requests",
    "L-1945791B": "Running On-Demand Inf instances",
    "L-B5D1601B": "All Inf Spot Instance Requests",
    "L-6E869C2A": "Running On-Demand DL instances",
    "L-85EED4F7": "All DL Spot Instance Requests",
}
"""The names of EC2's quotas, by code."""
GRANTED: Final = 4096.0
"""vCPUs."""


class Quotas(ServiceQuotasBackend):
    """moto's quotas, and those of EC2."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.granted: dict[str, float] = {}

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/$": QuotasWithGapsFilled.dispatch}

    def get_service_quota(self, service_code: str, quota_code: str) -> dict[str, Any]:
        """One quota, as the account has it."""
        if service_code != "ec2" or quota_code not in EC2:
            found: dict[str, Any] = super().get_service_quota(service_code, quota_code)
            return found
        return {
            "ServiceCode": service_code,
            "ServiceName": "Amazon Elastic Compute Cloud (Amazon EC2)",
            "QuotaArn": f"arn:aws:servicequotas:{self.region_name}:{self.account_id}:ec2/{quota_code}",
            "QuotaCode": quota_code,
            "QuotaName": EC2[quota_code],
            "Value": self.granted.get(quota_code, GRANTED),
            "Unit": "None",
            "Adjustable": True,
            "GlobalQuota": False,
        }

    def request_service_quota_increase(self, service_code: str, quota_code: str, value: float) -> dict[str, Any]:
        """Grant what is asked for, be it less."""
        self.get_service_quota(service_code, quota_code)
        self.granted[quota_code] = value
        return {"ServiceCode": service_code, "QuotaCode": quota_code, "DesiredValue": value, "Status": "APPROVED"}


class QuotasWithGapsFilled(ServiceQuotasResponse):
    """moto's operations, and those it lacks."""

    def get_aws_default_service_quota(self) -> str:
        answer: str = self.get_service_quota()
        return answer

    def request_service_quota_increase(self) -> str:
        asked = json.loads(self.body)
        granted = self.backend.request_service_quota_increase(
            asked["ServiceCode"], asked["QuotaCode"], float(asked["DesiredValue"])
        )
        return json.dumps({"RequestedQuota": granted})


def install() -> None:
    """Put these quotas in the place of moto's."""
    servicequotas_backends.backend = Quotas
