"""No policy of an image repository, or of the registry, lets everyone in.

Why: models and code inside the images are pulled by strangers, or an image of theirs is pushed for one's own cluster
to run.
Fix: name accounts or roles in `Principal`, or demand `aws:PrincipalOrgID`.
"""

from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

TEMPLATE = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"


@rule(
    severity=Severity.CRITICAL,
    types=("aws:ecr/repositoryPolicy:RepositoryPolicy", "aws:ecr/registryPolicy:RegistryPolicy", TEMPLATE),
)
def ecr_policy_not_public(resource: Resource) -> Findings:
    return forbid_statements(
        resource, resource["repositoryPolicy" if resource.type == TEMPLATE else "policy"], Statement.is_open
    )
