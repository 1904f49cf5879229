"""Exercises a database through psycopg2; prints "done" if everything holds."""
import datetime
import decimal
import io
import sys
import threading
import uuid

import psycopg2
import psycopg2.errors
import psycopg2.extras

psycopg2.extras.register_uuid()


def connect():
    return psycopg2.connect(host="127.0.0.1", port=int(sys.argv[1]), user="ada", dbname="d")


def fails(error, action):
    try:
        action()
    except error as e:
        return e
    raise AssertionError("no " + error.__name__)


def types(connection):
    columns = [
        ("boolean", True),
        ("smallint", -32768),
        ("integer", 2147483647),
        ("bigint", -9223372036854775808),
        ("real", 1.5),
        ("double precision", 0.1),
        ("numeric", decimal.Decimal("12345678901234567890.123")),
        ("numeric(6, 2)", decimal.Decimal("-1234.50")),
        ("text", "Z\u00fcrich \U0001f600 'quoted' \\ %"),
        ("varchar(5)", "abc"),
        ("bytea", b"\x00\x01\xff"),
        ("date", datetime.date(2024, 2, 29)),
        ("time", datetime.time(23, 59, 59, 999999)),
        ("timestamp", datetime.datetime(2024, 2, 29, 12, 0, 0, 1)),
        ("timestamptz", datetime.datetime(2024, 2, 29, 12, 0, tzinfo=datetime.timezone.utc)),
        ("interval", datetime.timedelta(days=3, hours=4)),
        ("uuid", uuid.UUID(int=2**64 + 2)),
        ("integer[]", [1, None, 3]),
        ("text[]", ["a,b", 'c"d', ""]),
    ]
    connection.autocommit = True  # definitions cannot run in a transaction block
    with connection.cursor() as cursor:
        listed = ", ".join("c%d %s" % (i, column[0]) for i, column in enumerate(columns))
        cursor.execute("CREATE TABLE types (" + listed + ", j jsonb)")
    connection.autocommit = False
    with connection, connection.cursor() as cursor:
        values = [value for _, value in columns]
        places = ", ".join(["%s"] * len(values))
        insert = "INSERT INTO types VALUES (" + places + ", %s)"
        cursor.execute(insert, values + [psycopg2.extras.Json({"b": [True, None], "a": 1.5})])
        cursor.execute("SELECT * FROM types")
        row = cursor.fetchone()
        for (name, value), read in zip(columns, row):
            if isinstance(read, memoryview):
                read = bytes(read)
            assert read == value and type(read) is type(value), (name, value, read)
        assert row[-1] == {"a": 1.5, "b": [True, None]}, row[-1]
        cursor.execute(insert, [None] * (len(values) + 1))
        cursor.execute("SELECT * FROM types WHERE c2 IS NULL")
        assert cursor.fetchall() == [(None,) * (len(values) + 1)]


def transactions(connection):
    with connection, connection.cursor() as cursor:
        cursor.executemany("INSERT INTO t VALUES (%s, %s)", [(1, "a"), (2, "b")])
        psycopg2.extras.execute_values(cursor, "INSERT INTO t VALUES %s", [(3, "c"), (4, "d")])
        assert cursor.rowcount == 2
    cursor = connection.cursor()
    cursor.execute("UPDATE t SET name = upper(name) WHERE id > %s", (2,))
    assert cursor.rowcount == 2 and cursor.statusmessage == "UPDATE 2", cursor.statusmessage
    connection.rollback()
    cursor.execute("SELECT name FROM t ORDER BY id")
    assert cursor.fetchall() == [("a",), ("b",), ("c",), ("d",)]
    error = fails(
        psycopg2.errors.UniqueViolation,
        lambda: cursor.execute("INSERT INTO t VALUES (1, 'again')"),
    )
    assert error.diag.message_detail == "Key (id)=(1) already exists.", error.diag.message_detail
    fails(psycopg2.errors.InFailedSqlTransaction, lambda: cursor.execute("SELECT 1"))
    connection.rollback()
    error = fails(psycopg2.errors.UndefinedColumn, lambda: cursor.execute("SELECT nothing FROM t"))
    assert error.diag.statement_position == "8", error.diag.statement_position
    connection.rollback()
    cursor.copy_expert("COPY t (id, name) FROM STDIN", io.StringIO("7\tg\n8\th\n"))
    copied = io.StringIO()
    cursor.copy_expert("COPY (SELECT id, name FROM t WHERE id > 6 ORDER BY id) TO STDOUT WITH CSV", copied)
    assert copied.getvalue() == "7,g\n8,h\n", copied.getvalue()
    connection.rollback()


def prepared(connection):
    with connection, connection.cursor() as cursor:
        cursor.execute("PREPARE by_id (integer) AS SELECT name FROM t WHERE id = $1")
        for identifier, name in [(1, "a"), (4, "d")]:
            cursor.execute("EXECUTE by_id(%s)", (identifier,))
            assert cursor.fetchall() == [(name,)]
        cursor.execute("DEALLOCATE by_id")


def subscription(connection):
    """libpq shows rows of a simple query only when it has ended well, so this cannot read them:
    it shows that a subscription ends by a cancellation and leaves the connection usable."""
    subscriber = connect()
    subscriber.autocommit = True
    with subscriber.cursor() as cursor:
        timer = threading.Timer(0.5, subscriber.cancel)
        timer.start()
        fails(psycopg2.errors.QueryCanceled, lambda: cursor.execute("SUBSCRIBE TO names"))
        timer.join()
        cursor.execute("SELECT n FROM names")
        assert cursor.fetchall() == [(4,)]
    subscriber.close()


def main():
    connection = connect()
    types(connection)
    transactions(connection)
    prepared(connection)
    subscription(connection)
    connection.close()
    print("done")


main()
