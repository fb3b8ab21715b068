"""What the roles of pipelines may do, and whom they trust."""
