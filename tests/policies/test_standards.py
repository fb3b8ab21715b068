"""Controls by standard."""

from __future__ import annotations

from dataclasses import fields

from policies.standards import TITLES, Controls


def test_ids_by_standard() -> None:
    controls = Controls(fsbp="S3.1 S3.2", pss_baseline=("Host Ports",), ai_rmf=("MEASURE 2.7",))
    assert controls.by_standard() == {
        "fsbp": ("S3.1", "S3.2"),
        "pss_baseline": ("Host Ports",),
        "ai_rmf": ("MEASURE 2.7",),
    }


def test_every_standard_has_a_title_with_its_version() -> None:
    assert [field.name for field in fields(Controls)] == [*TITLES]
    assert len(set(TITLES.values())) == len(TITLES)
