"""What costs most says who pays for it.

Why: a bill that nobody is sent is nobody's to lower: GPUs and stores of abandoned projects are paid for years.
Fix: set the tags `cost-center`, `owner` and `project`, best as `default_tags` of the provider, as our stacks do.
"""

from policies.facts.clusters import CLUSTERS, NODE_GROUPS
from policies.facts.databases import DATABASES
from policies.facts.endpoints import ENDPOINTS
from policies.facts.families import BUCKETS
from policies.facts.tags import tag
from policies.facts.training import TRAINING_JOBS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import some

COSTLY = (
    *(*BUCKETS, *CLUSTERS, *NODE_GROUPS, *DATABASES, *ENDPOINTS, *TRAINING_JOBS),
    "aws:sagemaker/notebookInstance:NotebookInstance",
    "aws:efs/fileSystem:FileSystem",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
)
KEYS = (("cost-center", "cost_center"), ("owner", "team"), ("project", "application"))


@rule(
    severity=Severity.LOW,
    types=COSTLY,
    profiles=(Profile.ML,),
    controls=Controls(ai_rmf=("MAP 3.2",), iso_42001="A.4.2"),
)
def cost_allocation_complete(resource: Resource) -> Findings:
    findings: Findings = []
    for names in KEYS:
        told = some(tag(resource, name).is_set() for name in names)
        findings += resource.require(told, f"tags.{names[0]}", f"the tag {names[0]} is missing")
    return findings
