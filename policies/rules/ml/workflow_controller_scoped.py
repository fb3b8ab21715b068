"""The steps of a workflow run as a service account of their own.

Why: what the default account is granted for one workflow, every pod in the namespace has, and every workflow that
somebody submits later.
Fix: set `serviceAccountName` of the Workflow's `spec` to an account with the few permissions that its steps need.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

PLACES = {
    **dict.fromkeys(("Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"), ("spec",)),
    "CronWorkflow": ("spec", "workflowSpec"),
}


@rule(
    severity=Severity.MEDIUM,
    types=types(*PLACES),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", iso_42001="A.4.4", cis_eks="4.1.5"),
)
def workflow_controller_scoped(resource: Resource) -> Findings:
    findings: Findings = []
    for workflow in objects(resource, *PLACES):
        spec = workflow.root.at(*PLACES.get(workflow.kind, ("spec",)))
        account = spec["serviceAccountName"]
        # What refers to a template may have its account.
        inherits = spec["workflowTemplateRef"].is_set() & ~account.is_set()
        findings += workflow.require(inherits | account.is_set() & ~account.equals("default"), account)
    return findings
