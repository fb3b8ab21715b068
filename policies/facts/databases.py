"""Databases of RDS: their kinds, and what is known of engines from `data/rds.yaml`, which names its sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, every, some

INSTANCES: Final = ("aws:rds/instance:Instance",)
DATABASE_CLUSTERS: Final = ("aws:rds/cluster:Cluster",)
MEMBERS: Final = ("aws:rds/clusterInstance:ClusterInstance",)
DATABASES: Final = (*INSTANCES, *DATABASE_CLUSTERS)
PARAMETER_GROUPS: Final = ("aws:rds/parameterGroup:ParameterGroup",)
CLUSTER_PARAMETER_GROUPS: Final = ("aws:rds/clusterParameterGroup:ClusterParameterGroup",)
_FACTS: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "rds.yaml").read_text(encoding="utf-8")
)
RETIRED_CAS: Final = tuple(_FACTS["retired_cas"])
DEFAULT_ADMINS: Final = tuple(_FACTS["default_admins"])
PORTS: Final[dict[str, int]] = _FACTS["ports"]
"""Default ports, by the beginning of the engine's name."""


def is_replica_of_another(database: Resource) -> Truth:
    """Whether it is a copy that takes over what its source has: encryption, users, network."""
    return database["replicateSourceDb"].is_set() | database["replicationSourceIdentifier"].is_set()


def is_of_engine(database: Resource, *engines: str) -> Truth:
    """Whether its engine's name begins like one of these."""
    return database["engine"].matches(rf"({'|'.join(engines)})(-(ee|se|ex|web|custom).*)?")


def exports_logs(database: Resource) -> Truth:
    """Whether it exports the logs that are worth having of its engine."""
    given = database["enabledCloudwatchLogsExports"]
    return every(~is_of_engine(database, engine) | given.contains(*logs) for engine, logs in _FACTS["logs"].items())


def parameters(group: Resource, name: str) -> Iterator[tuple[Node, Truth]]:
    """The values that a parameter group gives to a parameter, and whether it is that parameter."""
    for one in group["parameters"].each():
        yield one["value"], one["name"].equals(name)


def sets(group: Resource, name: str, values: str) -> Truth:
    """Whether a parameter group gives a parameter a value that a regular expression describes."""
    return some(named & value.satisfies(_reads(values)) for value, named in parameters(group, name))


def is_in_default_group(name: Node) -> Truth:
    """Whether a parameter group is the engine's own."""
    return name.equals(None) | name.matches(r"default\..*")


def _reads(values: str) -> Any:
    return lambda value: Node(str(value)).matches(values) is Truth.TRUE
