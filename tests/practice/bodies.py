"""Request bodies as a portal would write them, for the tests of the practice company."""

JOB = "Smith:Maple St 116"


def document(body: str, on_error: str = "stopOnError", **attributes: str) -> str:
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return (
        '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?>'
        f'<QBXML><QBXMLMsgsRq onError="{on_error}"{more}>{body}</QBXMLMsgsRq></QBXML>'
    )


def item(name: str, more: str = "<SalesTaxCodeRef><FullName>Non</FullName></SalesTaxCodeRef>") -> str:
    return (
        f"<ItemServiceAddRq><ItemServiceAdd><Name>{name}</Name>{more}<SalesAndPurchase>"
        "<SalesDesc>Concrete</SalesDesc>"
        "<IncomeAccountRef><FullName>Construction Income</FullName></IncomeAccountRef>"
        "<ExpenseAccountRef><FullName>Job Materials</FullName></ExpenseAccountRef>"
        "</SalesAndPurchase></ItemServiceAdd></ItemServiceAddRq>"
    )


def line(name: str, rate: str, tag: str = "EstimateLineAdd", first: str = "") -> str:
    return (
        f"<{tag}>{first}<ItemRef><FullName>{name}</FullName></ItemRef><Rate>{rate}</Rate>"
        f"<MarkupRatePercent>0</MarkupRatePercent></{tag}>"
    )


def estimate(*lines: str, head: str = "<RefNumber>B-1</RefNumber>") -> str:
    return (
        f"<EstimateAddRq><EstimateAdd><CustomerRef><FullName>{JOB}</FullName></CustomerRef>{head}"
        + "".join(lines)
        + "</EstimateAdd></EstimateAddRq>"
    )


MAPLE_LINES = (line("01-100", "18000.00"), line("02-220", "7250.00"))


def mod(ret, lines="", head="", sequence=None):
    return (
        f"<EstimateModRq><EstimateMod><TxnID>{ret.findtext('TxnID')}</TxnID>"
        f"<EditSequence>{sequence or ret.findtext('EditSequence')}</EditSequence>{head}{lines}"
        "</EstimateMod></EstimateModRq>"
    )


def keep(ret, *places):
    ids = [one.text for one in ret.iterfind("EstimateLineRet/TxnLineID")]
    return "".join(
        f"<EstimateLineMod><TxnLineID>{ids[place]}</TxnLineID></EstimateLineMod>" for place in places
    )


def new(name, rate):
    return line(name, rate, "EstimateLineMod", "<TxnLineID>-1</TxnLineID>")


def amounts(ret):
    return [one.text for one in ret.iterfind("EstimateLineRet/Amount")]
