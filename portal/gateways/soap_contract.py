"""The contract of the QuickBooks Web Connector: its operations, and a WSDL text of our own that describes them.

Source: QuickBooks Web Connector Programmer's Guide, "Web service methods".
"""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

NAMESPACE = "http://developer.intuit.com/"
SERVICE = "QBWebConnectorSvc"
_SOAP_HTTP = "http://schemas.xmlsoap.org/soap/http"


@dataclass(frozen=True)
class Operation:
    """An operation: its parameters in order with their types, and the type of its result."""

    parameters: tuple[tuple[str, str], ...]
    result: str = "s:string"


def _strings(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "s:string") for name in names)


OPERATIONS = {
    "serverVersion": Operation(()),
    "clientVersion": Operation(_strings("strVersion")),
    "authenticate": Operation(_strings("strUserName", "strPassword"), "tns:ArrayOfString"),
    "sendRequestXML": Operation(
        (
            *_strings("ticket", "strHCPResponse", "strCompanyFileName", "qbXMLCountry"),
            ("qbXMLMajorVers", "s:int"),
            ("qbXMLMinorVers", "s:int"),
        )
    ),
    "receiveResponseXML": Operation(_strings("ticket", "response", "hresult", "message"), "s:int"),
    "connectionError": Operation(_strings("ticket", "hresult", "message")),
    "getLastError": Operation(_strings("ticket")),
    "closeConnection": Operation(_strings("ticket")),
    "getInteractiveURL": Operation(_strings("wcTicket", "sessionID")),
    "interactiveDone": Operation(_strings("wcTicket")),
    "interactiveRejected": Operation(_strings("wcTicket", "reason")),
}


def wsdl(url: str) -> str:
    """Return the description of the service at `url`: SOAP 1.1, document/literal, everything qualified."""
    parts = "".join(
        (
            _types(),
            *(_messages(name) for name in OPERATIONS),
            f'<wsdl:portType name="{SERVICE}Soap">',
            *(_port_operation(name) for name in OPERATIONS),
            "</wsdl:portType>",
            f'<wsdl:binding name="{SERVICE}Soap" type="tns:{SERVICE}Soap">',
            f'<soap:binding transport="{_SOAP_HTTP}" style="document"/>',
            *(_bound_operation(name) for name in OPERATIONS),
            "</wsdl:binding>",
            f'<wsdl:service name="{SERVICE}"><wsdl:port name="{SERVICE}Soap" binding="tns:{SERVICE}Soap">',
            f"<soap:address location={quoteattr(url)}/></wsdl:port></wsdl:service>",
        )
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" '
        'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:s="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:tns="{NAMESPACE}" targetNamespace="{NAMESPACE}">{parts}</wsdl:definitions>\n'
    )


def _types() -> str:
    elements = "".join(
        _element(name, operation.parameters)
        + _element(f"{name}Response", ((f"{name}Result", operation.result),))
        for name, operation in OPERATIONS.items()
    )
    array = (
        '<s:complexType name="ArrayOfString"><s:sequence>'
        '<s:element minOccurs="0" maxOccurs="unbounded" name="string" nillable="true" type="s:string"/>'
        "</s:sequence></s:complexType>"
    )
    return (
        f'<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="{NAMESPACE}">'
        f"{elements}{array}</s:schema></wsdl:types>"
    )


def _element(name: str, parts: tuple[tuple[str, str], ...]) -> str:
    # A number is always there, everything else may be absent: so do .NET clients write it.
    children = "".join(
        f'<s:element minOccurs="{int(kind == "s:int")}" maxOccurs="1" name="{part}" type="{kind}"/>'
        for part, kind in parts
    )
    return f'<s:element name="{name}"><s:complexType><s:sequence>{children}</s:sequence></s:complexType></s:element>'


def _messages(name: str) -> str:
    return (
        f'<wsdl:message name="{name}SoapIn"><wsdl:part name="parameters" element="tns:{name}"/></wsdl:message>'
        f'<wsdl:message name="{name}SoapOut">'
        f'<wsdl:part name="parameters" element="tns:{name}Response"/></wsdl:message>'
    )


def _port_operation(name: str) -> str:
    return (
        f'<wsdl:operation name="{name}"><wsdl:input message="tns:{name}SoapIn"/>'
        f'<wsdl:output message="tns:{name}SoapOut"/></wsdl:operation>'
    )


def _bound_operation(name: str) -> str:
    literal = '<soap:body use="literal"/>'
    return (
        f'<wsdl:operation name="{name}"><soap:operation soapAction="{NAMESPACE}{name}" style="document"/>'
        f"<wsdl:input>{literal}</wsdl:input><wsdl:output>{literal}</wsdl:output></wsdl:operation>"
    )
