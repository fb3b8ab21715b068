"""Lifting protection: in every section that has any, however deep, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from components.cluster import ClusterArgs
from components.keys import KeysArgs
from components.protection import lifted
from components.queues import QueuesArgs
from components.registry import RegistryArgs
from components.settings import Deletion, Section
from components.storage import StorageArgs
from components.tracking import TrackingArgs

REASON = "moved"
ALLOWED = {"deletion": "allowed", "reasons": {"deletion": REASON}}


@pytest.mark.parametrize("section", [KeysArgs, StorageArgs, RegistryArgs, ClusterArgs])
def test_a_section_that_protects_allows_deletion_for_the_reason(section: type[Section]) -> None:
    given = lifted(section, {}, REASON)
    assert given == ALLOWED
    assert section.model_validate(given).deletion is Deletion.ALLOWED  # type: ignore[attr-defined]


def test_a_setting_within_a_setting_is_lifted_and_the_rest_is_as_it_was() -> None:
    given: dict[str, Any] = {"replicas": 3, "replicas_max": 6, "database": {"backup_days": 35}}
    result = lifted(TrackingArgs, given, REASON)
    assert result == {"replicas": 3, "replicas_max": 6, "database": {"backup_days": 35, **ALLOWED}}
    assert TrackingArgs.model_validate(result).database.final_snapshot
    assert given["database"] == {"backup_days": 35}


def test_a_section_that_allows_it_already_keeps_its_own_reason() -> None:
    given = {"deletion": "allowed", "reasons": {"deletion": "ours"}}
    assert lifted(KeysArgs, given, REASON) == given


def test_other_reasons_stay() -> None:
    given = {"deletion_window_days": 7, "reasons": {"deletion_window_days": "short"}}
    assert lifted(KeysArgs, given, REASON) == given | {
        "deletion": "allowed",
        "reasons": {"deletion_window_days": "short", "deletion": REASON},
    }


@pytest.mark.parametrize("given", [{}, {"jobs": []}, [], "text", None])
def test_what_has_no_protection_is_left_alone(given: Any) -> None:
    assert lifted(QueuesArgs, given, REASON) == given


def test_mistakes_are_left_to_those_who_find_them() -> None:
    assert lifted(KeysArgs, {"reasons": "none"}, REASON) == {"reasons": "none"}
    assert lifted(TrackingArgs, {"database": "big"}, REASON) == {"database": "big"}
