"""Kueue is set up so that nothing in a team's namespace goes round the queue."""

from __future__ import annotations

import json

from components.kueue_values import FRAMEWORKS, VALUES
from components.namespace import TEAM_LABEL

CONFIGURATION = json.loads(VALUES["managerConfig"]["controllerManagerConfigYaml"])


def test_work_without_a_queue_name_waits_too_in_the_namespaces_of_teams_and_nowhere_else() -> None:
    assert CONFIGURATION["manageJobsWithoutQueueName"] is True
    assert CONFIGURATION["managedJobsNamespaceSelector"] == {
        "matchExpressions": [{"key": TEAM_LABEL, "operator": "Exists"}]
    }


def test_bare_pods_wait_as_jobs_do() -> None:
    assert CONFIGURATION["integrations"]["frameworks"] == list(FRAMEWORKS)
    assert {"batch/job", "pod"} <= set(FRAMEWORKS)


def test_the_controller_survives_the_loss_of_a_node() -> None:
    manager = VALUES["controllerManager"]
    assert manager["replicas"] == 2
    assert manager["podDisruptionBudget"] == {"enabled": True, "minAvailable": 1}
    assert manager["manager"] == {"priorityClassName": "system-cluster-critical"}
