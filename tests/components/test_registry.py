"""The registry: images that never change under their tag, and models that cannot be lost."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from components.registry import Registry, RegistryArgs
from components.storage import Storage, StorageArgs
from tests.components.surroundings import bring_up, key
from tests.harness import Deployer, Result

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
BUCKET = "aws:s3/bucket:Bucket"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
OPEN = {"deletion": "allowed", "reasons": {"deletion": "a test is taken down"}}


def make(deploy: Deployer, settings: dict[str, Any]) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        storage = Storage("storage", StorageArgs(), key=key("storage", opts), opts=opts)
        args = RegistryArgs.model_validate(settings)
        made = Registry("registry", args, storage=storage, key=key("registry", opts), opts=opts)
        pulumi.export("urls", made.repository_urls)
        pulumi.export("models", made.models_bucket)

    return bring_up(deploy, build)


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    return make(deploy_once, {})


def test_each_repository_has_a_lifecycle(made: Result) -> None:
    assert made.names(REPOSITORY) == made.names(LIFECYCLE) == {"registry-training", "registry-serving"}
    assert made.summary.outputs["urls"] == {
        name: made.outputs(REPOSITORY, f"registry-{name}")["repositoryUrl"] for name in ("training", "serving")
    }


def test_a_repository_is_exactly_this(made: Result) -> None:
    inputs = {name: value for name, value in made.inputs(REPOSITORY, "registry-serving").items() if name[0] != "_"}
    assert inputs == {
        "name": "strata-test/serving",
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfigurations": [
            {"encryptionType": "KMS", "kmsKey": made.outputs("aws:kms/key:Key", "key-registry")["arn"]}
        ],
        "forceDelete": False,
    } | {name: value for name, value in inputs.items() if name in ("region", "tags", "tagsAll")}


def test_images_and_models_are_marked_as_data(made: Result) -> None:
    stores = [made.inputs(REPOSITORY, "registry-serving"), made.inputs(BUCKET, "registry-models")]
    assert [inputs["tags"]["keep"] for inputs in stores] == ["data", "data"]


def test_images_without_a_tag_and_the_oldest_of_too_many_go(made: Result) -> None:
    rules = json.loads(made.inputs(LIFECYCLE, "registry-serving")["policy"])["rules"]
    assert [rule["selection"] for rule in rules] == [
        {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14},
        {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1000},
    ]
    assert {rule["action"]["type"] for rule in rules} == {"expire"}


def test_models_are_locked_and_their_reading_is_logged(made: Result) -> None:
    assert made.inputs(BUCKET, "registry-models")["objectLockEnabled"] is True
    assert made.inputs(LOCK, "registry-models-lock")["rule"] == {"defaultRetention": {"mode": "GOVERNANCE", "days": 90}}
    logging = made.inputs("aws:s3/bucketLogging:BucketLogging", "registry-models-logging")
    assert logging["targetBucket"] == made.outputs(BUCKET, "storage-logs")["bucket"]
    assert made.summary.outputs["models"] == made.outputs(BUCKET, "registry-models")["bucket"]


def test_models_are_encrypted_with_the_registrys_key(made: Result) -> None:
    type_ = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    (rule,) = made.inputs(type_, "registry-models-encryption")["rules"]
    key_arn = made.outputs("aws:kms/key:Key", "key-registry")["arn"]
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == key_arn


def test_images_and_models_are_protected_unless_said_otherwise(made: Result, deploy: Deployer) -> None:
    kept = [(REPOSITORY, "registry-serving"), (BUCKET, "registry-models")]
    assert all(made.of(*one).protect for one in kept)
    opened = make(deploy, OPEN)
    assert not any(opened.of(*one).protect for one in kept)
    assert opened.inputs(REPOSITORY, "registry-serving")["forceDelete"] is True
    assert opened.inputs(BUCKET, "registry-models")["forceDestroy"] is True


@pytest.mark.parametrize("setting", [{"deletion": "allowed"}, {"model_lock_days": 1}, {"model_versions_days": 1}])
def test_a_weaker_setting_needs_a_reason(setting: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="weaker than the default"):
        RegistryArgs.model_validate(setting)


@pytest.mark.parametrize("names", [["a", "a"], ["A"], ["a/b"], ["-a"], ["é"], []])
def test_a_repository_has_a_name_of_its_own(names: list[str]) -> None:
    with pytest.raises(ValidationError):
        RegistryArgs(repositories=names)
