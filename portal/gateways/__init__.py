"""Doors for machines: the Web Connector (SOAP), the sync agent (JSON), health and metrics."""
