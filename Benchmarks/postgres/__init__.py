"""What is measured on PostgreSQL."""
