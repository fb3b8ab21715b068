"""IAM: managed policies read once and not at each reset; attached policies stay; audiences; instance profiles' tags.

And the simulation of policies: see `sandbox.aws.simulation`.

Source: the IAM API reference.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from functools import cache
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import AWSManagedPolicy, IAMBackend, iam_backends
from moto.iam.responses import IamResponse

from sandbox.aws.simulation import policies_of, simulate


class Iam(IAMBackend):
    """moto's IAM."""

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/": IamWithGapsFilled.dispatch}

    def reset(self) -> None:
        """Nothing: moto drops the backend right after, and an empty one takes long to make."""

    def _init_aws_policies(self) -> list[AWSManagedPolicy]:
        # An account only ever counts their attachments; what they say is the same for all.
        return [copy(policy) for policy in _aws_policies(self.account_id, self.region_name)]

    def delete_policy(self, policy_arn: str) -> None:
        """Delete a policy that nobody has."""
        if self.get_policy(policy_arn).attachment_count:
            raise DeleteConflictException("Cannot delete a policy attached to entities.")
        super().delete_policy(policy_arn)


class IamWithGapsFilled(IamResponse):
    """moto's operations, and those it lacks."""

    def list_instance_profile_tags(self) -> ActionResult:
        profile = self.backend.get_instance_profile(self._get_param("InstanceProfileName"))
        return ActionResult({"Tags": profile.tags, "IsTruncated": False})

    def add_client_id_to_open_id_connect_provider(self) -> ActionResult:
        provider = self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))
        if (client := self._get_param("ClientID")) not in provider.client_id_list:
            provider.client_id_list.append(client)
        return EmptyResult()

    def remove_client_id_from_open_id_connect_provider(self) -> ActionResult:
        provider = self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))
        if (client := self._get_param("ClientID")) in provider.client_id_list:
            provider.client_id_list.remove(client)
        return EmptyResult()

    def simulate_principal_policy(self) -> ActionResult:
        policies = policies_of(self.backend, self._get_param("PolicySourceArn"))
        resources = self._get_param("ResourceArns", []) or ["*"]
        results = [
            simulate(policies, action, resource) for action in self._get_param("ActionNames") for resource in resources
        ]
        return ActionResult({"EvaluationResults": results, "IsTruncated": False})


@cache
def _aws_policies(account_id: str, region_name: str) -> list[AWSManagedPolicy]:
    documents = json.loads(aws_managed_policies_data)
    return [AWSManagedPolicy.from_data(name, account_id, region_name, found) for name, found in documents.items()]


def install() -> None:
    """Put this IAM in the place of moto's."""
    iam_backends.backend = Iam
