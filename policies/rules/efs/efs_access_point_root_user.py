"""An access point leads into a folder of its own, as a user who is not root.

Why: one pod that is taken over reads and overwrites the datasets and notebooks of every other team.
Fix: set `path` in `root_directory` to a folder, and `posix_user` to a user and group other than 0.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:efs/accessPoint:AccessPoint",),
    controls=Controls(
        fsbp="EFS.3 EFS.4",
    ),
)
def efs_access_point_root_user(point: Resource) -> Findings:
    path, user = point["rootDirectory"]["path"], point["posixUser"]["uid"]
    own = path.is_set() & ~path.equals("/")
    return point.require(own, path) + point.require(user.at_least(1), user)
