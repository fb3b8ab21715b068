"""The record of every connection in the network, accepted or refused."""

import pulumi
from pulumi_aws import cloudwatch, ec2, kms

from components.account import Account
from components.base import Component
from components.grant import grant
from components.identities import make_role
from components.policy_document import trust


class FlowLogs(Component):
    """Flow logs of a VPC in an encrypted log group, written by a role that can do nothing else."""

    log_group_name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        *,
        network: ec2.Vpc,
        key: kms.Key,
        retention_days: int,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        group = cloudwatch.LogGroup(name, kms_key_id=key.arn, retention_in_days=retention_days, opts=self.child)
        account = Account.of(self)
        flow_logs = pulumi.Output.concat(
            "arn:", account.partition, ":ec2:", account.region, ":", account.id, ":vpc-flow-log/*"
        )
        for_us = {"StringEquals": {"aws:SourceAccount": account.id}, "ArnLike": {"aws:SourceArn": flow_logs}}
        trusted = trust("vpc-flow-logs.amazonaws.com", condition=for_us)
        role = make_role(name, trusted, description="Writes the network's flow logs", opts=self.child)
        grant(
            name,
            role,
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                "Resource": pulumi.Output.concat(group.arn, ":*"),
            },
            opts=self.child,
        )
        ec2.FlowLog(
            name,
            vpc_id=network.id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=60,
            opts=self.child,
        )
        self.log_group_name = group.name
        self.publish()
