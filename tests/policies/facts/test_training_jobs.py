"""A tuning job has the specifications of its trials; instances with disks of their own take no key for them."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.training_jobs import has_local_storage, specifications
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def job(kind: str, **properties: Any) -> Resource:
    return Resource(urn="urn::j", type=f"aws:sagemaker/{kind}", name="j", properties=properties)


def test_a_job_is_its_own_specification() -> None:
    (one,) = specifications(job("trainingJob:TrainingJob", enableNetworkIsolation=True))
    assert one["enableNetworkIsolation"].path == "enableNetworkIsolation"


def test_the_trials_of_a_tuning_job() -> None:
    kind = "hyperParameterTuningJob:HyperParameterTuningJob"
    assert [one.path for one in specifications(job(kind, trainingJobDefinition={"roleArn": "r"}))] == [
        "trainingJobDefinition"
    ]
    assert [one.path for one in specifications(job(kind, trainingJobDefinitions=[{}, {}]))] == [
        "trainingJobDefinitions[0]",
        "trainingJobDefinitions[1]",
    ]


@pytest.mark.parametrize(
    ("instance_type", "local"),
    [
        ("ml.g5.xlarge", T),
        ("ml.p4d.24xlarge", T),
        ("ml.m5d.large", T),
        ("ml.c6gd.large", T),
        ("ml.m5.large", F),
        ("ml.p3.2xlarge", F),
        (None, F),
        (UNKNOWN, U),
    ],
)
def test_instances_with_disks_of_their_own(instance_type: Any, local: Truth) -> None:
    assert has_local_storage(Node(instance_type)) is local
