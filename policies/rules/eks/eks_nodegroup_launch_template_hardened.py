"""Node groups have a launch template that demands IMDSv2 and encrypts the disks.

Why: without one a pod with a flaw that fetches addresses reads the node's credentials, and disks stay readable.
Fix: set `launch_template` to one with `metadata_options={"http_tokens": "required"}` and encrypted
`block_device_mappings`.
"""

from policies.facts.clusters import NODE_GROUPS
from policies.facts.machines import templates
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, every


@rule(
    severity=Severity.HIGH,
    types=NODE_GROUPS,
)
def eks_nodegroup_launch_template_hardened(nodes: Resource) -> Findings:
    template = nodes["launchTemplate"]
    found = templates(nodes)
    # What a template of another stack says is not known here.
    hardened = every(map(_is_hardened, found)) if found else Truth.UNKNOWN
    return nodes.require(template.is_set() & hardened, template)


def _is_hardened(template: Resource) -> Truth:
    disks = template["blockDeviceMappings"]
    encrypted = disks.is_set() & disks.every(lambda one: one["ebs"]["encrypted"].is_true())
    return encrypted & template["metadataOptions"]["httpTokens"].equals("required")
