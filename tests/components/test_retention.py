"""Retention: what becomes of objects over time."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from components.retention import Retention


def test_by_default_versions_can_be_brought_back_for_a_while_and_nothing_else_goes() -> None:
    assert Retention().lifecycle() == {
        "id": "retention",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
        "noncurrent_version_expiration": {"noncurrent_days": 90},
    }


def test_objects_move_and_go_when_asked() -> None:
    rule = Retention(noncurrent_days=5, tiering_days=10, expire_days=20).lifecycle()
    assert rule["transitions"] == [{"days": 10, "storage_class": "INTELLIGENT_TIERING"}]
    assert rule["expiration"] == {"days": 20}
    assert rule["noncurrent_version_expiration"] == {"noncurrent_days": 5}


def test_by_default_nothing_is_locked() -> None:
    assert Retention().lock is None


def test_an_object_moves_before_it_goes() -> None:
    with pytest.raises(ValidationError, match=r"tiering_days must be less than expire_days \(10\), got 10"):
        Retention(tiering_days=10, expire_days=10)
