"""How long a bucket keeps objects, and who may delete them before."""

from enum import StrEnum
from typing import Any, Self

from pydantic import Field, model_validator

from components.settings import Args


class LockMode(StrEnum):
    """Who may delete a locked version before its time: a role with a special permission, or nobody at all."""

    GOVERNANCE = "GOVERNANCE"
    COMPLIANCE = "COMPLIANCE"


class ObjectLock(Args):
    """Every new object version is kept for this long, whoever asks for its deletion."""

    days: int = Field(default=30, ge=1, le=36500)
    """How long, in days."""
    mode: LockMode = LockMode.GOVERNANCE
    """Who may delete a locked version before."""


class Retention(Args):
    """What becomes of objects over time."""

    noncurrent_days: int = Field(default=90, ge=1)
    """How long a replaced or deleted version can be brought back, in days."""
    tiering_days: int | None = Field(default=None, ge=0)
    """After how many days S3 may move an object to cheaper tiers by its use (Intelligent-Tiering); unset: never."""
    expire_days: int | None = Field(default=None, ge=1)
    """After how many days an object is deleted; unset: never."""
    lock: ObjectLock | None = None
    """Object Lock. It can only be chosen when the bucket is made: a later change replaces the bucket."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expire_days is not None and self.tiering_days is not None and self.tiering_days >= self.expire_days:
            raise ValueError(
                f"tiering_days must be less than expire_days ({self.expire_days}), got {self.tiering_days}"
            )
        return self

    def lifecycle(self) -> dict[str, Any]:
        """As a rule of S3's lifecycle configuration."""
        rule: dict[str, Any] = {
            "id": "retention",
            "status": "Enabled",
            "filter": {"prefix": ""},
            # Parts of an upload that never finished are invisible, and are paid for.
            "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            "noncurrent_version_expiration": {"noncurrent_days": self.noncurrent_days},
        }
        if self.tiering_days is not None:
            rule["transitions"] = [{"days": self.tiering_days, "storage_class": "INTELLIGENT_TIERING"}]
        if self.expire_days is not None:
            rule["expiration"] = {"days": self.expire_days}
        return rule
