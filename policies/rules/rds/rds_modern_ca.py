"""Databases show a certificate of an authority that still exists.

Why: clients that check the certificate stop connecting when the authority's own has run out.
Fix: leave `ca_cert_identifier` out, or set it to `rds-ca-rsa2048-g1` or newer.
"""

from policies.facts.databases import DATABASE_CLUSTERS, DATABASES, MEMBERS, RETIRED_CAS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.MEDIUM,
    types=(*DATABASES, *MEMBERS),
)
def rds_modern_ca(database: Resource) -> Findings:
    authority = database["caCertificateIdentifier" if database.type in DATABASE_CLUSTERS else "caCertIdentifier"]
    return database.forbid(authority.equals(*RETIRED_CAS), authority)
