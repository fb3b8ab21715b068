"""Kueue's objects say what the settings say."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components import kueue
from components.charts import Chart
from components.custom_resource import after
from components.kueue import Flavor, Priority, WorkloadPriorityClass
from components.operators import operator
from components.teams import Quota, Team
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

API = "kubernetes:kueue.x-k8s.io/v1beta2"
CPU, GPU = Flavor(name="cpu"), Flavor(name="gpu", pool="training", gpu=True)
TEAM = Team(
    name="vision",
    quotas={
        "cpu": Quota(cpus=8, memory_gib=32),
        "gpu": Quota(cpus=16, memory_gib=64, gpus=4, borrowed_percent_max=25, lent_percent_max=50),
    },
)


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        served = after(opts, operator("kueue", {Chart.KUEUE: {}}, opts=opts))
        kueue.flavor("cpu", CPU, opts=served)
        kueue.flavor("gpu", GPU, opts=served)
        kueue.cohort("all", opts=served)
        kueue.cluster_queue("vision", TEAM, [GPU, CPU], opts=served)
        kueue.local_queue("vision", TEAM, inside="default", opts=served)
        WorkloadPriorityClass("high", Priority(name="high", value=1000), opts=served)

    return bring_up(deploy_once, build)


def spec(made: Result, kind: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = made.inputs(f"{API}:{kind}", name)["spec"]
    return found


def share(resource: str, nominal: str, borrowed: str, lent: str) -> dict[str, str]:
    return {"name": resource, "nominalQuota": nominal, "borrowingLimit": borrowed, "lendingLimit": lent}


def test_a_gpu_flavor_is_offered_only_to_jobs_that_bear_its_taint(made: Result) -> None:
    assert spec(made, "ResourceFlavor", "gpu") == {
        "nodeLabels": {"strata/pool": "training"},
        "nodeTaints": [{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}],
    }
    assert spec(made, "ResourceFlavor", "cpu") == {}


def test_a_team_has_its_share_of_each_flavor_and_bounds_for_borrowing_and_lending(made: Result) -> None:
    assert spec(made, "ClusterQueue", "vision")["resourceGroups"] == [
        {
            "coveredResources": ["cpu", "memory", "nvidia.com/gpu"],
            "flavors": [
                {
                    "name": "gpu",
                    "resources": [
                        share("cpu", "16", "4", "8"),
                        share("memory", "64Gi", "16Gi", "32Gi"),
                        share("nvidia.com/gpu", "4", "1", "2"),
                    ],
                },
                {
                    "name": "cpu",
                    "resources": [
                        share("cpu", "8", "4", "8"),
                        share("memory", "32Gi", "16Gi", "32Gi"),
                        share("nvidia.com/gpu", "0", "0", "0"),
                    ],
                },
            ],
        }
    ]


def test_a_team_takes_back_what_it_lent_and_puts_its_important_jobs_first(made: Result) -> None:
    queue = spec(made, "ClusterQueue", "vision")
    assert queue["cohortName"] == "teams"
    assert queue["queueingStrategy"] == "BestEffortFIFO"
    assert queue["preemption"] == {"reclaimWithinCohort": "Any", "withinClusterQueue": "LowerPriority"}


def test_only_the_teams_own_namespace_may_use_its_share(made: Result) -> None:
    assert spec(made, "ClusterQueue", "vision")["namespaceSelector"] == {"matchLabels": {"strata/team": "vision"}}


def test_the_local_queue_is_the_one_for_jobs_that_name_none(made: Result) -> None:
    assert made.inputs(f"{API}:LocalQueue", "vision")["metadata"]["name"] == "default"
    assert spec(made, "LocalQueue", "vision") == {"clusterQueue": "vision"}


def test_a_priority_has_its_value_beside_its_metadata(made: Result) -> None:
    inputs = made.inputs(f"{API}:WorkloadPriorityClass", "high")
    assert (inputs["metadata"]["name"], inputs["value"]) == ("high", 1000)
    assert "spec" not in inputs


def test_the_cohort_bears_the_name_that_shares_refer_to(made: Result) -> None:
    assert made.inputs(f"{API}:Cohort", "all")["metadata"]["name"] == "teams"
