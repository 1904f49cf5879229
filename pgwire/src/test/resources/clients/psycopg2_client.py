"""Exercises the server through psycopg2; prints "done" if everything holds."""
import datetime
import decimal
import sys
import threading
import uuid

import psycopg2
import psycopg2.extensions
import psycopg2.errors

connection = psycopg2.connect(host="127.0.0.1", port=int(sys.argv[1]), user="ada", dbname="d")
assert connection.server_version == 150000, connection.server_version
assert connection.encoding == "UTF8", connection.encoding
assert connection.get_transaction_status() == psycopg2.extensions.TRANSACTION_STATUS_IDLE

cursor = connection.cursor()
cursor.execute("SERIES 7")
assert cursor.rowcount == 7
assert [column.name for column in cursor.description] == ["i", "t"]
rows = cursor.fetchall()
assert rows[0] == (1, "row 1") and rows[6] == (7, None), rows
assert connection.get_transaction_status() == psycopg2.extensions.TRANSACTION_STATUS_INTRANS

cursor.execute("INSERT %s", (psycopg2.extensions.AsIs("kept"),))
assert cursor.statusmessage == "INSERT 0 1", cursor.statusmessage
connection.commit()

try:
    cursor.execute("FAIL")
    raise AssertionError("no error")
except psycopg2.errors.UndefinedColumn as error:
    assert error.diag.message_hint == 'Perhaps you meant "delay".', error.diag.message_hint
    assert error.diag.statement_position == "6", error.diag.statement_position
assert connection.get_transaction_status() == psycopg2.extensions.TRANSACTION_STATUS_INERROR
try:
    cursor.execute("SELECT 1")
    raise AssertionError("no error")
except psycopg2.errors.InFailedSqlTransaction:
    connection.rollback()

connection.autocommit = True
cursor.execute("TYPES")
row = cursor.fetchone()
assert row == (
    True,
    -32768,
    2147483647,
    -9223372036854775808,
    1.5,
    0.1,
    decimal.Decimal("12345678901234567890.123"),
    "Zürich \U0001f600",
    datetime.date(2024, 2, 29),
    datetime.time(23, 59, 59, 999999),
    datetime.datetime(2024, 2, 29, 12, 0, 0, 1),
    datetime.datetime(2024, 2, 29, 12, 0, tzinfo=datetime.timezone.utc),
    datetime.timedelta(days=3, hours=4),
    "00000000-0000-0001-0000-000000000002",
    {"a": [1, None]},
    [1, None, 3],
    None,
), row

cursor.execute("NOTIFY")
assert connection.notices[-1].startswith("NOTICE:  a notice"), connection.notices

threading.Timer(0.3, connection.cancel).start()
try:
    cursor.execute("SLEEP")
    raise AssertionError("not cancelled")
except psycopg2.errors.QueryCanceled:
    pass
cursor.execute("SELECT 1; SELECT 2")
assert cursor.fetchall() == [(2,)]
cursor.execute("SERIES 20000")
assert len(cursor.fetchall()) == 20000
cursor.execute("SET application_name = 'renamed'")
assert connection.get_parameter_status("application_name") == "renamed"
connection.close()
print("done")
