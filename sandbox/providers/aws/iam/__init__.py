"""IAM: roles, policies and who has them, instance profiles, identity providers."""

from sandbox.providers.aws.iam import identity_providers, instance_profiles, policies, roles

__all__ = ["identity_providers", "instance_profiles", "policies", "roles"]
