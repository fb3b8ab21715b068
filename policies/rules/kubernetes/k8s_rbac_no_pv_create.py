"""No role makes persistent volumes.

Why: a persistent volume may be a folder of a node, so whoever makes one reads and writes that node.
Fix: take `create` on `persistentvolumes` out; claims get their volumes from storage classes.
"""

from policies.facts.kubernetes import types
from policies.facts.rbac import CORE, Power, forbid_powers
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POWERS = (Power(CORE, ("persistentvolumes",), ("create",)),)


@rule(severity=Severity.HIGH, types=types("ClusterRole"), controls=Controls(cis_eks="4.1.9"))
def k8s_rbac_no_pv_create(resource: Resource) -> Findings:
    return forbid_powers(resource, POWERS, "ClusterRole")
