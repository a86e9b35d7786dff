"""The tables behind the reference U. Pure."""

TABLES = (
    "CREATE TABLE bench_attempt (id varchar(36) PRIMARY KEY, state varchar(10) NOT NULL)",
    "CREATE TABLE bench_answer (attempt varchar(36) NOT NULL, slot integer NOT NULL, response text NOT NULL,"
    " PRIMARY KEY (attempt, slot))",
)
