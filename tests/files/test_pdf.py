"""A table as PDF: every page has its head, long texts are shortened, the same table gives the same bytes."""

import re
import time

from portal.files.pdf import PdfColumn, PdfRow, PdfTable, write_pdf

COLUMNS = (PdfColumn("Code", 1), PdfColumn("Name", 3), PdfColumn("Amount", 1, is_amount=True))


def table(rows, title="Budget"):
    return PdfTable(title, ("Project", "Date"), COLUMNS, rows, "foot")


def rows_of(count):
    return tuple(PdfRow((str(number), "Concrete", "1.00")) for number in range(count))


def pages(document):
    return int(re.search(rb"/Count (\d+)", document)[1])


def test_an_empty_table_is_one_page():
    document = write_pdf(table(()))
    assert document.startswith(b"%PDF-")
    assert pages(document) == 1


def test_many_rows_take_several_pages():
    assert pages(write_pdf(table(rows_of(30)))) == 1
    assert pages(write_pdf(table(rows_of(300)))) == 10


def test_the_same_table_gives_the_same_bytes():
    assert write_pdf(table(rows_of(3))) == write_pdf(table(rows_of(3)))
    assert write_pdf(table(rows_of(3))) != write_pdf(table(rows_of(4)))


def test_signs_without_a_glyph_and_endless_texts_are_drawn_too():
    wide = PdfRow(("\N{SNOWMAN}\n", "x" * 5000, "\N{MINUS SIGN}1.00"), strong=True, ruled=True)
    assert pages(write_pdf(table((wide,), title="\N{CJK UNIFIED IDEOGRAPH-5DE5} Budget"))) == 1


def test_ten_thousand_rows_are_a_matter_of_seconds():
    began = time.perf_counter()
    write_pdf(table(rows_of(10_000)))
    assert time.perf_counter() - began < 30
