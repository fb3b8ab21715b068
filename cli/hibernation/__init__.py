"""What `strata hibernate` and `strata wake` have in common."""
