"""What the portal may ask for: each operation is applied once, whatever the network does, and answered in sentences."""
