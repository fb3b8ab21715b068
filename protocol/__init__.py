"""What the engine and the providers say to each other: Pulumi's own protocol, as Python values and one interface."""
