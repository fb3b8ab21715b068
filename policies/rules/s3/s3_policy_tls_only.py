"""The policy of every bucket refuses what does not come over TLS, for the bucket and for its objects.

Why: S3 answers plain HTTP as well, and whoever sits between then reads data and signed requests.
Fix: add a statement to the `BucketPolicy` that denies `s3:*` on the bucket and on `/*` in it to `*` while
`aws:SecureTransport` is `false`.
"""

from policies.facts.buckets import arns, has_statement
from policies.facts.families import BUCKETS
from policies.facts.policy_document import Statement
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=BUCKETS,
    controls=Controls(
        cis_aws_3="2.1.1",
        cis_aws_4="2.1.1",
        fsbp="S3.5",
        hipaa="164.312(a)(2)(iv) 164.312(c)(2) 164.312(e)(1) 164.312(e)(2)(i) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AC-4 AC-4(22) AC-17(2) AC-24(1) AU-9(3) CA-9b CM-6a CM-9b IA-5(1)(c) PM-11b PM-17b SC-7(4)(b) "
        "SC-7(4)(g) SC-8 SC-8(1) SC-8(2) SC-8(3) SC-8(4) SC-8(5) SC-13a SC-16(1) SC-23 SI-1a.2 SI-1c.2",
    ),
)
def s3_policy_tls_only(bucket: Resource) -> Findings:
    refused = _refuses_plain_http(bucket, "") & _refuses_plain_http(bucket, "/any")
    return bucket.require(refused, detail="no policy bound to it refuses plain HTTP for the bucket and its objects")


def _refuses_plain_http(bucket: Resource, inner: str) -> Truth:
    return has_statement(bucket, lambda one: one.refuses_plain_http() & _covers(bucket, one, inner))


def _covers(bucket: Resource, statement: Statement, inner: str) -> Truth:
    named = arns(bucket)
    return statement.covers_resource(*(f"{arn}{inner}" for arn in named)) if named else _may_cover(statement)


def _may_cover(statement: Statement) -> Truth:
    """What it covers of a bucket whose name nobody knows yet."""
    return statement.node["Resource"].some(lambda one: one.equals("*") | Truth.UNKNOWN)
