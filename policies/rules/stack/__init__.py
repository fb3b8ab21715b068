"""Resources of every kind."""
