"""Services that are asked themselves."""

from __future__ import annotations

import json

from audit import Client
from audit.services import clusters, databases, repositories, rules
from tests.audit.conftest import OURS, OWNER, THEIRS, as_list


def test_a_database_with_what_its_price_depends_on_and_its_snapshots(client: Client) -> None:
    rds = client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="runs",
        Engine="postgres",
        DBInstanceClass="db.t4g.small",
        AllocatedStorage=20,
        StorageType="gp3",
        MultiAZ=True,
        MasterUsername="strata",
        MasterUserPassword="not-a-secret",
        Tags=as_list(OURS),
    )
    rds.create_db_snapshot(DBInstanceIdentifier="runs", DBSnapshotIdentifier="by-hand", Tags=as_list(OURS))
    rds.create_db_parameter_group(
        DBParameterGroupName="runs", DBParameterGroupFamily="postgres17", Description="runs", Tags=as_list(OURS)
    )
    found = {one.kind: one for one in databases(client, OWNER)}
    assert found["db"].facts == {"class": "db.t4g.small", "storage_gib": 20, "storage_type": "gp3", "multi_az": True}
    assert found["pg"].name == "runs"
    snapshots = {one.name: one.belongs_to for one in databases(client, OWNER) if one.kind == "snapshot"}
    assert snapshots["by-hand"] == ()
    # One that RDS makes by itself goes with its database.
    assert {found["db"].id} >= {owner for name, owners in snapshots.items() if name != "by-hand" for owner in owners}


def test_repositories_and_rules_of_others_are_left_out(client: Client) -> None:
    for name, tags in (("ours", OURS), ("theirs", THEIRS)):
        client("ecr").create_repository(repositoryName=name, tags=as_list(tags))
        client("events").put_rule(Name=name, EventPattern=json.dumps({"source": ["x"]}), Tags=as_list(tags))
    assert [one.name for one in repositories(client, OWNER)] == ["ours"]
    assert [one.name for one in rules(client, OWNER)] == ["ours"]


def test_no_cluster_is_found_where_there_is_none(client: Client) -> None:
    assert list(clusters(client, OWNER)) == []
