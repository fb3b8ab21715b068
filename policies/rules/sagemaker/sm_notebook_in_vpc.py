"""Notebooks are in one's own network.

Why: outside of it no security group, endpoint or flow log sees what a notebook does.
Fix: set `subnet_id` and `security_groups`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=("aws:sagemaker/notebookInstance:NotebookInstance",),
    controls=Controls(
        fsbp="SageMaker.2",
    ),
)
def sm_notebook_in_vpc(notebook: Resource) -> Findings:
    setting = notebook["subnetId"]
    return notebook.require(setting.is_set(), setting)
