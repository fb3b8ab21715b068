"""ECR: image repositories, what they keep and who may use them."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource, document
from sandbox.providers.aws.tags import Tagging
from sandbox.providers.aws.translation import from_aws, parameters

_RENAMES = {"encryptionConfigurations": "encryptionConfiguration", "kmsKey": "kmsKey"}
_IMAGES = ("imageTagMutability", "imageTagMutabilityExclusionFilters")


class Repository(Resource):
    token = "aws:ecr/repository:Repository"
    service = "ecr"
    name_property = "name"
    replace_on = frozenset({"name", "encryptionConfigurations"})
    defaults: ClassVar = {"imageTagMutability": "MUTABLE", "forceDelete": False}
    tagging = Tagging(resource="resourceArn", tags="tags", keys="tagKeys")

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical}-{suffix}".lower()

    def create(self, inputs: Props) -> Created:
        names = (*_IMAGES, "imageScanningConfiguration", "encryptionConfigurations")
        settings = {name: inputs[name] for name in names if inputs.get(name)}
        if isinstance(settings.get("encryptionConfigurations"), list):
            settings["encryptionConfigurations"] = settings["encryptionConfigurations"][0]
        self.client.create_repository(
            repositoryName=inputs["name"], **parameters(self.client, "create_repository", settings, _RENAMES)
        )
        return Created(inputs["name"])

    def read(self, id: str, outputs: Props) -> Props:
        found = from_aws(self.client.describe_repositories(repositoryNames=[id])["repositories"][0])
        encryption = found.get("encryptionConfiguration", {"encryptionType": "AES256"})
        return {
            "arn": found["repositoryArn"],
            "name": found["repositoryName"],
            "registryId": found["registryId"],
            "repositoryUrl": found["repositoryUri"],
            "imageTagMutability": found["imageTagMutability"],
            "imageTagMutabilityExclusionFilters": found.get("imageTagMutabilityExclusionFilters"),
            "imageScanningConfiguration": found.get("imageScanningConfiguration"),
            "encryptionConfigurations": [encryption],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        mutability = {name: new[name] for name in _IMAGES if new.get(name)}
        self.client.put_image_tag_mutability(
            repositoryName=id, **parameters(self.client, "put_image_tag_mutability", mutability)
        )
        scanning = new.get("imageScanningConfiguration") or {"scanOnPush": False}
        self.client.put_image_scanning_configuration(repositoryName=id, imageScanningConfiguration=scanning)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_repository(repositoryName=id, force=bool(outputs.get("forceDelete")))


class _RepositoryPolicy(Resource):
    """A document attached to a repository. Its id is the repository's name.

    Attributes:
        put, get, remove: boto's operations.
        parameter: what they call the document.
    """

    service = "ecr"
    put: ClassVar[str]
    get: ClassVar[str]
    remove: ClassVar[str]
    parameter: ClassVar[str]
    documents = frozenset({"policy"})
    replace_on = frozenset({"repository"})

    def create(self, inputs: Props) -> Created:
        return self._put(inputs["repository"], inputs)

    def read(self, id: str, outputs: Props) -> Props:
        found = getattr(self.client, self.get)(repositoryName=id)
        return {"repository": id, "registryId": found["registryId"], "policy": found[self.parameter]}

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(id, new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        getattr(self.client, self.remove)(repositoryName=id)

    def _put(self, repository: str, inputs: Props) -> Created:
        getattr(self.client, self.put)(repositoryName=repository, **{self.parameter: document(inputs["policy"])})
        return Created(repository)


class LifecyclePolicy(_RepositoryPolicy):
    token = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
    put = "put_lifecycle_policy"
    get = "get_lifecycle_policy"
    remove = "delete_lifecycle_policy"
    parameter = "lifecyclePolicyText"


class RepositoryPolicy(_RepositoryPolicy):
    token = "aws:ecr/repositoryPolicy:RepositoryPolicy"
    put = "set_repository_policy"
    get = "get_repository_policy"
    remove = "delete_repository_policy"
    parameter = "policyText"


class RegistryScanningConfiguration(Resource):
    """How the account's whole registry is scanned. There is always one: a delete puts the default back."""

    token = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"
    service = "ecr"

    def create(self, inputs: Props) -> Created:
        self._put(inputs)
        return Created(self.aws.account_id)

    def read(self, id: str, outputs: Props) -> Props:
        found = from_aws(self.client.get_registry_scanning_configuration(), {"repositoryFilters": "repositoryFilters"})
        return {"registryId": found["registryId"], **found["scanningConfiguration"]}

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self._put(new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self._put({"scanType": "BASIC"})

    def _put(self, inputs: Props) -> None:
        settings = {"scanType": inputs["scanType"], "rules": inputs.get("rules") or []}
        self.client.put_registry_scanning_configuration(
            **parameters(self.client, "put_registry_scanning_configuration", settings)
        )
