"""The images that train and serve cannot be replaced under their tag, and are scanned when they are pushed.

Why: whoever may push one tag again changes what every endpoint runs after its next restart.
Fix: set `image_tag_mutability` of the repository to IMMUTABLE and `scan_on_push` of its `image_scanning_configuration`:
our `Registry` component does. Whether an image is signed is not a setting of its repository.
"""

from policies.facts.tags import PURPOSE, is_tagged
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth

REPOSITORIES = ("aws:ecr/repository:Repository",)
ACCOUNT = ("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",)
MEANT = r"(.*[-_./])?(training|train|trainer|serving|inference|models?|mlflow|notebooks?|pipelines?)([-_./].*)?"
PURPOSES = ("training", "serving", "inference")


@rule(
    severity=Severity.MEDIUM,
    types=REPOSITORIES,
    profiles=(Profile.ML,),
    controls=Controls(fsbp="ECR.1 ECR.2", ai_act="15", ai_rmf=("MANAGE 3.2",), iso_42001="A.6.2.5"),
)
def ml_registry_ecr_immutable_signed(repository: Resource) -> Findings:
    meant = repository["name"].matches(MEANT) | is_tagged(repository, PURPOSE, *PURPOSES)
    tags, scans = repository["imageTagMutability"], repository["imageScanningConfiguration"]["scanOnPush"]
    stack_wide = repository.stack.of(*ACCOUNT)
    scanned = Truth.TRUE if any(True for _ in stack_wide) else scans.is_true()
    return [
        *repository.require(~meant | tags.equals("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"), tags),
        *repository.require(~meant | scanned, scans),
    ]
