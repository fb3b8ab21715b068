"""IAM: AWS's managed policies, read once and not at each reset."""

from __future__ import annotations

import json
from copy import copy
from functools import cache
from typing import Any

from moto.iam import urls
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend, iam_backends


class Iam(IAMBackend):
    """moto's IAM."""

    @property
    def _url_module(self) -> Any:
        return urls

    def reset(self) -> None:
        """Nothing: moto drops the backend right after, and an empty one takes long to make."""

    def _init_aws_policies(self) -> list[AWSManagedPolicy]:
        # An account only ever counts their attachments; what they say is the same for all.
        return [copy(policy) for policy in _aws_policies(self.account_id, self.region_name)]


@cache
def _aws_policies(account_id: str, region_name: str) -> list[AWSManagedPolicy]:
    documents = json.loads(aws_managed_policies_data)
    return [AWSManagedPolicy.from_data(name, account_id, region_name, found) for name, found in documents.items()]


def install() -> None:
    """Put this IAM in the place of moto's."""
    iam_backends.backend = Iam
