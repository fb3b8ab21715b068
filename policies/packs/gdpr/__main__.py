"""The profile gdpr as a policy pack."""

from policies.analyzer import serve

serve("gdpr")
