"""What the builders' company begins with: cost types, cost codes, vendors, jobs, and one budget of its own."""

from typing import Final

NAME: Final = "Halden & Rowe Builders"
COST_TYPES: Final = (
    "Material",
    "Labor",
    "Equipment",
    "Subcontract",
    "Other",
    "Owner Cost",
    "Professional Services",
    "Travel",
    "Overhead",
)
COST_CODES: Final = (
    ("1000.000", "General conditions", "mo"),
    ("1100.000", "Supervision", "wk"),
    ("1310.000", "Project coordination", "hr"),
    ("1500.000", "Temporary facilities", "mo"),
    ("1740.000", "Final cleaning", "ls"),
    ("2010.000", "Earthwork", "cy"),
    ("2220.000", "Site demolition", "ls"),
    ("2510.000", "Site utilities", "lf"),
    ("2740.000", "Paving", "sy"),
    ("3100.000", "Concrete", "cy"),
    ("3200.000", "Reinforcing steel", "ton"),
    ("3350.500", "Concrete finishing", "sf"),
    ("4200.000", "Unit masonry", "sf"),
    ("5120.000", "Structural steel", "ton"),
    ("6100.000", "Rough carpentry", "bf"),
    ("6200.000", "Finish carpentry", "lf"),
    ("7210.000", "Insulation", "sf"),
    ("7500.000", "Membrane roofing", "sq"),
    ("8110.000", "Doors and frames", "ea"),
    ("8500.000", "Windows", "ea"),
    ("9250.000", "Gypsum board", "sf"),
    ("9650.000", "Resilient flooring", "sf"),
    ("9900.000", "Painting", "sf"),
    ("15400.000", "Plumbing", "ls"),
    ("15700.000", "Heating and cooling", "ls"),
    ("16100.000", "Electrical", "ls"),
)
VENDORS: Final = (
    (101, "Cascade Ready Mix"),
    (102, "Willamette Lumber Supply"),
    (103, "Orozco Electric"),
    (104, "Bright Plumbing"),
    (105, "Sunrise Equipment Rental"),
    (106, "Tualatin Excavating"),
)
JOBS: Final = (
    ("2019001", "Newtown Apartments", "4", "410 Newtown Road"),
    ("2020014", "Harbor Street Annex", "4", "88 Harbor Street"),
    ("2017003", "Riverside Clinic", "6", "12 River Lane"),
)
PHASES: Final = (("2020014", "1", "Shell and core"), ("2020014", "2", "Tenant interiors"))
BUDGET_JOB: Final = 2020014
BUDGET: Final = (
    (1, "1000.000", {5: "18500.00"}),
    (1, "2010.000", {3: "12400.00", 4: "64250.00"}),
    (1, "3100.000", {1: "88120.50", 2: "41300.00"}),
    (1, "5120.000", {4: "156900.00"}),
    (2, "6200.000", {1: "22480.00", 2: "31750.25"}),
    (2, "9250.000", {4: "74600.00"}),
    (2, "9900.000", {4: "28940.00"}),
    (2, "16100.000", {4: "97310.75", 6: "4200.00"}),
)
COSTS: Final = (
    (1, "3100.000", 1, "12310.40", 101, "Footings"),
    (1, "2010.000", 4, "31875.00", 106, "Mass excavation"),
    (2, "16100.000", 4, "9680.00", 103, "Rough-in, first draw"),
)
