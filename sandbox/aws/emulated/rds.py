"""RDS: changes that wait, what is in use stays, final snapshots, parameters reset, and an instance's newer fields.

Sources: the RDS API reference (fields, defaults, which changes wait for the maintenance window, errors).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.exceptions import DBParameterGroupNotFoundError, InvalidParameterCombination, RDSClientError
from moto.rds.models import DBInstance, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

Fields = dict[str, Any]

DEFAULTS: Mapping[str, Any] = {
    "backup_target": "region",
    "database_insights_mode": "standard",
    "dedicated_log_volume": False,
    "engine_lifecycle_support": "open-source-rds-extended-support",
    "network_type": "IPV4",
    "performance_insights_enabled": False,
    "performance_insights_kms_key_id": None,
    "performance_insights_retention_period": None,
}
"""Fields of an instance that moto drops, with RDS's defaults."""

DEFERRED: Mapping[str, str] = {
    "allocated_storage": "AllocatedStorage",
    "backup_retention_period": "BackupRetentionPeriod",
    "db_instance_class": "DBInstanceClass",
    "engine_version": "EngineVersion",
    "iops": "Iops",
    "multi_az": "MultiAZ",
    "storage_throughput": "StorageThroughput",
    "storage_type": "StorageType",
}
"""Changes that wait for the maintenance window unless they are to apply at once, by the name in pending values."""


class Rds(RDSBackend):
    """moto's RDS."""

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/": RdsResponse.dispatch}

    def create_db_instance(self, db_kwargs: Fields) -> Any:
        """Create an instance with every field kept."""
        database = super().create_db_instance(db_kwargs)
        database.dbi_resource_id = f"db-{secrets.token_hex(13).upper()}"
        for name, default in DEFAULTS.items():
            setattr(database, name, db_kwargs.get(name, default))
        self._set_insights(database, db_kwargs)
        return database

    def modify_db_instance(self, db_instance_identifier: str, db_kwargs: Fields) -> Any:
        """Change an instance now, or note what is to change in the next maintenance window."""
        database = self.describe_db_instances(db_instance_identifier)[0]
        waiting = dict(getattr(database, "waiting_changes", {}))
        at_once = str(db_kwargs.get("apply_immediately", False)).lower() == "true"
        for name in DEFERRED:
            if name in db_kwargs:
                value = db_kwargs.pop(name)
                waiting.pop(name, None)
                if value != getattr(database, name):
                    waiting[name] = value
        if at_once:
            for name, value in waiting.items():
                db_kwargs[name] = value
            waiting = {}
        database = super().modify_db_instance(db_instance_identifier, db_kwargs)
        database.waiting_changes = waiting
        database.pending_modified_values = {DEFERRED[name]: value for name, value in waiting.items()}
        self._set_insights(database, db_kwargs)
        return database

    def delete_db_instance(
        self,
        db_instance_identifier: str,
        final_db_snapshot_identifier: str | None = None,
        skip_final_snapshot: bool | None = False,
        delete_automated_backups: bool | None = True,
    ) -> Any:
        """Delete an instance, after a last snapshot unless that is waived."""
        if not final_db_snapshot_identifier and not skip_final_snapshot:
            message = "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified."
            raise InvalidParameterCombination(message)
        return super().delete_db_instance(
            db_instance_identifier, final_db_snapshot_identifier, skip_final_snapshot, delete_automated_backups
        )

    def create_subnet_group(self, subnet_name: str, description: str, subnets: list[Any], tags: Any) -> Any:
        """Create a subnet group that covers two availability zones."""
        if len({subnet.availability_zone for subnet in subnets}) < 2:
            message = "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement: at least 2 AZs."
            raise RDSClientError("DBSubnetGroupDoesNotCoverEnoughAZs", message)
        return super().create_subnet_group(subnet_name, description, subnets, tags)

    def delete_subnet_group(self, subnet_name: str) -> Any:
        """Delete a subnet group that no instance is in."""
        for database in self.databases.values():
            if getattr(database, "_db_subnet_group_name", None) == subnet_name:
                message = (
                    f"Cannot delete the subnet group '{subnet_name}' because at least one database instance uses it."
                )
                raise RDSClientError("InvalidDBSubnetGroupStateFault", message)
        return super().delete_subnet_group(subnet_name)

    def modify_db_subnet_group(self, subnet_name: str, description: str, subnets: list[Any]) -> Any:
        """Change a subnet group; moto forgets it meanwhile."""
        group = super().modify_db_subnet_group(subnet_name, description, subnets)
        self.subnet_groups[subnet_name] = group
        return group

    def describe_db_parameter_groups(self, db_parameter_group_kwargs: Fields) -> list[Any]:
        """The parameter groups; one that is asked for by name must exist."""
        found: list[Any] = super().describe_db_parameter_groups(db_parameter_group_kwargs)
        name = db_parameter_group_kwargs.get("db_parameter_group_name")
        if name and not found:
            raise DBParameterGroupNotFoundError(name)
        return found

    def delete_db_parameter_group(self, db_parameter_group_name: str) -> Any:
        """Delete a parameter group that no instance has."""
        for database in self.databases.values():
            if database.db_parameter_group_name == db_parameter_group_name:
                message = f"One or more database instances are still members of {db_parameter_group_name}."
                raise RDSClientError("InvalidDBParameterGroupState", message)
        return super().delete_db_parameter_group(db_parameter_group_name)

    def users_of_group(self, security_group: str) -> Iterator[str]:
        """Instances in a security group."""
        for database in self.databases.values():
            if security_group in getattr(database, "vpc_security_group_ids", ()):
                yield str(database.db_instance_identifier)

    def _set_insights(self, database: Any, asked: Fields) -> None:
        """`EnablePerformanceInsights` is told as `PerformanceInsightsEnabled`."""
        if (enabled := asked.get("enable_performance_insights")) is not None:
            database.performance_insights_enabled = str(enabled).lower() == "true"
        if not database.performance_insights_enabled:
            database.performance_insights_kms_key_id = database.performance_insights_retention_period = None
        elif database.performance_insights_retention_period is None:
            database.performance_insights_retention_period = 7


class RdsResponse(RDSResponse):
    """moto's operations, and those it lacks."""

    def reset_db_parameter_group(self) -> ActionResult:
        name = self.params["DBParameterGroupName"]
        [group] = self.backend.describe_db_parameter_groups({"db_parameter_group_name": name})
        everything = str(self.params.get("ResetAllParameters", False)).lower() == "true"
        for parameter in (
            list(group.parameters) if everything else [p["ParameterName"] for p in self.params["Parameters"]]
        ):
            group.parameters.pop(parameter, None)
        return ActionResult({"DBParameterGroupName": name})


_endpoint = DBInstance.endpoint.fget


def _endpoint_in_zone(database: DBInstance) -> Fields:
    """An instance's address with the DNS zone it lies in, which is one for all of a region."""
    zone = hashlib.sha256(database.region.encode()).hexdigest()[:13].upper()
    return {**_endpoint(database), "HostedZoneId": f"Z{zone}"}


def install() -> None:
    """Put this RDS in the place of moto's."""
    DBInstance.endpoint = property(_endpoint_in_zone)
    rds_backends.backend = Rds
