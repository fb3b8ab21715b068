"""PostgreSQL logs changes of the schema and slow statements.

Why: without them nobody can tell what was changed, by whom, or why everything is slow tonight.
Fix: set `log_statement` to `ddl` or more, and `log_min_duration_statement` to a number of milliseconds, in the
parameter group.
"""

from policies.facts.databases import CLUSTER_PARAMETER_GROUPS, PARAMETER_GROUPS, sets
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.LOW,
    types=(*PARAMETER_GROUPS, *CLUSTER_PARAMETER_GROUPS),
)
def rds_query_logging(group: Resource) -> Findings:
    families = r"(aurora-)?postgres.*" if group.type in CLUSTER_PARAMETER_GROUPS else r"postgres.*"
    logged = sets(group, "log_statement", "ddl|mod|all") & sets(group, "log_min_duration_statement", r"\d+")
    return group.require(~group["family"].matches(families) | logged, group["parameters"])
