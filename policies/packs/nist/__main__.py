"""The profile nist as a policy pack."""

from policies.analyzer import serve

serve("nist")
