"""EC2, VPC and EBS."""
