"""Price files on their way into a budget: upload, mapping, dry run, writing."""
