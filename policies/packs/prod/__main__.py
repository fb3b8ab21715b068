"""The profile prod as a policy pack."""

from policies.analyzer import serve

serve("prod")
