"""The profile ml as a policy pack."""

from policies.analyzer import serve

serve("ml")
