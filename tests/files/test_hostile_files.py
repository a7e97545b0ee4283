# ruff: noqa: E501 - a corpus reads best with one file per line
"""Files made to hurt: each is refused with one sentence in under two seconds and with bounded memory."""

import contextlib
import io
import random
import resource
import struct
import zipfile
import zlib

import pytest
import xlsxwriter

from portal.files.reading import read_workbook
from portal.files.sheet_xml import refuse_far_cells
from portal.files.workbooks import FileError

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def package(rows="", packing=zipfile.ZIP_DEFLATED, **parts):
    contents = (
        PARTS
        | {"xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"}
        | parts
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def cell(place, value="1"):
    return f'<c r="{place}"><v>{value}</v></c>'


def lying(data, part):
    """Claim in both headers that a part unpacks to ten bytes."""
    at = data.index(part.encode())
    data = bytearray(data)
    struct.pack_into("<I", data, at - 30 + 22, 10)
    central = data.index(part.encode(), data.index(b"PK\x01\x02"))
    struct.pack_into("<I", data, central - 46 + 24, 10)
    return bytes(data)


def old_excel(*records):
    """Return an OLE file whose workbook stream holds these BIFF8 records."""
    stream = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records).ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )
    head = head.ljust(512, b"\xff")

    def entry(name, kind, start, size, child=0xFFFFFFFF):
        raw = name.encode("utf-16-le")
        fields = struct.pack("<HBBIII", len(raw) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return raw.ljust(64, b"\0") + fields + b"\0" * 36 + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + entry("Workbook", 2, 2, len(stream))
    return (
        head + struct.pack("<128I", *fat) + directory.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")
    )


def _biff_far():
    bof = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
    sheet = struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)
    name = b"\x01\x00S"
    offset = 4 + len(bof) + 4 + 6 + len(name) + 4
    numbers = [(0x203, struct.pack("<HHHd", row, column, 0, 1.0)) for row, column in ((0, 0), (65535, 65535))]
    return old_excel(
        (0x809, bof), (0x85, struct.pack("<IBB", offset, 0, 0) + name), (0x0A, b""), (0x809, sheet), *numbers, (0x0A, b"")
    )  # fmt: skip


def _random(count):
    return random.Random(7).randbytes(count)


SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
HOSTILE = {
    "ratio bomb": lambda: package(**{"xl/sharedStrings.xml": b"<sst>" + b" " * 110_000_000}),
    "many entries": lambda: package(**{f"xl/worksheets/s{n}.xml": "<a/>" for n in range(3_000)}),
    "nested archive": lambda: package(**{"xl/media.zip": package(x=b"0" * 90_000_000)}, **{SHEET: ""}),
    "a large part that is no sheet": lambda: package(**{SHEET: b"<a/>" * 3_000_000}, packing=zipfile.ZIP_STORED),
    "cells that never close": lambda: package(**{SHEET: b'<c t="e" <f' * 1_500_000}, packing=zipfile.ZIP_STORED),
    "one cell of endless attributes": lambda: package(**{SHEET: b"<c" + b' t="e"' * 2_500_000}, packing=zipfile.ZIP_STORED),
    "formulas that never end": lambda: package(**{SHEET: b"<c><f" * 3_000_000}, packing=zipfile.ZIP_STORED),
    "names without end": lambda: package(**{SHEET: b":row<" + b"a" * 15_000_000}, packing=zipfile.ZIP_STORED),
    "spaces without end": lambda: package(**{SHEET: b" r" + b" " * 15_000_000}, packing=zipfile.ZIP_STORED),
    "a large workbook part": lambda: package(**{"xl/workbook.xml": b"<sheet/>" * 2_000_000}, packing=zipfile.ZIP_STORED),
    "one long text in every cell": lambda: package(
        "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_000)),
        zipfile.ZIP_STORED,
        **{
            "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>{'x' * 32_000}</t></si></sst>",
            "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(
                "</R", f'<Relationship Id="rId2" Type="{RELATIONS}/officeDocument/2006/relationships/sharedStrings" '
                'Target="sharedStrings.xml"/></R',
            ),
        },
    ),
    "sheet hidden in another part": lambda: package(
        **{"xl/styles.xml": f"<worksheet {MAIN}><sheetData><row r='1'>{cell('XFD1')}</row></sheetData></worksheet>"}
    ),
    "sum of sizes": lambda: package(**{f"xl/media/{n}": b"0" * 990_000 for n in range(200)}),
    "lying size": lambda: lying(package(cell("A1") * 20_000), SHEET),
    "truncated": lambda: package(cell("A1"))[:-40],
    "xxe": lambda: package(**{"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
    "billion laughs": lambda: package(**{SHEET: LAUGHS + "<worksheet>&a9;</worksheet>"}),
    "bogus encoding": lambda: package(**{"xl/workbook.xml": '<?xml version="1.0" encoding="klingon"?><workbook/>'}),
    "utf-16 part": lambda: package(**{SHEET: f"<worksheet {MAIN}/>".encode("utf-16")}),
    "deep nesting": lambda: package(**{"xl/workbook.xml": "<a>" * 200_000}),
    "far column": lambda: package(f"<row r='1'>{cell('A1')}{cell('XFD1')}</row>"),
    "far row": lambda: package(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("A1048576")}</row>'),
    "far row by a single quote": lambda: package("<row r='1'><c r = 'A1048576'><v>1</v></c></row>"),
    "far lower case": lambda: package('<row r="1"><c r="xfd9"><v>1</v></c></row>'),
    "1e6 columns": lambda: package(f'<row r="1">{"<c><v>1</v></c>" * 1_000_000}</row>', zipfile.ZIP_STORED),
    "700,000 rows": lambda: package("<row><c><v>1</v></c></row>" * 700_000, zipfile.ZIP_STORED),
    "wide and prefixed": lambda: package(f"<x:row>{'<x:c><x:v>1</x:v></x:c>' * 5_000}</x:row>"),
    "sparse within the limits": lambda: package(f'<row r="1">{cell("A1")}</row><row r="59999">{cell("ALL59999")}</row>'),
    "row number overflow": lambda: package('<row r="99999999999999999999"><c r="A99999999999999999999"><v>1</v></c></row>'),
    "no worksheet": lambda: package(**{"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
    "no rows": package,
    "path out": lambda: package(**{"xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/", "../../")}),
    "xls with a far cell": _biff_far,
    "encrypted": lambda: old_excel((0x809, b"\0" * 16)) + "EncryptedPackage".encode("utf-16-le"),
    "xls of noise": lambda: old_excel((0x809, _random(3_000))),
    "xls header only": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
    "old word": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
    "pdf": lambda: b"%PDF-1.7 ...",
    "picture named csv": lambda: b"\x89PNG\r\n\x1a\n" + _random(100),
    "web page": lambda: b"\xef\xbb\xbf <HTML><table><tr><td>1</td></tr></table>",
    "program": lambda: b"MZ" + _random(100),
    "empty": lambda: b"",
    "blank": lambda: b" \r\n\x00",
    "noise": lambda: b"a\x00b" + _random(5_000),
    "broken utf-16": lambda: b"\xff\xfe\x00\xd8\x00",
    "21 MB": lambda: b"a,b\n" * (21 * 262_144),
    "csv of 1e6 columns": lambda: b"Code," + b"," * 1_000_000,
    "csv of many rows": lambda: b"a,b\n" * 60_001,
    "csv with an open quote": lambda: b'Code,"' + b"x\n" * 200_000,
    "csv with many cells": lambda: (b"," * 900 + b"\n") * 4_000,
    "word document": lambda: zipped("word/document.xml"),
    "open document": lambda: zipped("content.xml"),
    "binary workbook": lambda: zipped("xl/workbook.bin"),
    "plain archive": lambda: zipped("budget.csv"),
    "empty archive": lambda: b"PK\x05\x06" + b"\0" * 18,
    "noise in a zip": lambda: b"PK\x03\x04" + _random(500),
    "bad deflate": lambda: package(cell("A1")).replace(zlib.compress(b"")[2:4], b"\xff\xff"),
}  # fmt: skip


def seconds_of_work():
    """Return CPU seconds of this process and its children: the same figure on a busy machine."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


def zipped(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_time_with_one_sentence(name):
    data = HOSTILE[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = seconds_of_work()
    with pytest.raises(FileError) as refusal:
        read_workbook(data, "budget.xlsx")
    assert seconds_of_work() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert len(sentence) < 160


def test_the_packages_of_this_corpus_are_readable_when_nothing_is_wrong_with_them():
    (sheet,) = read_workbook(package(f'<row r="1">{cell("A1")}{cell("B1", "2.5")}</row>'), "a.xlsx").sheets
    assert sheet.rows == [[1.0, 2.5]]


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_workbook_is_read_or_refused_but_never_breaks_us(seed):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("S").write_row(0, 0, ["Code", 1, 2.5])
    chance = random.Random(seed)
    data = bytearray(out.getvalue())
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(FileError):
        assert read_workbook(bytes(data), "a.xlsx").sheets


@pytest.mark.parametrize(
    "place",
    [
        'r="XFD1"',
        'r="A60001"',
        "r='XFD1'",
        'r ="XFD1"',
        'r= "XFD1"',
        'r\n=\n"A99999"',
        'r=" A099999"',
        '\tr="AMA1"',
        'r="aaaa1"',
    ],
)
def test_a_far_cell_is_found_however_its_place_is_written(place):
    with pytest.raises(FileError, match="has more than"):
        refuse_far_cells(f'<row r="1"><c s="1" {place}><v>1</v></c></row>'.encode())


@pytest.mark.parametrize("place", ['r="ALL1"', 'r="A59999"', "r='Z9'", 'xmlns:r="http"', 'xr="XFD1"'])
def test_a_near_cell_is_not_taken_for_a_far_one(place):
    refuse_far_cells(f'<row r="1"><c {place}><v>1</v></c></row>'.encode())
