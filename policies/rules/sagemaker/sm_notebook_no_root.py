"""Users of a notebook are not its administrators.

Why: as root anyone who shares the instance switches off its logging, or reads what others left on it.
Fix: set `root_access` to `Disabled`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:sagemaker/notebookInstance:NotebookInstance",),
    controls=Controls(
        fsbp="SageMaker.3",
    ),
)
def sm_notebook_no_root(notebook: Resource) -> Findings:
    setting = notebook["rootAccess"]
    return notebook.require(setting.equals("Disabled"), setting)
