"""Objects are of API versions that the cluster still serves.

Why: the API server refuses the others, so the deployment after an upgrade of the cluster fails half-way.
Fix: use the class of the newer version, such as `batch.v1.CronJob` for `batch.v1beta1.CronJob`.
"""

from policies.facts.removed_apis import REMOVED
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.stack import Stack
from policies.truth import Truth, every

LIST = "kubernetes:core/v1:List"
TYPES = (*(f"kubernetes:{version}:{kind}{end}" for version, kind in REMOVED for end in ("", "List", "Patch")), LIST)


@rule(severity=Severity.MEDIUM, types=TYPES)
def k8s_no_deprecated_api(resource: Resource) -> Findings:
    if resource.type != LIST:
        _, version, kind = resource.type.split(":")
        return resource.require(_is_served(resource.stack, version, kind.removesuffix("List").removesuffix("Patch")))
    findings: Findings = []
    for item in resource["items"].each():
        at, named = item["apiVersion"], item["kind"].value
        known = isinstance(at.value, str) and isinstance(named, str)
        findings += resource.require(_is_served(resource.stack, at.value, named) if known else Truth.UNKNOWN, at)
    return findings


def _is_served(stack: Stack, version: str, kind: str) -> Truth:
    removed = REMOVED.get((version, kind))
    clusters = list(stack.of("aws:eks/cluster:Cluster"))
    if removed is None or not clusters:
        # Every release that AWS still offers is later than those that removed it.
        return Truth.TRUE if removed is None else Truth.FALSE
    return every(_is_before(cluster["version"], removed) for cluster in clusters)


def _is_before(version: Node, minor: int) -> Truth:
    return version.satisfies(lambda value: str(value).partition(".")[2].isdigit() and int(str(value)[2:]) < minor)
