"""Images are scanned for known vulnerabilities when they are pushed.

Why: an image with a hole that is public knowledge runs for months before anybody looks.
Fix: set `scan_on_push` in `image_scanning_configuration`, or a rule in the `RegistryScanningConfiguration`.
"""

from fnmatch import fnmatchcase

from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some, truth

REGISTRIES = ("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",)


@rule(
    severity=Severity.HIGH,
    types=("aws:ecr/repository:Repository",),
    controls=Controls(
        fsbp="ECR.1",
    ),
)
def ecr_scan_on_push(repository: Resource) -> Findings:
    scan = repository["imageScanningConfiguration"]["scanOnPush"]
    registry = some(_scans(one, repository) for one in repository.stack.of(*REGISTRIES))
    return repository.require(scan.is_true() | registry, scan)


def _scans(registry: Resource, repository: Resource) -> Truth:
    return registry["rules"].some(
        lambda one: (
            one["scanFrequency"].equals("SCAN_ON_PUSH", "CONTINUOUS_SCAN")
            & one["repositoryFilters"].some(lambda chosen: _matches(chosen["filter"], repository["name"]))
        )
    )


def _matches(pattern: Node, name: Node) -> Truth:
    """A pattern without a star matches every name that has it somewhere."""
    everything = pattern.equals("*")
    if not isinstance(pattern.value, str) or not isinstance(name.value, str):
        return everything | pattern.is_set() & Truth.UNKNOWN
    wanted = pattern.value if "*" in pattern.value else f"*{pattern.value}*"
    return truth(fnmatchcase(name.value, wanted))
