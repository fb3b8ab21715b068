"""What stays is told with its reason, by type."""

from __future__ import annotations

from cli.kept import Why
from cli.render.kept import NAMES_MAX, kept_lines


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:dev::p::p:index:Storage${type_}::{name}"


def test_a_line_for_each_reason_and_type() -> None:
    reasons = {
        urn("aws:s3/bucket:Bucket", "raw"): Why.STORE,
        urn("aws:s3/bucket:Bucket", "audit"): Why.STORE,
        urn("aws:kms/key:Key", "key"): Why.NEEDED,
        "urn:pulumi:dev::p::p:index:Storage::storage": Why.NEEDED,
    }
    assert [line.plain.split() for line in kept_lines(reasons)] == [
        ["2", "stay:", "what", "holds", "data"],
        ["aws:s3:Bucket", "audit,", "raw"],
        ["1", "stay:", "what", "it", "needs"],
        ["aws:kms:Key", "key"],
        [],
    ]


def test_a_long_list_is_cut() -> None:
    many = {urn("aws:s3/bucket:Bucket", f"b{number}"): Why.STORE for number in range(NAMES_MAX + 3)}
    assert kept_lines(many)[1].plain.endswith("b5 … and 3 more")
