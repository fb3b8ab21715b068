"""The profile cis as a policy pack."""

from policies.analyzer import serve

serve("cis")
