"""The profile hipaa as a policy pack."""

from policies.analyzer import serve

serve("hipaa")
