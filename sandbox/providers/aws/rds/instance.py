"""Database instances."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from protocol.provider import ProviderError
from protocol.values import Props
from sandbox.providers.aws.rds.tagging import TAGGED
from sandbox.providers.aws.resource import Created, Resource
from sandbox.providers.aws.tags import tag_list
from sandbox.providers.aws.translation import from_aws, parameters
from sandbox.schema import Problem

# Pulumi's words for RDS's, where they differ in more than capitals.
_RENAMES = {
    "identifier": "DBInstanceIdentifier",
    "instanceClass": "DBInstanceClass",
    "dbSubnetGroupName": "DBSubnetGroupName",
    "parameterGroupName": "DBParameterGroupName",
    "username": "MasterUsername",
    "password": "MasterUserPassword",
    "iamDatabaseAuthenticationEnabled": "EnableIAMDatabaseAuthentication",
    "performanceInsightsEnabled": "EnablePerformanceInsights",
    "enabledCloudwatchLogsExports": "EnableCloudwatchLogsExports",
    "caCertIdentifier": "CACertificateIdentifier",
    "backupWindow": "PreferredBackupWindow",
    "maintenanceWindow": "PreferredMaintenanceWindow",
    "port": "DBPortNumber",
}

# Settings of the operations and of the provider, not of the instance.
_NOT_SENT = frozenset(
    {
        "tags",
        "tagsAll",
        "region",
        "applyImmediately",
        "skipFinalSnapshot",
        "finalSnapshotIdentifier",
        "deleteAutomatedBackups",
        "allowMajorVersionUpgrade",
        "warningEventCategories",
    }
)


_SAME = {
    "allocatedStorage": "AllocatedStorage",
    "arn": "DBInstanceArn",
    "autoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
    "availabilityZone": "AvailabilityZone",
    "backupRetentionPeriod": "BackupRetentionPeriod",
    "backupTarget": "BackupTarget",
    "backupWindow": "PreferredBackupWindow",
    "caCertIdentifier": "CACertificateIdentifier",
    "characterSetName": "CharacterSetName",
    "copyTagsToSnapshot": "CopyTagsToSnapshot",
    "databaseInsightsMode": "DatabaseInsightsMode",
    "dbName": "DBName",
    "dedicatedLogVolume": "DedicatedLogVolume",
    "deletionProtection": "DeletionProtection",
    "enabledCloudwatchLogsExports": "EnabledCloudwatchLogsExports",
    "engine": "Engine",
    "engineLifecycleSupport": "EngineLifecycleSupport",
    "engineVersion": "EngineVersion",
    "iamDatabaseAuthenticationEnabled": "IAMDatabaseAuthenticationEnabled",
    "id": "DbiResourceId",
    "identifier": "DBInstanceIdentifier",
    "instanceClass": "DBInstanceClass",
    "iops": "Iops",
    "kmsKeyId": "KmsKeyId",
    "licenseModel": "LicenseModel",
    "maintenanceWindow": "PreferredMaintenanceWindow",
    "maxAllocatedStorage": "MaxAllocatedStorage",
    "monitoringInterval": "MonitoringInterval",
    "monitoringRoleArn": "MonitoringRoleArn",
    "multiAz": "MultiAZ",
    "networkType": "NetworkType",
    "performanceInsightsEnabled": "PerformanceInsightsEnabled",
    "performanceInsightsKmsKeyId": "PerformanceInsightsKMSKeyId",
    "performanceInsightsRetentionPeriod": "PerformanceInsightsRetentionPeriod",
    "publiclyAccessible": "PubliclyAccessible",
    "resourceId": "DbiResourceId",
    "status": "DBInstanceStatus",
    "storageEncrypted": "StorageEncrypted",
    "storageThroughput": "StorageThroughput",
    "storageType": "StorageType",
    "timezone": "Timezone",
    "username": "MasterUsername",
}
"""Outputs that are one member of RDS's answer; what is not set is absent there."""


