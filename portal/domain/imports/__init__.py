"""Bringing a price file into a budget: what the columns mean, what each row becomes, what would be written.

cells        one cell: text, cents, quantity
headings     what a column heading usually means
shapes       where the table starts, and the fingerprint by which a file's shape is remembered
mappings     what a person decided about the columns
subtotals    rows that add up other rows
plans        a mapping compiled against the budget
sheet_rows   one row read
outcomes     what a dry run answers
dry_runs     the whole sheet against the budget; nothing is written
code_lists   a list of cost codes with divisions
divisions    where a new cost code belongs
"""
