"""What is claimed to be fast, as comparisons made in one run."""
