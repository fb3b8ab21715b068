"""What can be chosen for an endpoint: a model that answers requests."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from components.container import Image, Resources
from components.model_record import ModelRecord
from components.nodes import POOL_LABEL
from components.pools import GPU
from components.settings import Args
from components.teams import NAME


class Kind(StrEnum):
    """Who runs the model."""

    KSERVE = "kserve"
    """KServe, with its runtime for the model's format: no code of one's own."""
    DEPLOYMENT = "deployment"
    """An image of one's own."""


class AwakeHours(Args):
    """When an endpoint that scales to zero is there."""

    timezone: str = Field(default="Etc/UTC", pattern=r"^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$")
    """As the IANA database names it, e.g. `Europe/Berlin`."""
    start: str = Field(pattern=r"^\S+( \S+){4}$")
    """When it wakes, as a cron expression, e.g. `0 7 * * 1-5`."""
    end: str = Field(pattern=r"^\S+( \S+){4}$")
    """When it may sleep, as a cron expression, e.g. `0 19 * * 1-5`."""


class EndpointArgs(Args):
    """A model that answers requests."""

    name: str = Field(pattern=NAME)
    """The first part of its host, e.g. `churn`."""
    kind: Kind
    """Who runs the model: `kserve`, by its format, or `deployment`, an image of one's own."""
    model: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._=-]*(/[A-Za-z0-9][A-Za-z0-9._=-]*)*$")
    """The model's prefix in the bucket of models, e.g. `fraud/7`. The endpoint can read this, and no other model."""
    format: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9-]*$")
    """The model's format, for `kserve`, e.g. `sklearn`, `xgboost`, `onnx`."""
    image: Image | None = None
    """The image, for `deployment`."""
    port: int = Field(default=8080, ge=1024, le=65535)
    """Where the image listens, for `deployment`."""
    health_path: str = Field(default="/healthz", pattern=r"^/\S*$")
    """Answers when a replica can take requests, for `deployment`."""
    record: ModelRecord = ModelRecord()
    """What is known of the model; becomes annotations of the endpoint."""
    resources: Resources = Resources(cpus=1, memory_gib=2)
    """Of each replica."""
    pool: str | None = None
    """The pool of nodes it runs on; unset: any node that has room."""
    replicas_min: int = Field(default=2, ge=0, le=100)
    """The fewest replicas; 0 needs `awake`."""
    replicas_max: int = Field(default=4, ge=1, le=1000)
    """The most replicas that the autoscaler may run."""
    awake: AwakeHours | None = None
    """When replicas are kept at all; needed to scale to zero, since no request can wake what is not there."""

    def node_selector(self) -> dict[str, str]:
        """The nodes its pods want."""
        return {POOL_LABEL: self.pool} if self.pool else {}

    def tolerations(self) -> list[dict[str, str]]:
        """The taints its pods bear: that of GPU nodes only if they need them."""
        return [{"key": GPU, "operator": "Exists", "effect": "NoSchedule"}] if self.resources.gpus else []

    @model_validator(mode="after")
    def _complete(self) -> Self:
        mistakes = [*self._kind_mistakes(), *self._scale_mistakes()]
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return self

    def _kind_mistakes(self) -> list[str]:
        given = {"format": self.format is not None, "image": self.image is not None}
        wanted, other = ("format", "image") if self.kind is Kind.KSERVE else ("image", "format")
        mistakes = [] if given[wanted] else [f"{wanted} is required for kind {self.kind}"]
        return [*mistakes, f"{other} has no meaning for kind {self.kind}"] if given[other] else mistakes

    def _scale_mistakes(self) -> list[str]:
        mistakes = []
        if self.replicas_max < self.replicas_min:
            mistakes.append(
                f"replicas_max must be at least replicas_min ({self.replicas_min}), got {self.replicas_max}"
            )
        if self.replicas_min == 0 and self.awake is None:
            mistakes.append("replicas_min 0 needs `awake`: the hours in which a replica is there")
        if self.awake is not None and self.replicas_min > 0:
            mistakes.append(f"`awake` needs replicas_min 0, got {self.replicas_min}: it would never sleep")
        if self.awake is not None and self.kind is Kind.KSERVE:
            mistakes.append("only kind deployment scales to zero")
        return mistakes
