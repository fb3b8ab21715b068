"""What is chosen for an endpoint is safe by default, and contradictions are told together."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.model_endpoint import AwakeHours, EndpointArgs, Kind
from tests.components.hosting import IMAGE, large, served_by_image, served_by_kserve

HOURS = {"start": "0 7 * * 1-5", "end": "0 19 * * 1-5"}


def test_the_defaults_survive_the_loss_of_a_node() -> None:
    args = served_by_image()
    assert (args.replicas_min, args.replicas_max) == (2, 4)
    assert (args.port, args.health_path) == (8080, "/healthz")
    assert args.awake is None


def test_only_a_replica_with_a_gpu_bears_the_taint_of_gpu_nodes() -> None:
    assert served_by_image().tolerations() == []
    assert served_by_image(resources=large()).tolerations() == [
        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
    ]


def test_only_an_endpoint_with_a_pool_is_bound_to_it() -> None:
    assert served_by_image().node_selector() == {}
    assert served_by_image(pool="inference").node_selector() == {"strata/pool": "inference"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kind": "kserve"}, "format is required for kind kserve"),
        ({"kind": "kserve", "format": "onnx", "image": IMAGE}, "image has no meaning for kind kserve"),
        ({"kind": "deployment"}, "image is required for kind deployment"),
        ({"kind": "deployment", "image": IMAGE, "format": "onnx"}, "format has no meaning for kind deployment"),
        (
            {"kind": "deployment", "image": IMAGE, "replicas_min": 3, "replicas_max": 2},
            r"replicas_max must be at least replicas_min \(3\), got 2",
        ),
        ({"kind": "deployment", "image": IMAGE, "replicas_min": 0}, "replicas_min 0 needs `awake`"),
        (
            {"kind": "deployment", "image": IMAGE, "awake": HOURS},
            "`awake` needs replicas_min 0, got 2: it would never sleep",
        ),
        (
            {"kind": "kserve", "format": "onnx", "replicas_min": 0, "awake": HOURS},
            "only kind deployment scales to zero",
        ),
    ],
)
def test_what_does_not_fit_together_is_told(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        EndpointArgs.model_validate({"name": "fraud", "model": "fraud/7", **settings})


def test_every_contradiction_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as told:
        EndpointArgs(name="fraud", model="fraud/7", kind=Kind.KSERVE, image=IMAGE, replicas_min=5)
    for part in ("format is required", "image has no meaning", "replicas_max must be at least"):
        assert part in str(told.value)


@pytest.mark.parametrize("model", ["", "/fraud", "fraud/", "fraud//7", "../other", "fraud/../other", "fraud/*", "a b"])
def test_a_model_is_one_prefix_and_leads_to_no_other(model: str) -> None:
    with pytest.raises(ValidationError):
        EndpointArgs(name="fraud", kind=Kind.KSERVE, format="onnx", model=model)


@pytest.mark.parametrize("name", ["Fraud", "fraud.eu", "-fraud", "fraud-", "", "a" * 41])
def test_a_name_fits_into_that_of_a_host(name: str) -> None:
    with pytest.raises(ValidationError):
        served_by_kserve(name)


@pytest.mark.parametrize("port", [80, 1023, 65536])
def test_a_port_is_one_that_an_unprivileged_process_may_take(port: int) -> None:
    with pytest.raises(ValidationError):
        served_by_image(port=port)


@pytest.mark.parametrize(
    "hours",
    [
        HOURS | {"start": "7:00"},
        HOURS | {"end": "0 19 * *"},
        HOURS | {"timezone": "Berlin time"},
        {"start": "0 7 * * *"},
    ],
)
def test_hours_are_two_cron_expressions_in_a_named_zone(hours: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        AwakeHours.model_validate(hours)


def test_hours_are_those_of_utc_unless_said_otherwise() -> None:
    assert AwakeHours.model_validate(HOURS).timezone == "Etc/UTC"
