"""What cannot be made again is protected from deletion by the program.

Why: a rename, a changed argument that replaces, or a destroy of the wrong stack deletes the data before anybody reads
the plan.
Fix: set `protect=True` in the resource's options. Strata's components do while `deletion` is `protected`.
"""

from policies.facts.families import BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.truth import Truth, truth

STATEFUL = (
    *BUCKETS,
    "aws:docdb/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:ebs/volume:Volume",
    "aws:ecr/repository:Repository",
    "aws:efs/fileSystem:FileSystem",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:fsx/ontapFileSystem:OntapFileSystem",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
    "aws:fsx/windowsFileSystem:WindowsFileSystem",
    "aws:kms/key:Key",
    "aws:opensearch/domain:Domain",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    "aws:redshift/cluster:Cluster",
    "aws:sagemaker/featureGroup:FeatureGroup",
)


@rule(severity=Severity.HIGH, types=STATEFUL, profiles=(Profile.PROD,))
def protect_stateful_prod(resource: Resource) -> Findings:
    known = Truth.UNKNOWN if resource.protect is None else truth(resource.protect)
    return resource.require(known, detail="not protected")
