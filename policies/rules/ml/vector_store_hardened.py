"""Vector stores are private and encrypted, on disk and on the way.

Why: embeddings can be turned back into the documents that they were made of, and those are what a company knows.
Fix: for a domain of OpenSearch tagged `purpose: vector-store`, or named so, set `vpc_options`, `encrypt_at_rest`,
`node_to_node_encryption` and `enforce_https`; for a cache, `at_rest_encryption_enabled` and
`transit_encryption_enabled`. Who sees which index is decided inside of it.
"""

from policies.facts.families import SEARCH_DOMAINS
from policies.facts.zones import VECTOR_STORES, is_for
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

CACHES = ("aws:elasticache/replicationGroup:ReplicationGroup",)


@rule(
    severity=Severity.HIGH,
    types=(*SEARCH_DOMAINS, *CACHES),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MEASURE 2.10",), iso_42001="A.7.2"),
)
def vector_store_hardened(store: Resource) -> Findings:
    other = ~is_for(store, *VECTOR_STORES)
    findings: Findings = []
    if store.type in CACHES:
        switches = [store["atRestEncryptionEnabled"], store["transitEncryptionEnabled"]]
    else:
        subnets = store["vpcOptions"]["subnetIds"]
        findings += store.require(other | subnets.is_set(), subnets)
        switches = [
            store["encryptAtRest"]["enabled"],
            store["nodeToNodeEncryption"]["enabled"],
            store["domainEndpointOptions"]["enforceHttps"],
        ]
    return findings + [found for one in switches for found in store.require(other | one.is_true(), one)]
