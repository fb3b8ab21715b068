"""The volumes of notebooks are encrypted with a key of one's own.

Why: copies of the training data lie on them; a key of one's own can be withdrawn when the instance is forgotten.
Fix: set `kms_key_id` to a key of your own.
"""

from policies.facts.customer_keys import is_own_key
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:sagemaker/notebookInstance:NotebookInstance",),
    controls=Controls(
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AU-9(3) CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def sm_notebook_kms(notebook: Resource) -> Findings:
    setting = notebook["kmsKeyId"]
    return notebook.require(is_own_key(notebook, setting), setting)
