"""One folder per ERP; each is found by the registry, never listed anywhere."""
