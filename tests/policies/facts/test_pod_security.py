"""The lists of the Pod Security Standards hold together, and name what the SDK knows."""

from __future__ import annotations

import re

from pulumi_kubernetes.core.v1 import VolumeArgs

from policies.facts import pod_security


def test_what_is_restricted_is_part_of_the_baseline() -> None:
    assert set(pod_security.RESTRICTED_CAPABILITIES) < set(pod_security.BASELINE_CAPABILITIES)


def test_nothing_that_reaches_the_node_is_on_a_list() -> None:
    assert not {"SYS_ADMIN", "NET_ADMIN", "NET_RAW", "ALL"} & set(pod_security.BASELINE_CAPABILITIES)
    assert "spc_t" not in pod_security.SELINUX_TYPES
    assert "hostPath" not in pod_security.VOLUMES


def test_every_kind_of_volume_is_one() -> None:
    known = {re.sub(r"_(.)", lambda found: found[1].upper(), name) for name in dir(VolumeArgs)}
    assert set(pod_security.VOLUMES) - {"downwardAPI"} <= known


def test_sysctls_are_names_of_the_kernel() -> None:
    assert all(re.fullmatch(r"(kernel|net\.ipv4)\.[a-z_]+", name) for name in pod_security.SYSCTLS)
    assert len(set(pod_security.SYSCTLS)) == len(pod_security.SYSCTLS)
