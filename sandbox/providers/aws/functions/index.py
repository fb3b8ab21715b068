"""The functions of the SDK's top-level module: who we are, and where."""

from __future__ import annotations

from protocol.values import Props
from sandbox.providers.aws.function import function
from sandbox.providers.aws.session import AwsSession


@function("aws:index/getCallerIdentity:getCallerIdentity")
def get_caller_identity(aws: AwsSession, arguments: Props) -> Props:  # noqa: ARG001 - it takes none
    """Account, ARN and user id of the caller."""
    answer = aws.client("sts").get_caller_identity()
    account = answer["Account"]
    return {"accountId": account, "arn": answer["Arn"], "userId": answer["UserId"], "id": account}


@function("aws:index/getRegion:getRegion")
def get_region(aws: AwsSession, arguments: Props) -> Props:
    """The region asked for, or the provider's."""
    region = arguments.get("region") or aws.region
    known = aws.client("ec2").describe_regions(RegionNames=[region])["Regions"]
    endpoint = known[0]["Endpoint"]
    return {"region": region, "name": region, "id": region, "endpoint": endpoint, "description": region}


@function("aws:index/getPartition:getPartition")
def get_partition(aws: AwsSession, arguments: Props) -> Props:  # noqa: ARG001 - it takes none
    """The partition, the suffix of its hosts and of its reversed names."""
    return {
        "partition": aws.partition,
        "id": aws.partition,
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


@function("aws:index/getAvailabilityZones:getAvailabilityZones")
def get_availability_zones(aws: AwsSession, arguments: Props) -> Props:
    """The zones of the region, by name; filters, names and ids left out as asked."""
    filters = [{"Name": each["name"], "Values": each["values"]} for each in arguments.get("filters") or []]
    if arguments.get("state"):
        filters.append({"Name": "state", "Values": [arguments["state"]]})
    found = aws.client("ec2").describe_availability_zones(Filters=filters)["AvailabilityZones"]
    zones = [
        zone
        for zone in sorted(found, key=lambda zone: str(zone["ZoneName"]))
        if zone["ZoneName"] not in (arguments.get("excludeNames") or ())
        and zone["ZoneId"] not in (arguments.get("excludeZoneIds") or ())
    ]
    return {
        **arguments,
        "id": aws.region,
        "region": aws.region,
        "names": [zone["ZoneName"] for zone in zones],
        "zoneIds": [zone["ZoneId"] for zone in zones],
        "groupNames": sorted({zone.get("GroupName", aws.region) for zone in zones}),
    }
