"""A Postgres database that holds what cannot be made again: private, encrypted, TLS only, without a known password."""

from typing import Any

import pulumi
from pulumi_aws import cloudwatch, ec2, iam, kms, rds, vpc

from components.account import Account
from components.base import Component
from components.database_args import DatabaseArgs
from components.identities import make_role
from components.network import Network
from components.policy_document import trust
from components.tags import KEEP_DATA, environment

PORT = 15432  # Not that of every Postgres, which scanners try first
LOGS = ("postgresql", "upgrade")
"""What Postgres on RDS writes to CloudWatch."""


class Database(Component):
    """An instance in the data subnets, reached from one security group."""

    address: pulumi.Output[str]
    """Host name."""
    arn: pulumi.Output[str]
    resource_id: pulumi.Output[str]
    """The id that IAM policies know the instance by."""
    secret_arn: pulumi.Output[str]
    """Where RDS keeps, and every week changes, the master user's password."""

    def __init__(
        self,
        name: str,
        args: DatabaseArgs,
        *,
        database: str,
        network: Network,
        client_security_group_id: pulumi.Input[str],
        key: kms.Key,
        logs_key: kms.Key,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        # The log groups must exist, encrypted, before RDS makes them itself, and their names hold this one.
        identifier = f"{environment()}-{name}"
        groups = [
            cloudwatch.LogGroup(
                f"{name}-{log}",
                name=f"/aws/rds/instance/{identifier}/{log}",
                kms_key_id=logs_key.arn,
                retention_in_days=args.log_retention_days,
                opts=self.child,
            )
            for log in LOGS
        ]
        parameters = self._parameters(name, args)
        # Unique for each life of the database: the parameter group bears a random name and lives as long.
        last = pulumi.Output.concat(parameters.name, "-final")
        instance = rds.Instance(
            name,
            identifier=identifier,
            db_name=database,
            port=PORT,
            **args.size(),
            **args.protection(),
            final_snapshot_identifier=last if args.final_snapshot else None,
            **_encryption(key),
            parameter_group_name=parameters.name,
            db_subnet_group_name=rds.SubnetGroup(name, subnet_ids=network.data_subnet_ids, opts=self.child).name,
            vpc_security_group_ids=[self._security_group(name, network, client_security_group_id).id],
            publicly_accessible=False,
            monitoring_interval=60,
            monitoring_role_arn=self._monitoring_role(name),
            enabled_cloudwatch_logs_exports=list(LOGS),
            tags=KEEP_DATA,
            # The identifier is fixed, so a new instance cannot stand beside the old one.
            opts=self.child_with(depends_on=groups, delete_before_replace=True, protect=args.deletion.protects),
        )
        self.address = instance.address
        self.arn = instance.arn
        self.resource_id = instance.resource_id
        self.secret_arn = instance.master_user_secrets[0].secret_arn
        self.publish()

    def _parameters(self, name: str, args: DatabaseArgs) -> rds.ParameterGroup:
        settings = {
            "rds.force_ssl": "1",
            "log_statement": "ddl",
            "log_min_duration_statement": "1000",
            "log_connections": "1",
            "log_disconnections": "1",
        }
        return rds.ParameterGroup(
            name,
            family=f"postgres{args.major_version}",
            description="TLS only; changes of the schema, slow statements and connections are logged",
            parameters=[{"name": key, "value": value} for key, value in settings.items()],
            opts=self.child,
        )

    def _security_group(self, name: str, network: Network, client: pulumi.Input[str]) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            name, description="Postgres: only from the cluster", vpc_id=network.vpc_id, opts=self.child
        )
        vpc.SecurityGroupIngressRule(
            f"{name}-from-cluster",
            security_group_id=group.id,
            description="Postgres from the cluster",
            referenced_security_group_id=client,
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            opts=self.child,
        )
        return group

    def _monitoring_role(self, name: str) -> pulumi.Output[str]:
        """The ARN of the role, known when it may do its work: RDS tries it at once, and needs it as long as it runs."""
        account = Account.of(self)
        ours = {"StringEquals": {"aws:SourceAccount": account.id}}
        trusted = trust("monitoring.rds.amazonaws.com", condition=ours)
        role = make_role(f"{name}-monitoring", trusted, opts=self.child)
        granted = iam.RolePolicyAttachment(
            f"{name}-monitoring",
            role=role.name,
            policy_arn=pulumi.Output.concat(
                "arn:", account.partition, ":iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
            ),
            opts=self.child,
        )
        return pulumi.Output.all(role.arn, granted.id).apply(lambda known: str(known[0]))


def _encryption(key: kms.Key) -> dict[str, Any]:
    """Encrypted where it lies and on its way; logged in to by IAM, or with a password that only RDS knows."""
    return {
        "storage_encrypted": True,
        "kms_key_id": key.arn,
        "performance_insights_enabled": True,
        "performance_insights_kms_key_id": key.arn,
        "ca_cert_identifier": "rds-ca-rsa2048-g1",
        "iam_database_authentication_enabled": True,
        # Not a name that attackers try first.
        "username": "strata",
        "manage_master_user_password": True,
        "master_user_secret_kms_key_id": key.arn,
    }
