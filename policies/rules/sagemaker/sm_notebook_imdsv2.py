"""Notebooks answer requests for their role's credentials only with a token.

Why: a library or a page that makes the notebook fetch an address gets the credentials of its role.
Fix: set `minimum_instance_metadata_service_version` to `2` in `instance_metadata_service_configuration`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=("aws:sagemaker/notebookInstance:NotebookInstance",))
def sm_notebook_imdsv2(notebook: Resource) -> Findings:
    setting = notebook["instanceMetadataServiceConfiguration"]["minimumInstanceMetadataServiceVersion"]
    return notebook.require(setting.at_least(2), setting)
