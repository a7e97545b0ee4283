"""The business, in plain Python: no framework, no database, no clock of its own.

vocabulary -> money -> facts -> denials -> guards -> rules -> decisions, and beside them what budgets,
submissions, imports and job costs mean. Everything above asks these modules; they ask nobody.
"""
