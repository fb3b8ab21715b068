"""Pods of hardened containers: without privileges, without the API server's token, spread over zones and nodes."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.container import SCRATCH

USER_ID = 10001
"""An unprivileged user that no image's own files belong to."""


def pod(
    *,
    labels: Mapping[str, str],
    service_account: pulumi.Input[str],
    containers: Sequence[Mapping[str, Any]],
    init_containers: Sequence[Mapping[str, Any]] = (),
    volumes: Sequence[Mapping[str, Any]] = (),
    **extra: Any,
) -> dict[str, Any]:
    """A pod template. Its replicas spread over zones and nodes; `extra` is added to the pod's specification."""
    return {
        "metadata": {"labels": dict(labels)},
        "spec": {
            "service_account_name": service_account,
            # AWS credentials come from the Pod Identity agent; nothing here talks to the API server.
            "automount_service_account_token": False,
            "enable_service_links": False,
            "security_context": {
                "fs_group": USER_ID,
                "run_as_group": USER_ID,
                "run_as_non_root": True,
                "run_as_user": USER_ID,
                "seccomp_profile": {"type": "RuntimeDefault"},
            },
            "containers": list(containers),
            **({"init_containers": list(init_containers)} if init_containers else {}),
            "volumes": [{"name": SCRATCH, "empty_dir": {"size_limit": "1Gi"}}, *volumes],
            "topology_spread_constraints": [
                _spread(key, labels) for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
            ],
            **extra,
        },
    }


def _spread(key: str, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "max_skew": 1,
        "topology_key": key,
        # Better two in a zone than none at all.
        "when_unsatisfiable": "ScheduleAnyway",
        "label_selector": {"match_labels": dict(labels)},
    }
