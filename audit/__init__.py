"""What is left of a stack, whatever its state records: asked of the account by tag, and of the cluster."""

from audit.account import ask_account
from audit.cluster import ask_clusters
from audit.finding import Client, Finding, Owner
from audit.report import Entry, Report, Standing, assess

__all__ = ["Client", "Entry", "Finding", "Owner", "Report", "Standing", "ask_account", "ask_clusters", "assess"]
