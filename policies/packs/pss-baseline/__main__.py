"""The profile pss-baseline as a policy pack."""

from policies.analyzer import serve

serve("pss-baseline")
