"""Training jobs of SageMaker, alone or as trials of a tuning job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth

_TRAINING: Final = "aws:sagemaker/trainingJob:TrainingJob"
JOBS: Final = (_TRAINING, "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob")
_LOCAL_STORAGE: Final = r"ml\.(g4dn|g5|g6e?|p3dn|p4de?|p5\w*|p6\w*|trn\w+|[a-z]+\d+[a-z]*d\w*)\..*"
"""Instances whose own disks are encrypted by the hardware, and that take no key for them. Source:
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
"""


def specifications(job: Resource) -> Iterator[Node]:
    """What a job runs."""
    if job.type == _TRAINING:
        yield job.root
    else:
        yield from job["trainingJobDefinition"].each()
        yield from job["trainingJobDefinitions"].each()


def has_local_storage(instance_type: Node) -> Truth:
    """Whether an instance encrypts its disks itself, and takes no key."""
    return instance_type.matches(_LOCAL_STORAGE)
