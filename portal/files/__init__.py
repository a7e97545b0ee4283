"""Files in and out: price files read behind a fence, tables written so that no cell is a live formula.

reading             bytes of a person's file -> Workbook, or one sentence
kinds               what a file is, told by its content
delimited           CSV text: encoding, delimiter, rows
packages            the zip of an XLSX: sizes checked before unpacking, repacked clean
sheet_xml           extents and broken formulas of a worksheet, before anybody builds a table of it
spreadsheets        XLSX and XLS read by a child process with bounded memory and time
spreadsheet_child   that child
csv_tables          writing CSV
xlsx_tables         writing XLSX
"""
