"""Kills parts of the running product at random and judges from outside whether every budget arrived once.

People drive budgets over HTTP, a killer ends processes and wipes Redis, and the judge believes only what the practice
company holds and what pages say. Nothing here reads the portal's database.
"""
