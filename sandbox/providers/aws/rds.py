"""RDS: database instances, the subnets they may stand in, the parameters they run with."""

from __future__ import annotations

from typing import Any, ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Created, Resource
from sandbox.providers.aws.tags import Tagging, tag_list
from sandbox.providers.aws.translation import parameters
from sandbox.schema import Problem

_TAGGING = Tagging(
    put="add_tags_to_resource",
    remove="remove_tags_from_resource",
    list="list_tags_for_resource",
    resource="ResourceName",
    answer="TagList",
)

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
    tagging = _TAGGING

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
        self.client.create_db_instance(
            **parameters(self.client, "create_db_instance", settings, renames),
            Tags=tag_list(inputs.get("tagsAll") or {}),
        )
        found = self._describe(inputs["identifier"])
        return Created(found["DbiResourceId"], {"identifier": inputs["identifier"]})

    def read(self, id: str, outputs: Props) -> Props:
        found = self._describe(outputs.get("identifier") or id)
        endpoint = found["Endpoint"]
        secret = found.get("MasterUserSecret")
        return {
            **_same_names(found),
            "address": endpoint["Address"],
            "arn": found["DBInstanceArn"],
            "caCertIdentifier": found.get("CACertificateIdentifier"),
            "dbSubnetGroupName": found.get("DBSubnetGroup", {}).get("DBSubnetGroupName"),
            "endpoint": f"{endpoint['Address']}:{endpoint['Port']}",
            "engineVersionActual": found["EngineVersion"],
            "enabledCloudwatchLogsExports": found.get("EnabledCloudwatchLogsExports", []),
            "iamDatabaseAuthenticationEnabled": found.get("IAMDatabaseAuthenticationEnabled", False),
            "id": found["DbiResourceId"],
            "identifier": found["DBInstanceIdentifier"],
            "instanceClass": found["DBInstanceClass"],
            "manageMasterUserPassword": True if secret else None,
            "masterUserSecrets": [
                {
                    "secretArn": secret["SecretArn"],
                    "secretStatus": secret["SecretStatus"],
                    "kmsKeyId": secret.get("KmsKeyId"),
                }
            ]
            if secret
            else [],
            "parameterGroupName": found["DBParameterGroups"][0]["DBParameterGroupName"],
            "port": endpoint["Port"],
            "resourceId": found["DbiResourceId"],
            "status": found["DBInstanceStatus"],
            "username": found["MasterUsername"],
            "vpcSecurityGroupIds": [group["VpcSecurityGroupId"] for group in found["VpcSecurityGroups"]],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        changed = {
            name: new.get(name)
            for name in old.keys() | new.keys()
            if old.get(name) != new.get(name) and name not in _NOT_SENT
        }
        logs = changed.pop("enabledCloudwatchLogsExports", None)
        if changed.pop("identifier", None):
            changed["newDbInstanceIdentifier"] = new["identifier"]
        sent = parameters(self.client, "modify_db_instance", changed, _RENAMES)
        if logs is not None:
            before = set(old.get("enabledCloudwatchLogsExports") or ())
            sent["CloudwatchLogsExportConfiguration"] = {
                "EnableLogTypes": sorted(set(logs) - before),
                "DisableLogTypes": sorted(before - set(logs)),
            }
        if sent:
            # What waits for the maintenance window would never come in the sandbox.
            self.client.modify_db_instance(DBInstanceIdentifier=outputs["identifier"], ApplyImmediately=True, **sent)
        return {"identifier": new["identifier"]}

    def delete(self, id: str, outputs: Props) -> None:
        last = {"SkipFinalSnapshot": True}
        if not outputs.get("skipFinalSnapshot"):
            if not outputs.get("finalSnapshotIdentifier"):
                raise ValueError("finalSnapshotIdentifier is required when skipFinalSnapshot is false")
            last = {"SkipFinalSnapshot": False, "FinalDBSnapshotIdentifier": outputs["finalSnapshotIdentifier"]}
        self.client.delete_db_instance(DBInstanceIdentifier=outputs["identifier"], **last)

    def _describe(self, identifier: str) -> Any:
        return self.client.describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"][0]


def _same_names(found: Any) -> Props:
    """Outputs whose names differ from AWS's in capitals only, or that only moved; absent ones are left out."""
    names = {
        "allocatedStorage": "AllocatedStorage",
        "autoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
        "availabilityZone": "AvailabilityZone",
        "backupRetentionPeriod": "BackupRetentionPeriod",
        "backupWindow": "PreferredBackupWindow",
        "copyTagsToSnapshot": "CopyTagsToSnapshot",
        "dbName": "DBName",
        "deletionProtection": "DeletionProtection",
        "engine": "Engine",
        "engineVersion": "EngineVersion",
        "iops": "Iops",
        "kmsKeyId": "KmsKeyId",
        "licenseModel": "LicenseModel",
        "maintenanceWindow": "PreferredMaintenanceWindow",
        "maxAllocatedStorage": "MaxAllocatedStorage",
        "monitoringInterval": "MonitoringInterval",
        "monitoringRoleArn": "MonitoringRoleArn",
        "multiAz": "MultiAZ",
        "performanceInsightsEnabled": "PerformanceInsightsEnabled",
        "performanceInsightsKmsKeyId": "PerformanceInsightsKMSKeyId",
        "performanceInsightsRetentionPeriod": "PerformanceInsightsRetentionPeriod",
        "publiclyAccessible": "PubliclyAccessible",
        "storageEncrypted": "StorageEncrypted",
        "storageType": "StorageType",
    }
    return {pulumi: found[name] for pulumi, name in names.items() if name in found}


class SubnetGroup(Resource):
    token = "aws:rds/subnetGroup:SubnetGroup"
    service = "rds"
    name_property = "name"
    prefix_property = "namePrefix"
    replace_on = frozenset({"name"})
    defaults: ClassVar = {"description": "Managed by Pulumi"}
    tagging = _TAGGING

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical}-{suffix}".lower()

    def create(self, inputs: Props) -> Created:
        self.client.create_db_subnet_group(
            DBSubnetGroupName=inputs["name"],
            DBSubnetGroupDescription=inputs["description"],
            SubnetIds=inputs["subnetIds"],
            Tags=tag_list(inputs.get("tagsAll") or {}),
        )
        return Created(inputs["name"])

    def read(self, id: str, outputs: Props) -> Props:
        found = self.client.describe_db_subnet_groups(DBSubnetGroupName=id)["DBSubnetGroups"][0]
        return {
            "arn": found["DBSubnetGroupArn"],
            "description": found["DBSubnetGroupDescription"],
            "name": found["DBSubnetGroupName"],
            "subnetIds": [subnet["SubnetIdentifier"] for subnet in found["Subnets"]],
            "supportedNetworkTypes": found.get("SupportedNetworkTypes", ["IPV4"]),
            "vpcId": found["VpcId"],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        self.client.modify_db_subnet_group(
            DBSubnetGroupName=id, DBSubnetGroupDescription=new["description"], SubnetIds=new["subnetIds"]
        )
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        self.client.delete_db_subnet_group(DBSubnetGroupName=id)


class ParameterGroup(Resource):
    token = "aws:rds/parameterGroup:ParameterGroup"
    service = "rds"
    name_property = "name"
    prefix_property = "namePrefix"
    replace_on = frozenset({"name", "family", "description"})
    defaults: ClassVar = {"description": "Managed by Pulumi", "skipDestroy": False}
    tagging = _TAGGING

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical}-{suffix}".lower()

    def create(self, inputs: Props) -> Created:
        self.client.create_db_parameter_group(
            DBParameterGroupName=inputs["name"],
            DBParameterGroupFamily=inputs["family"],
            Description=inputs["description"],
            Tags=tag_list(inputs.get("tagsAll") or {}),
        )
        return Created(inputs["name"])

    def configure(self, id: str, inputs: Props) -> None:
        if settings := _settings(inputs):
            self.client.modify_db_parameter_group(DBParameterGroupName=id, Parameters=settings)

    def read(self, id: str, outputs: Props) -> Props | None:
        groups = self.client.describe_db_parameter_groups(DBParameterGroupName=id)["DBParameterGroups"]
        if not groups:
            return None
        found = groups[0]
        settings = self.client.describe_db_parameters(DBParameterGroupName=id)["Parameters"]
        return {
            "arn": found["DBParameterGroupArn"],
            "description": found["Description"],
            "family": found["DBParameterGroupFamily"],
            "name": found["DBParameterGroupName"],
            "parameters": [
                {
                    "name": setting["ParameterName"],
                    "value": setting["ParameterValue"],
                    "applyMethod": setting.get("ApplyMethod", "immediate"),
                }
                for setting in settings
                if "ParameterValue" in setting
            ],
        }

    def update(self, id: str, old: Props, new: Props, outputs: Props) -> Props:
        kept = {setting["ParameterName"] for setting in _settings(new)}
        if gone := [setting for setting in _settings(old) if setting["ParameterName"] not in kept]:
            self.client.reset_db_parameter_group(DBParameterGroupName=id, Parameters=gone)
        self.configure(id, new)
        return {}

    def delete(self, id: str, outputs: Props) -> None:
        if not outputs.get("skipDestroy"):
            self.client.delete_db_parameter_group(DBParameterGroupName=id)


def _settings(inputs: Props) -> list[Props]:
    """The parameters as RDS takes them."""
    return [
        {
            "ParameterName": setting["name"],
            "ParameterValue": setting["value"],
            "ApplyMethod": setting.get("applyMethod") or "immediate",
        }
        for setting in inputs.get("parameters") or ()
    ]
