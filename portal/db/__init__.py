"""Tables and transactions: rows state facts and decide nothing."""
