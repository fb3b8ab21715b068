"""The platform's capabilities, one per file."""
