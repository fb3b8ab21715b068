"""Pods are unprivileged, hold no token of the API server and spread out."""

from __future__ import annotations

from components.pod import pod

LABELS = {"app": "model"}


def test_a_pod_is_exactly_this() -> None:
    main, first = {"name": "main"}, {"name": "first"}
    spread = {
        "max_skew": 1,
        "when_unsatisfiable": "ScheduleAnyway",
        "label_selector": {"match_labels": LABELS},
    }
    assert pod(
        labels=LABELS,
        service_account="model",
        containers=[main],
        init_containers=[first],
        volumes=[{"name": "code"}],
        priority_class_name="high",
    ) == {
        "metadata": {"labels": LABELS},
        "spec": {
            "service_account_name": "model",
            "automount_service_account_token": False,
            "enable_service_links": False,
            "security_context": {
                "fs_group": 10001,
                "run_as_group": 10001,
                "run_as_non_root": True,
                "run_as_user": 10001,
                "seccomp_profile": {"type": "RuntimeDefault"},
            },
            "containers": [main],
            "init_containers": [first],
            "volumes": [{"name": "tmp", "empty_dir": {"size_limit": "1Gi"}}, {"name": "code"}],
            "topology_spread_constraints": [
                spread | {"topology_key": "topology.kubernetes.io/zone"},
                spread | {"topology_key": "kubernetes.io/hostname"},
            ],
            "priority_class_name": "high",
        },
    }


def test_a_pod_without_preparation_has_no_init_containers() -> None:
    assert "init_containers" not in pod(labels=LABELS, service_account="model", containers=[])["spec"]
