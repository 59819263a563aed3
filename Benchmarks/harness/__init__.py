"""What every measurement uses: processes, requests, the database's rows, the report."""
