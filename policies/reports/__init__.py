"""What came of a check, in the formats that tools and people read."""
