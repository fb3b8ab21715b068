"""An image's tag always means the same image.

Why: whoever may push replaces what runs in production under the tag that was tested and approved.
Fix: set `image_tag_mutability` to `IMMUTABLE`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:ecr/repository:Repository",),
    controls=Controls(
        fsbp="ECR.2",
    ),
)
def ecr_immutable_tags(repository: Resource) -> Findings:
    mutability = repository["imageTagMutability"]
    excepted = repository["imageTagMutabilityExclusionFilters"].some(lambda one: one["filter"].matches(r"\*+"))
    with_exceptions = mutability.equals("IMMUTABLE_WITH_EXCLUSION") & ~excepted
    return repository.require(mutability.equals("IMMUTABLE") | with_exceptions, mutability)
