"""Bills and reports as requests, and reading the rows of a report, for the tests of costs."""

from tests.practice.bodies import JOB

COLUMNS = "TxnID TxnType Date RefNumber Name SourceName Item Class Account Memo ModifiedTime Amount"


def bill(*lines, vendor="Cascade Ready Mix", head="<RefNumber>77</RefNumber>"):
    return (
        f"<BillAddRq><BillAdd><VendorRef><FullName>{vendor}</FullName></VendorRef>{head}"
        + "".join(lines)
        + "</BillAdd></BillAddRq>"
    )


def on_item(name, figures, job=JOB):
    return (
        f"<ItemLineAdd><ItemRef><FullName>{name}</FullName></ItemRef>{figures}"
        f"<CustomerRef><FullName>{job}</FullName></CustomerRef></ItemLineAdd>"
    )


def on_account(name, amount, job=JOB):
    return (
        f"<ExpenseLineAdd><AccountRef><FullName>{name}</FullName></AccountRef><Amount>{amount}</Amount>"
        f"<CustomerRef><FullName>{job}</FullName></CustomerRef></ExpenseLineAdd>"
    )


def detail(kind="CostOfSales", columns=COLUMNS, more=""):
    included = "".join(f"<IncludeColumn>{name}</IncludeColumn>" for name in columns.split())
    return (
        "<CustomDetailReportQueryRq><CustomDetailReportType>CustomTxnDetail</CustomDetailReportType>"
        f"<ReportAccountFilter><AccountTypeFilter>{kind}</AccountTypeFilter></ReportAccountFilter>"
        f"<ReportEntityFilter><FullName>{JOB}</FullName></ReportEntityFilter>{more}"
        f"<SummarizeRowsBy>TotalOnly</SummarizeRowsBy>{included}</CustomDetailReportQueryRq>"
    )


def job_report(kind, entity=f"<ReportEntityFilter><FullName>{JOB}</FullName></ReportEntityFilter>"):
    return f"<JobReportQueryRq><JobReportType>{kind}</JobReportType>{entity}</JobReportQueryRq>"


def table(answer, tag="DataRow"):
    """The rows of a report, each a dictionary by column title."""
    titles = {one.get("colID"): one.find("ColTitle").get("value") or "" for one in answer.iter("ColDesc")}
    return [
        {titles[cell.get("colID")]: cell.get("value") for cell in row.iter("ColData")}
        for row in answer.iter(tag)
    ]
