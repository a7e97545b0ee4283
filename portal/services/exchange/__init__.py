"""The durable queue between the portal and the ERP, and what its answers mean."""
