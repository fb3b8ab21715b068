"""CloudWatch and EventBridge, which share a module in Pulumi's SDK: logs, events, alarms and dashboards."""

from sandbox.providers.aws.cloudwatch import alarms, events, logs

__all__ = ["alarms", "events", "logs"]
