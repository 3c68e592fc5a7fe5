"""Files -> records, one input format a file."""
