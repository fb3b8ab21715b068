"""Programs for those who work on Strata."""
