"""How Kueue itself is set up."""

import json
from typing import Any

from components.namespace import TEAM_LABEL

FRAMEWORKS = (
    "batch/job",
    "jobset.x-k8s.io/jobset",
    "pod",
    "ray.io/raycluster",
    "ray.io/rayjob",
    "trainer.kubeflow.org/trainjob",
)
"""Kinds of work that wait in queues."""

VALUES: dict[str, Any] = {
    "controllerManager": {
        "replicas": 2,
        "podDisruptionBudget": {"enabled": True, "minAvailable": 1},
        "manager": {"priorityClassName": "system-cluster-critical"},
    },
    "managerConfig": {
        # The chart wants the configuration file as a text; JSON is YAML, too.
        "controllerManagerConfigYaml": json.dumps(
            {
                "apiVersion": "config.kueue.x-k8s.io/v1beta2",
                "kind": "Configuration",
                "health": {"healthProbeBindAddress": ":8081"},
                "metrics": {"bindAddress": ":8443"},
                "webhook": {"port": 9443},
                "leaderElection": {"leaderElect": True, "resourceName": "c1f6bfd2.kueue.x-k8s.io"},
                # In a team's namespace nothing starts past the queue by leaving out its name.
                "manageJobsWithoutQueueName": True,
                "managedJobsNamespaceSelector": {"matchExpressions": [{"key": TEAM_LABEL, "operator": "Exists"}]},
                "integrations": {"frameworks": list(FRAMEWORKS)},
                "fairSharing": {"preemptionStrategies": ["LessThanOrEqualToFinalShare", "LessThanInitialShare"]},
            },
            indent=2,
        )
    },
}
"""Helm values of Kueue."""
