"""What stores of data are for: zones of a data lake, models, features; and how sensitive it is what they hold."""

from __future__ import annotations

import re
from typing import Final

from policies.facts.buckets import has_statement, is_locked, is_versioned
from policies.facts.policy_document import Statement
from policies.facts.tags import PURPOSE, tag
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, truth

DATASETS: Final = ("raw", "landing", "curated", "features", "dataset", "datasets", "training-data")
"""Names of what models are trained on, at its stages."""
RAW: Final = ("raw", "landing")
MODELS: Final = ("models", "model-registry")
INFERENCE: Final = ("inference", "inference-log", "data-capture")
"""Names of what endpoints were asked and answered."""
AUDIT: Final = ("audit",)
FEATURE_STORES: Final = ("feature-store", "featurestore")
TRACKING: Final = ("tracking", "mlflow", "experiment-tracking")
VECTOR_STORES: Final = ("vector-store", "rag")

CLASSIFICATION: Final = "data-classification"
"""The tag that says how sensitive the data is."""
CLASSES: Final = ("public", "internal", "confidential", "restricted", "personal", "pii", "phi")
SENSITIVE: Final = ("restricted", "personal", "pii", "phi")
PERSONAL: Final = ("personal", "pii", "phi")


def is_for(store: Resource, *purposes: str) -> Truth:
    """Whether a store is for one of these purposes: by its tag `purpose`; if it has none, by how its name ends."""
    said = tag(store, PURPOSE)
    if said.value is None:
        return truth(_ends(store.name, purposes)) | store["bucket"].satisfies(lambda name: _ends(name, purposes))
    return said.equals(*purposes)


def is_classified(store: Resource, *classes: str) -> Truth:
    """Whether a store's data is of one of these classes."""
    return classification(store).equals(*classes)


def classification(store: Resource) -> Node:
    """How sensitive a store's data is, by its tag or its provider's."""
    other = tag(store, "data_classification")
    return tag(store, CLASSIFICATION) if other.value is None else other


def refuses_erasure(bucket: Resource) -> Truth:
    """Whether nobody can erase what is in a bucket: by Object Lock, or by its policy and the versions it keeps."""

    def refuses(statement: Statement) -> Truth:
        return ~statement.allows() & statement.covers_action("s3:DeleteObjectVersion") & statement.is_for_anyone()

    return is_locked(bucket) | is_versioned(bucket) & has_statement(bucket, refuses)


def _ends(name: object, purposes: tuple[str, ...]) -> bool:
    return isinstance(name, str) and re.fullmatch(rf"(.*[-_./])?({'|'.join(purposes)})", name) is not None
