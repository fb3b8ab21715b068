"""What every endpoint shares."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import kms, s3

from components.gateway import Gateway

CPU_PERCENT = 70
"""Average use of the requested CPU that autoscalers aim at."""


@dataclass(frozen=True)
class Host:
    """Where endpoints stand, and what they stand on."""

    inside: pulumi.Output[str]
    gateway: Gateway
    cluster_name: pulumi.Input[str]
    models: s3.Bucket
    key: kms.Key
    """Encrypts the models."""
    region: pulumi.Input[str]
    priority_class: pulumi.Input[str]
    keda: pulumi.Resource | None
    """Brings ScaledObject; installed if an endpoint needs it."""
    kserve: pulumi.Resource | None
    """Brings InferenceService; installed if an endpoint needs it."""

    def model_uri(self, model: str) -> pulumi.Output[str]:
        """Where a model lies."""
        return pulumi.Output.concat("s3://", self.models.id, "/", model)
