"""The role of a notebook has neither an administrator's permissions nor all of SageMaker's.

Why: whoever opens the notebook, or whatever is installed in it, has what the role has: all buckets, all models, all
roles it may pass.
Fix: write a policy for what the notebook reads and starts, and attach that instead.
"""

from policies.facts.permissions import ATTACHMENTS, ROLE, attached
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, some

NOTEBOOKS = ("aws:sagemaker/notebookInstance:NotebookInstance",)
TOO_MUCH = r"arn:[^:]*:iam::aws:policy/(AdministratorAccess|PowerUserAccess|AmazonSageMakerFullAccess)"


@rule(severity=Severity.HIGH, types=ATTACHMENTS)
def sm_notebook_role_least(resource: Resource) -> Findings:
    of_notebook = _is_for_notebook(resource)
    return [found for arn in attached(resource) for found in resource.forbid(of_notebook & arn.matches(TOO_MUCH), arn)]


def _is_for_notebook(resource: Resource) -> Truth:
    if resource.type == ROLE:
        return resource.stack.bound_to(resource, NOTEBOOKS, by="roleArn").some()
    named = (one for key in ("role", "roleName", "roles") for one in resource[key].each())
    return some(resource.stack.some_referred(one, (ROLE,), _is_for_notebook) for one in named)
