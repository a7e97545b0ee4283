"""The sync service: what an agent stages (step 1), and how the portal takes it over (step 2)."""
