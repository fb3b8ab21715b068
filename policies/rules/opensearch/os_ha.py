"""A search domain in production survives the loss of a zone.

Why: with fewer nodes, or all in one zone, one failure stops the search, or leaves two halves that both think they
lead.
Fix: set `cluster_config` to 3 data nodes or more, `zone_awareness_enabled`, and 3 dedicated masters.
"""

from policies.facts.families import SEARCH_DOMAINS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=SEARCH_DOMAINS,
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="OpenSearch.6",
    ),
)
def os_ha(domain: Resource) -> Findings:
    config = domain["clusterConfig"]
    nodes, masters = config["instanceCount"], config["dedicatedMasterCount"]
    spread = config["zoneAwarenessEnabled"].is_true() | config["multiAzWithStandbyEnabled"].is_true()
    return [
        *domain.require(nodes.at_least(3), nodes),
        *domain.require(spread, config["zoneAwarenessEnabled"]),
        *domain.require(config["dedicatedMasterEnabled"].is_true() & masters.at_least(3), masters),
    ]
