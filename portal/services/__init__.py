"""One function per intention, one transaction each; and what each page shows, as frozen dataclasses."""
