"""What can be chosen for a Postgres database."""

from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from components.settings import Deletion, Guarded, LogRetentionDays


class DatabaseArgs(Guarded):
    """A Postgres database."""

    guarded: ClassVar[tuple[str, ...]] = ("backup_days", "deletion", "final_snapshot", "log_retention_days", "multi_az")

    instance_class: str = Field(default="db.t4g.medium", pattern=r"^db\.[a-z0-9-]+\.[a-z0-9]+$")
    """The RDS instance class, e.g. `db.m7g.large`."""
    major_version: int = Field(default=17, ge=16, le=18)
    """Of Postgres. Minor versions follow by themselves, in the maintenance window."""
    storage_gib: int = Field(default=50, ge=20, le=65536)
    """The storage it begins with, in GiB."""
    storage_gib_max: int = Field(default=200, ge=22, le=65536)
    """How far the storage grows by itself."""
    multi_az: bool = True
    """Whether a standby in another zone takes over within a minute or two."""
    backup_days: int = Field(default=14, ge=1, le=35)
    """How far back any second can be restored, in days."""
    deletion: Deletion = Deletion.PROTECTED
    """Whether `destroy` may delete the database."""
    final_snapshot: bool = True
    """Whether a last snapshot stays when the database is deleted."""
    log_retention_days: LogRetentionDays = 365
    """How long its logs are kept, in days."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        # RDS wants room for at least a tenth more before it grows a volume.
        if self.storage_gib_max * 10 < self.storage_gib * 11:
            raise ValueError(
                f"storage_gib_max must be at least a tenth more than storage_gib ({self.storage_gib}), "
                f"got {self.storage_gib_max}"
            )
        if self.deletion.protects and not self.final_snapshot:
            raise ValueError("final_snapshot can only be false where deletion is allowed")
        return self

    def size(self) -> dict[str, Any]:
        """What the instance is, as RDS wants it."""
        return {
            "engine": "postgres",
            "engine_version": str(self.major_version),
            "auto_minor_version_upgrade": True,
            "allow_major_version_upgrade": False,
            "instance_class": self.instance_class,
            "allocated_storage": self.storage_gib,
            "max_allocated_storage": self.storage_gib_max,
            "storage_type": "gp3",
            "multi_az": self.multi_az,
        }

    def protection(self) -> dict[str, Any]:
        """How the data outlives mistakes, as RDS wants it."""
        return {
            "backup_retention_period": self.backup_days,
            "copy_tags_to_snapshot": True,
            "delete_automated_backups": not self.deletion.protects,
            "deletion_protection": self.deletion.protects,
            "skip_final_snapshot": not self.final_snapshot,
        }
