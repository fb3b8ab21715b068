"""Facts of instance types, as moto ships them."""

from __future__ import annotations

from costs.instances import InstanceType, instance_types, offered


def test_facts_of_types() -> None:
    types = instance_types()
    assert types["g5.12xlarge"] == InstanceType("g5.12xlarge", "amd64", 48, 192.0, gpus=4, gpu_name="a10g")
    assert types["t4g.large"] == InstanceType("t4g.large", "arm64", 2, 8.0)
    assert types["trn1.32xlarge"].neurons == 16
    assert (types["p4d.24xlarge"].family, types["p4d.24xlarge"].size) == ("p4d", "24xlarge")


def test_where_types_are_offered() -> None:
    assert "g5.xlarge" in offered("eu-central-1")
    assert "nothing.large" not in offered("eu-central-1")
    assert offered("nowhere-1") == frozenset()
