"""A database is safe by default, and contradictions are told."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.database_args import DatabaseArgs


def test_the_defaults_are_the_safe_ones() -> None:
    assert DatabaseArgs().size()["multi_az"] is True
    assert DatabaseArgs().protection() == {
        "backup_retention_period": 14,
        "copy_tags_to_snapshot": True,
        "delete_automated_backups": False,
        "deletion_protection": True,
        "skip_final_snapshot": False,
    }


def test_minor_versions_follow_and_major_ones_do_not() -> None:
    size = DatabaseArgs().size()
    assert (size["engine"], size["engine_version"]) == ("postgres", "17")
    assert size["auto_minor_version_upgrade"] is True
    assert size["allow_major_version_upgrade"] is False


@pytest.mark.parametrize(
    "setting",
    [
        {"multi_az": False},
        {"backup_days": 13},
        {"deletion": "allowed"},
        {"log_retention_days": 30},
        {"deletion": "allowed", "final_snapshot": False, "reasons": {"deletion": "a test"}},
    ],
)
def test_a_weaker_setting_needs_a_reason(setting: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="weaker than the default"):
        DatabaseArgs.model_validate(setting)


def test_storage_that_cannot_grow_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match=r"a tenth more than storage_gib \(100\), got 109"):
        DatabaseArgs(storage_gib=100, storage_gib_max=109)
    assert DatabaseArgs(storage_gib=100, storage_gib_max=110).size()["max_allocated_storage"] == 110


def test_a_protected_database_leaves_a_snapshot() -> None:
    with pytest.raises(ValidationError, match="final_snapshot can only be false where deletion is allowed"):
        DatabaseArgs(final_snapshot=False, reasons={"final_snapshot": "a test"})


@pytest.mark.parametrize("instance_class", ["t4g.medium", "db.t4g", "db.T4G.medium"])
def test_an_instance_class_is_one_of_rds(instance_class: str) -> None:
    with pytest.raises(ValidationError):
        DatabaseArgs(instance_class=instance_class)
