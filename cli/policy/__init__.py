"""`strata policy …`: one command a file."""
