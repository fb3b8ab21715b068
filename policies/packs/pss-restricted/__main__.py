"""The profile pss-restricted as a policy pack."""

from policies.analyzer import serve

serve("pss-restricted")
