"""A region's defaults for instance metadata: set, changed in part, and taken away."""

from __future__ import annotations

from sandbox.aws.server import AwsServer
from sandbox.providers.aws.session import AwsSession


def test_they_are_set_in_parts_and_by_region(aws_server: AwsServer) -> None:
    aws_server.reset()
    ec2 = AwsSession(aws_server.endpoint, "eu-central-1").client("ec2")
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {}
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=2)
    ec2.modify_instance_metadata_defaults(HttpPutResponseHopLimit=1)
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {
        "HttpTokens": "required",
        "HttpPutResponseHopLimit": 1,
    }
    elsewhere = AwsSession(aws_server.endpoint, "us-east-1").client("ec2")
    assert elsewhere.get_instance_metadata_defaults()["AccountLevel"] == {}
    ec2.modify_instance_metadata_defaults(HttpTokens="no-preference", HttpPutResponseHopLimit=-1)
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {}
