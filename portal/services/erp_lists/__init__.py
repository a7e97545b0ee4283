"""The pages of ERP Integrations: what waits, failed, is linked and can be chosen."""
