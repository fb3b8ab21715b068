"""`strata policy …`: one command a file."""

SECTION = "strata:policy"
"""The section of a stack's settings that says which policies hold it."""
WAIVERS = "waivers.yaml"
"""The file of accepted violations, beside the stack files."""