class Instance(Resource):
    token = "aws:rds/instance:Instance"
    service = "rds"
    name_property = "identifier"
    prefix_property = "identifierPrefix"
    name_length_max = 63
    replace_on = frozenset(
        {
            "availabilityZone",
            "characterSetName",
            "dbName",
            "engine",
            "kmsKeyId",
            "storageEncrypted",
            "timezone",
            "username",
        }
    )
    defaults: ClassVar = {
        "applyImmediately": False,
        "autoMinorVersionUpgrade": True,
        "copyTagsToSnapshot": False,
        "deleteAutomatedBackups": True,
        "monitoringInterval": 0,
        "publiclyAccessible": False,
        "skipFinalSnapshot": False,
    }
    unsupported = frozenset(
        {
            "backupTarget",
            "blueGreenUpdate",
            "customIamInstanceProfile",
            "domain",
            "domainAuthSecretArn",
            "domainDnsIps",
            "domainFqdn",
            "domainIamRoleName",
            "domainOu",
            "passwordWo",
            "passwordWoVersion",
            "replicaMode",
            "replicateSourceDb",
            "restoreToPointInTime",
            "s3Import",
            "snapshotIdentifier",
            "upgradeStorageConfig",
        }
    )
    secret_outputs = frozenset({"password"})
    tagging = TAGGED

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical}-{suffix}".lower()

    def check(self, inputs: Props) -> list[Problem]:
        if inputs.get("password") and inputs.get("manageMasterUserPassword"):
            return [Problem("password", "cannot stand beside manageMasterUserPassword: RDS makes the password itself")]
        return []

    def create(self, inputs: Props) -> Created:
        settings = {name: value for name, value in inputs.items() if name not in _NOT_SENT}
        renames = {**_RENAMES, "port": "Port"}
        made = self.client.create_db_instance(
            **parameters(self.client, "create_db_instance", settings, renames),
            Tags=tag_list(inputs.get("tagsAll") or {}),
        )
        return Created(made["DBInstance"]["DbiResourceId"])

    def read(self, id: str, outputs: Props) -> Props | None:
        # An import may name the identifier, which can change, instead of the id.
        by = "dbi-resource-id" if re.fullmatch(r"db-[A-Z0-9]{26}", id) else "db-instance-id"
        databases = self.client.describe_db_instances(Filters=[{"Name": by, "Values": [id]}])["DBInstances"]
        if not databases:
            return None
        [found] = databases
        return {
            **{name: found[member] for name, member in _SAME.items() if member in found},
            **_addresses(found),
            **_managed_password(found.get("MasterUserSecret")),
            "dbSubnetGroupName": found.get("DBSubnetGroup", {}).get("DBSubnetGroupName"),
            "engineVersionActual": found["EngineVersion"],
            # It moves by itself every few minutes, which is no drift.
            "latestRestorableTime": outputs.get("latestRestorableTime", from_aws(found["LatestRestorableTime"])),
            "optionGroupName": found["OptionGroupMemberships"][0]["OptionGroupName"],
            "parameterGroupName": found["DBParameterGroups"][0]["DBParameterGroupName"],
            "replicas": found["ReadReplicaDBInstanceIdentifiers"],
            "vpcSecurityGroupIds": [group["VpcSecurityGroupId"] for group in found["VpcSecurityGroups"]],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        now = self.read(id, outputs) or outputs  # an update that was cut off may have come some of the way
        changed = {
            name: new.get(name)
            for name in old.keys() | new.keys()
            if old.get(name) != new.get(name)
            and name not in _NOT_SENT
            and not (name in now and now[name] == new.get(name))
        }
        logs = changed.pop("enabledCloudwatchLogsExports", None)
        if "identifier" in changed:
            changed["newDbInstanceIdentifier"] = changed.pop("identifier")
        sent = parameters(self.client, "modify_db_instance", changed, _RENAMES)
        if logs is not None:
            before = set(now.get("enabledCloudwatchLogsExports") or ())
            sent["CloudwatchLogsExportConfiguration"] = {
                "EnableLogTypes": sorted(set(logs) - before),
                "DisableLogTypes": sorted(before - set(logs)),
            }
        if sent:
            # What waits for the maintenance window would never come in the sandbox.
            self.client.modify_db_instance(DBInstanceIdentifier=now["identifier"], ApplyImmediately=True, **sent)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        last = {"SkipFinalSnapshot": True}
        if not outputs.get("skipFinalSnapshot"):
            if not outputs.get("finalSnapshotIdentifier"):
                raise ProviderError(
                    f"database {outputs['identifier']} was not deleted: finalSnapshotIdentifier must name its last "
                    "snapshot, or skipFinalSnapshot must be true; set one of them, bring the stack up, and delete again"
                )
            last = {"SkipFinalSnapshot": False, "FinalDBSnapshotIdentifier": outputs["finalSnapshotIdentifier"]}
        self.client.delete_db_instance(DBInstanceIdentifier=outputs["identifier"], **last)


def _addresses(found: Any) -> Props:
    endpoint = found["Endpoint"]
    return {
        "address": endpoint["Address"],
        "endpoint": f"{endpoint['Address']}:{endpoint['Port']}",
        "hostedZoneId": endpoint.get("HostedZoneId"),
        "listenerEndpoints": [
            {"address": listener["Address"], "port": listener["Port"], "hostedZoneId": listener.get("HostedZoneId")}
            for listener in ([found["ListenerEndpoint"]] if "ListenerEndpoint" in found else [])
        ],
        "port": endpoint["Port"],
    }


def _managed_password(secret: Any) -> Props:
    """Where Secrets Manager keeps the master password, if RDS makes it."""
    if not secret:
        return {"manageMasterUserPassword": None, "masterUserSecrets": []}
    kept = {
        "secretArn": secret["SecretArn"],
        "secretStatus": secret["SecretStatus"],
        "kmsKeyId": secret.get("KmsKeyId"),
    }
    return {
        "manageMasterUserPassword": True,
        "masterUserSecretKmsKeyId": secret.get("KmsKeyId"),
        "masterUserSecrets": [kept],
    }
