"""The profile baseline as a policy pack."""

from policies.analyzer import serve

serve("baseline")
