"""Projects and the company's cost codes, and who may see which."""
