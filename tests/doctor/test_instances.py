"""Instance types, by AWS's own lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doctor import instances
from doctor.instances import Size, family, offers, sizes


def test_sizes_of_families_and_types(client: Callable[[str], Any]) -> None:
    found = sizes(client("ec2"), ["g6"], ["m7i.large", "m7i.huge", "trn1.32xlarge", "inf2.48xlarge"])
    assert found["g6.xlarge"] == Size(vcpus=4, gpus=1)
    assert found["g6.48xlarge"] == Size(vcpus=192, gpus=8)
    assert found["m7i.large"] == Size(vcpus=2, gpus=0)
    assert found["trn1.32xlarge"].vcpus == 128
    assert (found["trn1.32xlarge"].gpus, found["inf2.48xlarge"].gpus) == (16, 12)
    assert "m7i.huge" not in found
    assert {family(name) for name in found} == {"g6", "m7i", "trn1", "inf2"}


def test_offers_by_zone(client: Callable[[str], Any], monkeypatch: Any) -> None:
    monkeypatch.setattr(instances, "VALUES_MAX", 1)
    zones = ["eu-central-1a", "eu-central-1c"]
    assert offers(client("ec2"), ["g6f.large", "m7i.large"], zones) == {
        ("g6f.large", "eu-central-1a"),
        ("m7i.large", "eu-central-1a"),
        ("m7i.large", "eu-central-1c"),
    }
