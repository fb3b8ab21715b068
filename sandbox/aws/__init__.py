"""The sandbox's AWS: moto on a loopback port, completed where moto lacks an operation."""
