"""A component, alone or with what it stands on, in the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from tests.harness import Deployer, Result

REGION = "eu-central-1"
ACCOUNT = "123456789012"
"""The account of the sandbox."""
TAGS = {"owner": "ml-platform"}
"""The provider's default tags."""

Build = Callable[[pulumi.ResourceOptions], None]
Up = Callable[..., Result]


@pytest.fixture
def up(deploy: Deployer) -> Up:
    """Brings up what a function declares: `up(build)`. It gets the options that name the AWS provider."""

    def bring_up(build: Build, **options: Any) -> Result:
        def program() -> None:
            account = aws.Provider("aws", region=REGION, default_tags={"tags": TAGS})
            build(pulumi.ResourceOptions(providers=[account]))

        return deploy(program, **options)

    return bring_up
