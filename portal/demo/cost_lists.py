"""The demo company's divisions, cost codes and cost types. Source of the types: Import a Budget."""

from portal.db.projects import CostCode, CostType, Division
from portal.db.transactions import transaction

TYPES = (
    ("L", "Labor"),
    ("M", "Materials"),
    ("E", "Equipment"),
    ("S", "Subcontract"),
    ("O", "Other"),
    ("OC", "Owner cost"),
    ("SVC", "Professional services"),
)
CODES = """
01 General requirements
01-100 Project manager
01-110 Site superintendent
01-200 Temporary power and water
01-300 Site office and storage
01-400 Permits and fees
01-500 Cleaning
01-900 Contingency
02 Site work
02-100 Site demolition
02-220 Excavation
02-230 Shoring
02-300 Earthwork and grading
02-500 Site utilities
02-600 Paving and curbs
02-900 Landscaping
03 Concrete
03-100 Concrete formwork
03-200 Reinforcing steel
03-300 Cast-in-place concrete
03-350 Concrete finishing
03-400 Precast concrete
04 Masonry
04-200 Unit masonry
04-400 Stone
05 Metals
05-100 Structural steel
05-300 Metal decking
05-500 Miscellaneous metals
06 Wood and plastics
06-100 Rough carpentry
06-170 Prefabricated trusses
06-200 Finish carpentry
06-400 Cabinets and countertops
07 Thermal and moisture
07-100 Waterproofing
07-200 Insulation
07-300 Shingles and roof tiles
07-400 Siding
07-500 Membrane roofing
07-600 Flashing and gutters
07-900 Sealants
08 Doors and windows
08-100 Metal doors and frames
08-200 Wood doors
08-300 Overhead doors
08-500 Windows
08-700 Hardware
09 Finishes
09-250 Gypsum board
09-300 Tile
09-500 Ceilings
09-650 Resilient flooring
09-680 Carpet
09-900 Painting
10 Specialties
10-100 Signs and lockers
11 Equipment
11-100 Appliances
13 Special construction
13-100 Fire suppression
14 Conveying
14-200 Elevators
15 Mechanical
15-100 Plumbing
15-500 Heating and cooling
15-800 Ductwork
16 Electrical
16-100 Electrical rough-in
16-500 Lighting
16-700 Low voltage and data
"""


def load() -> None:
    """Write the lists; a line without a dash begins a division."""
    with transaction() as session:
        session.add_all(CostType(code=code, name=name, position=n) for n, (code, name) in enumerate(TYPES))
        division = 0
        for line in CODES.strip().splitlines():
            code, _, name = line.partition(" ")
            if "-" in code:
                session.add(CostCode(code=code, name=name, division_id=division))
            else:
                group = Division(code=code, name=name)
                session.add(group)
                session.flush()
                division = group.id
