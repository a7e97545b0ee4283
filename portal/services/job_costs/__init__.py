"""What came back from the ERP, the proof of an export, and the report."""
