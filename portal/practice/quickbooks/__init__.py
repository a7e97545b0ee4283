"""A practice QuickBooks Desktop: a company file, its request processor, the Web Connector and the desk.

`company` is the file, `processor` executes qbXML against it, `connector` polls the portal as the Web
Connector does, `page` is what the person at the desk sees.
"""
