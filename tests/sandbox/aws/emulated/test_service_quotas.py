"""EC2's quotas in the sandbox: granted at once, and forgotten with all else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.emulated.service_quotas import EC2, GRANTED
from sandbox.aws.server import AwsServer

GPUS = "L-DB2E81BA"


def value(quotas: Any, code: str = GPUS) -> float:
    return float(quotas.get_service_quota(ServiceCode="ec2", QuotaCode=code)["Quota"]["Value"])


def test_what_is_asked_for_is_granted_until_the_sandbox_forgets(
    aws_client: Callable[..., Any], aws_server: AwsServer
) -> None:
    quotas = aws_client("service-quotas")
    assert value(quotas) == GRANTED
    asked = quotas.request_service_quota_increase(ServiceCode="ec2", QuotaCode=GPUS, DesiredValue=8)
    assert (asked["RequestedQuota"]["Status"], value(quotas)) == ("APPROVED", 8.0)
    assert value(quotas, "L-417A185B") == GRANTED
    assert value(aws_client("service-quotas", "us-west-2")) == GRANTED
    aws_server.reset()
    assert value(quotas) == GRANTED


def test_each_has_its_name(aws_client: Callable[..., Any]) -> None:
    quotas = aws_client("service-quotas")
    for code, name in EC2.items():
        quota = quotas.get_aws_default_service_quota(ServiceCode="ec2", QuotaCode=code)["Quota"]
        assert (quota["QuotaName"], quota["Adjustable"]) == (name, True)


def test_those_of_other_services_are_motos(aws_client: Callable[..., Any]) -> None:
    quotas = aws_client("service-quotas")
    assert value(quotas) == GRANTED
    assert (
        quotas.get_service_quota(ServiceCode="vpc", QuotaCode="L-F678F1CE")["Quota"]["QuotaName"] == "VPCs per Region"
    )
    for code in ("L-00000000",):
        with pytest.raises(ClientError, match="NoSuchResourceException"):
            quotas.request_service_quota_increase(ServiceCode="ec2", QuotaCode=code, DesiredValue=8)
