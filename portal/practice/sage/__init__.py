"""A practice Sage 100 Contractor: a company database and the accountant's desk, nothing else.

`company` opens the database, `tables` are Sage's own, `windows` and `posting` are what an accountant does with
a budget sheet, `page` is what the person at the desk sees. The sync agent reads the database from outside.
"""
