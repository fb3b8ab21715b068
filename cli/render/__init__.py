"""What people and programs see. Nothing outside this package prints."""
