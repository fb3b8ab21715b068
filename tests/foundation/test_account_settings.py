"""Settings of the account are made safe, never weaker, and put back to exactly what they were."""

from __future__ import annotations

from typing import Any

import pytest

from foundation import Change
from tests.foundation.conftest import Place


def differences(place: Place, kind: str, **settings: Any) -> dict[str, str]:
    """What would change of a setting."""
    return {one.aspect: one.told() for one in place.foundation(**settings).look() if one.kind == kind}


def scanned(place: Place, kind: str, *rules: tuple[str, str]) -> None:
    """Have the account scan images in a way of its own."""
    place.client("ecr").put_registry_scanning_configuration(
        scanType=kind,
        rules=[
            {"scanFrequency": often, "repositoryFilters": [{"filter": name, "filterType": "WILDCARD"}]}
            for name, often in rules
        ],
    )


def test_scanning_that_somebody_pays_for_stays(place: Place) -> None:
    scanned(place, "ENHANCED", ("*", "CONTINUOUS_SCAN"))
    assert differences(place, "ECR scanning") == {}
    scanned(place, "ENHANCED", ("prod*", "CONTINUOUS_SCAN"))
    assert differences(place, "ECR scanning") == {"images:*": "not set → SCAN_ON_PUSH"}


def test_enhanced_scanning_takes_the_place_of_basic(place: Place) -> None:
    scanned(place, "BASIC", ("*", "SCAN_ON_PUSH"))
    assert differences(place, "ECR scanning", scanning="enhanced") == {
        "kind": "BASIC → ENHANCED",
        "images:*": "SCAN_ON_PUSH → CONTINUOUS_SCAN",
    }


def test_what_was_safe_already_is_left_alone_at_the_end(place: Place) -> None:
    place.client("ec2").enable_ebs_encryption_by_default()
    list(place.foundation().apply())
    (left,) = [one for one in place.foundation().look_for_removal() if one.kind == "EBS encryption"]
    assert (left.change, left.note) == (Change.LEAVE, "stays: Strata never changed it")
    list(place.foundation().remove())
    assert place.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]


@pytest.mark.parametrize("run_twice", [False, True])
def test_what_was_set_in_another_way_is_put_back(place: Place, *, run_twice: bool) -> None:
    ec2 = place.client("ec2")
    ec2.modify_instance_metadata_defaults(HttpTokens="optional", HttpPutResponseHopLimit=3)
    scanned(place, "BASIC", ("prod*", "SCAN_ON_PUSH"))
    list(place.foundation().apply())
    if run_twice:
        ec2.modify_instance_metadata_defaults(HttpTokens="optional")
        list(place.foundation().apply())
    assert ec2.get_instance_metadata_defaults()["AccountLevel"]["HttpTokens"] == "required"
    list(place.foundation().remove())
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {
        "HttpTokens": "optional",
        "HttpPutResponseHopLimit": 3,
    }
    (rule,) = place.client("ecr").get_registry_scanning_configuration()["scanningConfiguration"]["rules"]
    assert rule["repositoryFilters"][0]["filter"] == "prod*"
