"""How two environments differ, and where the second is weaker than the first."""
