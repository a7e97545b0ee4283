"""The map of the house: construction budgets, accepted by accounting, exported exactly once.

Floors, from the street door downwards; imports run down only (the contracts in pyproject.toml check it):

    cli, commands    the `portal` command, one module per subcommand
    measuring, chaos measure and kill the running product from outside
    launcher         makes the environment, starts and watches the parts of `portal up`
    demo, checks     the demo company and its walk; health checks
    app              create_app(settings): puts the floors together
    web              pages for people, one folder per noun
    gateways         doors for machines: the Web Connector (SOAP), sync agent (JSON), health
    jobs             RQ entrances: take an id, call one service
    services         one function per intention, one transaction each
    db               SQLAlchemy tables; rows state facts and decide nothing
    erp              one folder per ERP under connectors/
    files            reading and writing xlsx, csv, xls
    queue, mail, clock
    vault            stored secrets, sealed with keys outside the database
    settings         the only reader of the environment
    domain           the business in plain Python: vocabulary, money, guards, rules

Apart from the floors, as other people's houses: practice (practice ERP companies and an identity provider),
mailcatcher (an inbox for trying things out) and agent (the on-premise sync agent, a download of the settings page).
They import nothing of the portal.

Page templates, our own css and migrations lie in the top-level folders of the same names and are found through
`portal.resources`. This module imports nothing, because `python3 -m portal` runs before anything is installed.
"""
