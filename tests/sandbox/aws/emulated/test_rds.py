"""RDS: changes that wait, what is in use, last snapshots, and an instance's fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

DATABASE = {
    "DBInstanceIdentifier": "store",
    "Engine": "postgres",
    "DBInstanceClass": "db.t4g.medium",
    "AllocatedStorage": 20,
    "MasterUsername": "mlflow",
    "MasterUserPassword": "of-a-test",
}
STORE = {"DBInstanceIdentifier": "store"}


@pytest.fixture
def rds(aws_client: Callable[..., Any]) -> Any:
    """A client, in an otherwise empty account with the subnet group `data` over two zones."""
    client, ec2 = aws_client("rds"), aws_client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"eu-central-1{zone}")["Subnet"]
        for number, zone in enumerate("aba")
    ]
    client.subnets = [subnet["SubnetId"] for subnet in subnets]
    client.create_db_subnet_group(
        DBSubnetGroupName="data", DBSubnetGroupDescription="of a test", SubnetIds=client.subnets[:2]
    )
    return client


def _found(rds: Any) -> Any:
    return rds.describe_db_instances(**STORE)["DBInstances"][0]


class TestChanges:
    def test_wait_for_the_maintenance_window_unless_told_not_to(self, rds: Any) -> None:
        rds.create_db_instance(**DATABASE)
        rds.modify_db_instance(**STORE, DBInstanceClass="db.m7g.large", BackupRetentionPeriod=14)
        database = _found(rds)
        assert (database["DBInstanceClass"], database["BackupRetentionPeriod"]) == ("db.t4g.medium", 1)
        assert database["PendingModifiedValues"] == {"DBInstanceClass": "db.m7g.large", "BackupRetentionPeriod": 14}

        rds.modify_db_instance(**STORE, AllocatedStorage=50, ApplyImmediately=True)
        database = _found(rds)
        assert (database["DBInstanceClass"], database["BackupRetentionPeriod"]) == ("db.m7g.large", 14)
        assert database["AllocatedStorage"] == 50
        assert not database.get("PendingModifiedValues")

    def test_taken_back_no_longer_wait(self, rds: Any) -> None:
        rds.create_db_instance(**DATABASE)
        rds.modify_db_instance(**STORE, DBInstanceClass="db.m7g.large")
        rds.modify_db_instance(**STORE, DBInstanceClass="db.t4g.medium")
        assert not _found(rds).get("PendingModifiedValues")

    def test_of_other_fields_never_wait(self, rds: Any) -> None:
        rds.create_db_instance(**DATABASE)
        rds.modify_db_instance(**STORE, DeletionProtection=True, CopyTagsToSnapshot=True)
        assert (_found(rds)["DeletionProtection"], _found(rds)["CopyTagsToSnapshot"]) == (True, True)


class TestFields:
    def test_that_moto_drops_have_their_defaults(self, rds: Any) -> None:
        rds.create_db_instance(**DATABASE)
        database = _found(rds)
        assert database["DbiResourceId"].startswith("db-")
        assert (database["NetworkType"], database["DatabaseInsightsMode"]) == ("IPV4", "standard")
        assert database["PerformanceInsightsEnabled"] is False
        assert "PerformanceInsightsRetentionPeriod" not in database

    def test_two_databases_have_two_ids_and_one_dns_zone(self, rds: Any) -> None:
        made = [rds.create_db_instance(**{**DATABASE, "DBInstanceIdentifier": name}) for name in ("one", "two")]
        assert len({answer["DBInstance"]["DbiResourceId"] for answer in made}) == 2
        zones = {database["Endpoint"]["HostedZoneId"] for database in rds.describe_db_instances()["DBInstances"]}
        assert len(zones) == 1

    def test_performance_insights_are_switched_on_and_off(self, rds: Any) -> None:
        rds.create_db_instance(**DATABASE, EnablePerformanceInsights=True)
        assert _found(rds)["PerformanceInsightsEnabled"] is True
        assert _found(rds)["PerformanceInsightsRetentionPeriod"] == 7
        rds.modify_db_instance(**STORE, EnablePerformanceInsights=False)
        assert _found(rds)["PerformanceInsightsEnabled"] is False
        assert "PerformanceInsightsRetentionPeriod" not in _found(rds)


class TestDeleting:
    def test_needs_a_last_snapshot_or_the_word_that_none_is_wanted(self, rds: Any) -> None:
        rds.create_db_instance(**DATABASE)
        with pytest.raises(ClientError, match="FinalDBSnapshotIdentifier is required"):
            rds.delete_db_instance(**STORE)
        rds.delete_db_instance(**STORE, FinalDBSnapshotIdentifier="last")
        assert [found["DBSnapshotIdentifier"] for found in rds.describe_db_snapshots()["DBSnapshots"]] == ["last"]

    def test_a_protected_database_is_refused(self, rds: Any) -> None:
        rds.create_db_instance(**DATABASE, DeletionProtection=True)
        with pytest.raises(ClientError, match=r"[Dd]eletion"):
            rds.delete_db_instance(**STORE, SkipFinalSnapshot=True)
        assert _found(rds)["DBInstanceStatus"] == "available"

    def test_the_groups_of_a_database_stay_as_long_as_it_does(self, rds: Any) -> None:
        rds.create_db_parameter_group(
            DBParameterGroupName="tls", DBParameterGroupFamily="postgres17", Description="of a test"
        )
        rds.create_db_instance(**DATABASE, DBSubnetGroupName="data", DBParameterGroupName="tls")
        with pytest.raises(ClientError, match="InvalidDBSubnetGroupState"):
            rds.delete_db_subnet_group(DBSubnetGroupName="data")
        with pytest.raises(ClientError, match="InvalidDBParameterGroupState"):
            rds.delete_db_parameter_group(DBParameterGroupName="tls")
        rds.delete_db_instance(**STORE, SkipFinalSnapshot=True)
        rds.delete_db_subnet_group(DBSubnetGroupName="data")
        rds.delete_db_parameter_group(DBParameterGroupName="tls")
        with pytest.raises(ClientError, match="DBParameterGroupNotFound"):
            rds.describe_db_parameter_groups(DBParameterGroupName="tls")


class TestGroups:
    def test_subnets_must_lie_in_two_zones(self, rds: Any) -> None:
        with pytest.raises(ClientError, match="DBSubnetGroupDoesNotCoverEnoughAZs"):
            rds.create_db_subnet_group(
                DBSubnetGroupName="one-zone",
                DBSubnetGroupDescription="of a test",
                SubnetIds=[rds.subnets[0], rds.subnets[2]],
            )

    def test_a_changed_subnet_group_is_still_there(self, rds: Any) -> None:
        rds.modify_db_subnet_group(DBSubnetGroupName="data", SubnetIds=rds.subnets)
        [group] = rds.describe_db_subnet_groups(DBSubnetGroupName="data")["DBSubnetGroups"]
        assert {subnet["SubnetIdentifier"] for subnet in group["Subnets"]} == set(rds.subnets)

    def test_parameters_are_reset_one_by_one_or_all(self, rds: Any) -> None:
        name = {"DBParameterGroupName": "tls"}
        rds.create_db_parameter_group(**name, DBParameterGroupFamily="postgres17", Description="of a test")
        asked = [
            {"ParameterName": parameter, "ParameterValue": "1", "ApplyMethod": "immediate"}
            for parameter in ("rds.force_ssl", "log_connections", "log_disconnections")
        ]
        rds.modify_db_parameter_group(**name, Parameters=asked)

        def set_now() -> set[str]:
            return {parameter["ParameterName"] for parameter in rds.describe_db_parameters(**name)["Parameters"]}

        rds.reset_db_parameter_group(**name, Parameters=asked[:1])
        assert set_now() == {"log_connections", "log_disconnections"}
        rds.reset_db_parameter_group(**name, ResetAllParameters=True)
        assert set_now() == set()
