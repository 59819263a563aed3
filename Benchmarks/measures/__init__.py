"""One module per measurement; each adds rows to the report."""
