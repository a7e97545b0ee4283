"""What each walk with Sage begins with: lists read, codes and types mapped. Repeating any of it changes nothing."""

from tests.e2e import sage_desk_pages, sage_pages
from tests.e2e.conftest import Stage
from tests.e2e.windows import Window

CODES = {
    "01-100": "1000.000 General conditions",
    "02-300": "2010.000 Earthwork",
    "03-100": "3100.000 Concrete",
}
LINES = (
    ("02-300", "S Subcontract", "120,000.00"),
    ("03-100", "M Materials", "45,500.00"),
    ("03-100", "L Labor", "30,250.50"),
)


def read_sage(stage: Stage, ruth: Window) -> Window:
    """Run both steps of the sync."""
    sage_pages.open_sync(ruth, stage.product.web)
    return sage_pages.run(ruth, "Run both steps")


def map_lists(stage: Stage, aki: Window, connection: int) -> Window:
    """Map cost codes and types, unless another walk did."""
    map_codes(stage, aki, connection)
    return map_types(stage, aki, connection)


def map_codes(stage: Stage, aki: Window, connection: int) -> None:
    """Map the cost codes of `LINES`, unless another walk did."""
    page = aki.open(f"{stage.product.web}/erp/cost-codes?connection={connection}&show=synced").page
    if not page.locator("input[value^='3100.000']").count():
        sage_pages.map_codes(aki, stage.product.web, connection, CODES).press("Accept").sees("3 mapped")


def map_types(stage: Stage, aki: Window, connection: int) -> Window:
    """Save the cost types as the page proposes them."""
    aki.open(f"{stage.product.web}/erp/connections/{connection}/cost-types").press("Save the mapping")
    return aki.sees("all mapped")


def post(stage: Stage, desk: Window, job: str) -> Window:
    """Import the sheet of a job at the accountant's desk and post it."""
    sage_desk_pages.import_sheet(desk, stage.product.sage, job)
    return sage_desk_pages.post_entries(desk)
