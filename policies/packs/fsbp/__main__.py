"""The profile fsbp as a policy pack."""

from policies.analyzer import serve

serve("fsbp")
