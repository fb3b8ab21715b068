"""The registry: images that never change under their tag, and models that cannot be lost or replaced."""

import json
from typing import Any, ClassVar

import pulumi
from pulumi_aws import ecr, kms
from pydantic import Field, field_validator

from components.base import Component
from components.bucket import bucket
from components.retention import LockMode, ObjectLock, Retention
from components.settings import Deletion, Section
from components.storage import Storage
from components.tags import KEEP_DATA, environment


class RegistryArgs(Section):
    """The registry of images and models."""

    guarded: ClassVar[tuple[str, ...]] = ("deletion", "model_lock_days", "model_versions_days")

    repositories: list[str] = Field(default=["training", "serving"], min_length=1)
    """Image repositories, each `<project>-<stack>/<name>` in the account."""
    untagged_days: int = Field(default=14, ge=1)
    """After how many days an image that lost its tag is deleted."""
    images_max: int = Field(default=1000, ge=10)
    """How many images a repository keeps; the oldest go first."""
    model_lock_days: int = Field(default=90, ge=1, le=36500)
    """How long nobody without a special permission can delete or replace a model, in days."""
    model_lock_mode: LockMode = LockMode.GOVERNANCE
    """Who may delete a locked model: a role with a special permission, or nobody at all."""
    model_versions_days: int = Field(default=365, ge=1)
    """How long a replaced or deleted model can be brought back, in days."""
    deletion: Deletion = Deletion.PROTECTED
    """Whether `destroy` may delete the images and models."""

    @field_validator("repositories")
    @classmethod
    def _named(cls, names: list[str]) -> list[str]:
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"each repository once, got {', '.join(repeated)} again")
        for name in names:
            if not name.isascii() or not name.replace("-", "").isalnum() or name != name.lower() or name[0] == "-":
                raise ValueError(f"a repository's name is lower-case letters, digits and hyphens, got {name!r}")
        return names


class Registry(Component):
    """Image repositories and the bucket of released models.

    Attributes:
        key: encrypts images and models; who reads a model needs it.
        models: the bucket of released models, a prefix for each model.
    """

    repository_urls: pulumi.Output[dict[str, str]]
    """Address of each image repository, by the name in the settings."""
    models_bucket: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: RegistryArgs,
        *,
        storage: Storage,
        key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        self.key = key
        repositories = {called: self._repository(name, called, args) for called in args.repositories}
        self.models = bucket(
            f"{name}-models",
            key=key,
            retention=Retention(
                noncurrent_days=args.model_versions_days,
                lock=ObjectLock(days=args.model_lock_days, mode=args.model_lock_mode),
            ),
            log_bucket=storage.log_bucket,
            force_destroy=not args.deletion.protects,
            opts=self.child_with(protect=args.deletion.protects),
        ).bucket
        self.repository_urls = pulumi.Output.all(
            **{called: repository.repository_url for called, repository in repositories.items()}
        )
        self.models_bucket = self.models.id
        self.publish()

    def _repository(self, name: str, called: str, args: RegistryArgs) -> ecr.Repository:
        repository = ecr.Repository(
            f"{name}-{called}",
            # Pipelines push to it by this name.
            name=f"{environment()}/{called}",
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": self.key.arn}],
            force_delete=not args.deletion.protects,
            tags=KEEP_DATA,
            opts=self.child_with(protect=args.deletion.protects, delete_before_replace=True),
        )
        ecr.LifecyclePolicy(
            f"{name}-{called}",
            repository=repository.name,
            policy=json.dumps({"rules": _lifecycle(args)}),
            opts=self.child,
        )
        return repository


def _lifecycle(args: RegistryArgs) -> list[dict[str, Any]]:
    untagged = {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": args.untagged_days,
    }
    too_many = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": args.images_max}
    return [
        {"rulePriority": priority, "selection": selection, "action": {"type": "expire"}}
        for priority, selection in enumerate((untagged, too_many), start=1)
    ]
