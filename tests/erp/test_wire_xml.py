"""The hardened parser: every body either gives a root or a WireError, and fast."""

import random
import time

import pytest

from portal.erp.xml import MAXIMUM_DEPTH, WireError, read_xml, without_forbidden

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    "<a>&c;</a>"
)
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("document", [LAUGHS, EXTERNAL, "<!DOCTYPE html><a/>"])
def test_a_document_type_is_refused_in_every_encoding(document, encoding):
    with pytest.raises(WireError, match="DOCTYPE"):
        read_xml(document.encode(encoding))


def test_an_encoding_cannot_hide_a_document_type():
    with pytest.raises(WireError, match="encoding utf-7"):
        read_xml(b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>')


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_declared_encodings_are_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>B\u00fcro</a>'
    assert read_xml(text.encode(encoding)).text == "B\u00fcro"


def test_a_text_may_carry_a_declaration_of_its_former_encoding():
    assert read_xml('<?xml version="1.0" encoding="utf-16"?><a>x</a>').text == "x"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"   ",
        b"<a>",
        b"<a></b>",
        b"a",
        b"<a>&unknown;</a>",
        b"<a>\x00</a>",
        b"\xff\xfe<",
        b"\xc3\x28<a/>",
        "<a>\ud800</a>",
    ],
)
def test_what_is_no_document_is_a_wire_error_with_a_sentence(document):
    with pytest.raises(WireError) as caught:
        read_xml(document)
    assert str(caught.value).endswith(".")


def test_depth_is_capped_at_the_stated_number():
    def nested(depth: int) -> bytes:
        return b"<a>" * depth + b"</a>" * depth

    assert read_xml(nested(MAXIMUM_DEPTH)).tag == "a"
    for depth in (MAXIMUM_DEPTH + 1, 200, 5_000, 200_000):
        with pytest.raises(WireError):
            read_xml(nested(depth))


def test_size_is_capped_before_parsing():
    with pytest.raises(WireError, match="larger than 10 bytes"):
        read_xml(b"<a>123456789</a>", maximum_bytes=10)


def test_one_long_text_passes_since_answers_travel_inside_one_element():
    body = b"<a>" + b"x" * 12_000_000 + b"</a>"
    assert len(read_xml(body).text or "") == 12_000_000


def test_comments_and_instructions_do_not_tear_texts_apart():
    root = read_xml(b"<?qbxml version='13.0'?><a>one<!-- no --><?nor this?> two</a>")
    assert root.text == "one two"
    assert len(root) == 0


def test_forbidden_characters_become_spaces():
    assert without_forbidden("a\x0bb\ud800c\ufffe\U0001f600") == "a b c \U0001f600"


def test_mutated_documents_never_raise_anything_else():
    seed = b'<?xml version="1.0" encoding="utf-8"?><!-- c --><a b="1"><![CDATA[x]]><c>&amp;&#65;</c></a>'
    dice, refused, slowest = random.Random(7), 0, 0.0
    for _ in range(3_000):
        body = bytearray(seed)
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(len(body))
            match dice.randrange(3):
                case 0:
                    body[place] = dice.randrange(256)
                case 1:
                    del body[place : place + dice.randrange(1, 9)]
                case _:
                    body[place:place] = body[place : place + dice.randrange(1, 20)]
            body = body or bytearray(b"<")
        started = time.perf_counter()
        try:
            read_xml(bytes(body))
        except WireError:
            refused += 1
        slowest = max(slowest, time.perf_counter() - started)
    assert 1_000 < refused < 3_000
    assert slowest < 1
