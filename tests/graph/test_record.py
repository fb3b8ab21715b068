"""The JSON: everything there is, nothing that is not, and as documented."""

from __future__ import annotations

import json
import re

from graph.flows import with_flows
from graph.record import __doc__ as documented
from graph.record import record
from tests.graph.stacks import STACK, small


def test_a_resource_is_told_with_all_that_is_known_of_it() -> None:
    told = {one["id"]: one for one in record(small())["nodes"]}
    assert told["lake-raw-policy"] == {
        "id": "lake-raw-policy",
        "urn": "urn:pulumi:dev::p::aws:s3/bucketPolicy:BucketPolicy::lake-raw-policy",
        "name": "lake-raw-policy",
        "type": "aws:s3/bucketPolicy:BucketPolicy",
        "component": False,
        "home": "lake-raw",
        "parent": "lake",
        "step": "create",
    }
    assert told["keys-lake"]["cost"] == {"low": 1, "high": 3, "sources": ("https://a.b",)}
    assert told["desk-jobs"]["properties"] == {"name": "jobs", "kms": None}
    assert told["desk-jobs"]["findings"] == [
        {"rule": "queue-sealed", "severity": "high", "outcome": "violated", "title": "queues are sealed", "path": "kms"}
    ]
    assert told["p-dev"] == {
        "id": "p-dev", "urn": STACK, "name": "p-dev", "type": "pulumi:pulumi:Stack", "component": True,
        "home": None, "parent": None,
    }  # fmt: skip


def test_an_edge_says_why() -> None:
    edges = record(with_flows(small()))["edges"]
    assert {"source": "desk-jobs", "target": "lake-raw", "kind": "dependsOn"} in edges
    assert {"source": "lake-raw", "target": "keys-lake", "kind": "property", "labels": ["kmsKeyId"]} in edges
    (flow,) = [one for one in edges if one["kind"] == "flow"]
    assert flow == {
        "source": "lake-raw",
        "target": "lake-logs",
        "kind": "flow",
        "labels": ["access logs"],
        "derived": "lake-raw-logging: targetBucket",
    }


def test_every_field_is_documented() -> None:
    told = json.loads(json.dumps(record(with_flows(small()))))
    fields = {*told} | {name for one in (*told["nodes"], *told["edges"]) for name in one}
    fields |= {name for one in told["nodes"] for finding in one.get("findings", ()) for name in finding}
    assert fields <= set(re.findall(r'"(\w+)"', documented or ""))
    assert told["version"] == 1
    assert told["notes"] == ["a note"]
