"""What is known of a model travels with its endpoint; of a high-risk one nothing may be missing."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.model_record import ModelRecord

WHOLE = {
    "risk_tier": "high",
    "owner": "credit",
    "review_date": "2027-01-31",
    "author": "ada",
    "approved_by": "grace",
    "model_card": "https://wiki.invalid/fraud",
    "training_run": "8a3f",
    "dataset_version": "2026-11",
}


def test_what_is_known_becomes_annotations_and_the_rest_is_left_out() -> None:
    assert ModelRecord().annotations() == {}
    assert ModelRecord(risk_tier="minimal", review_date="2027-01-31").annotations() == {  # type: ignore[arg-type]
        "strata/risk-tier": "minimal",
        "strata/review-date": "2027-01-31",
    }
    assert ModelRecord.model_validate(WHOLE).annotations() == {
        "strata/risk-tier": "high",
        "strata/owner": "credit",
        "strata/review-date": "2027-01-31",
        "strata/author": "ada",
        "strata/approved-by": "grace",
        "strata/model-card": "https://wiki.invalid/fraud",
        "strata/training-run": "8a3f",
        "strata/dataset-version": "2026-11",
    }


@pytest.mark.parametrize("missing", sorted(WHOLE.keys() - {"risk_tier"}))
def test_of_a_high_risk_use_the_whole_record_is_needed(missing: str) -> None:
    rest = {name: value for name, value in WHOLE.items() if name != missing}
    with pytest.raises(ValidationError, match=f"risk_tier high needs the whole record; missing: {missing}"):
        ModelRecord.model_validate(rest)
    assert ModelRecord.model_validate(rest | {"risk_tier": "limited"}).annotations()["strata/risk-tier"] == "limited"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"author": "ada", "approved_by": "ada"}, "approved_by must be somebody else than the author, got 'ada'"),
        ({"risk_tier": "prohibited"}, "Input should be 'high', 'limited' or 'minimal'"),
        ({"review_date": "soon"}, "Input should be a valid date"),
        ({"owner": ""}, "at least 1 character"),
    ],
)
def test_what_makes_no_sense_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ModelRecord.model_validate(settings)
