"""A model lies under its own prefix of the registry's bucket."""

from __future__ import annotations

import pulumi

from tests.components.hosting import host
from tests.components.surroundings import bring_up
from tests.harness import Deployer


def test_a_model_is_found_under_its_prefix(deploy: Deployer) -> None:
    def build(opts: pulumi.ResourceOptions) -> None:
        pulumi.export("uri", host(opts).model_uri("fraud/7"))

    made = bring_up(deploy, build)
    bucket = made.outputs("aws:s3/bucket:Bucket", "models")["bucket"]
    assert made.summary.outputs["uri"] == f"s3://{bucket}/fraud/7"
