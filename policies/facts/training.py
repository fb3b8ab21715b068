"""Training: the kinds of jobs that train, and the queues that they wait in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.facts.accelerators import asks_for_accelerators
from policies.facts.kubernetes import KubernetesObject, objects, types
from policies.facts.namespaces import beside
from policies.facts.pods import pods_of
from policies.resource import Resource
from policies.truth import Truth, some

_OPERATORS: Final = ("PyTorchJob", "TFJob", "XGBoostJob", "PaddleJob", "JAXJob", "MPIJob")
OPERATED: Final = (*_OPERATORS, "TrainJob", "RayJob")
"""Kinds that do nothing but train."""
_PLAIN: Final = ("Job", "JobSet")
"""Kinds that run anything."""
TRAINING: Final = (*OPERATED, *_PLAIN)
TRAINING_TYPES: Final = types(*TRAINING)
"""Every type that may declare training."""
TRAINING_JOBS: Final = ("aws:sagemaker/trainingJob:TrainingJob",)
RUN_POLICIES: Final = dict.fromkeys(_OPERATORS, ("spec", "runPolicy"))
"""Where the kinds of Kubeflow keep how long a job may run, and what becomes of it."""
_QUEUE: Final = "kueue.x-k8s.io/queue-name"
_DEFAULT_QUEUE: Final = "default"


def trainings(resource: Resource) -> Iterator[tuple[KubernetesObject, Truth]]:
    """The jobs that a resource of `TRAINING_TYPES` declares, and whether each is for training.

    A job of a plain kind is, if it asks for accelerators or goes through a queue.
    """
    for job in objects(resource, *TRAINING):
        if job.kind in OPERATED:
            yield job, Truth.TRUE
        else:
            yield job, some(map(asks_for_accelerators, pods_of(job))) | _names_queue(job)


def is_queued(job: KubernetesObject) -> Truth:
    """Whether Kueue decides when a job starts: by the job's label, or by the default queue of its namespace."""
    waits = beside(job, "LocalQueue").some(lambda one: one.root.at("metadata", "name").equals(_DEFAULT_QUEUE))
    return _names_queue(job) | waits


def _names_queue(job: KubernetesObject) -> Truth:
    return job.root.at("metadata", "labels", _QUEUE).is_set()
