"""wire.py [--rounds 7] [--rows 10000] NAME=PORT:PID...: the same statements at two servers or more, by psycopg2.

psycopg2 sends simple queries with the values written into the text. Rounds go over the servers in turns, each with a
connection of its own; the first round only warms up. The figure of an operation is the median over the rounds of each
round's median. PID, or the word "backend" where each connection has its process, is what processor time is read of. The
ratios are those of the first server to each other one. An answer with another number of rows than expected is an error."""
import argparse, datetime, glob, io, os, random, socket, statistics, time
import psycopg2, psycopg2.extras

CATEGORIES = 20
BASE = datetime.datetime(2024, 1, 1)
ITEMS = "create table {t} (id int primary key, name text, category text, price double precision, qty int, created timestamp)"
ORDERS = "create table {t} (id int primary key, item_id int, quantity int, amount double precision)"
COLUMNS = "id, name, category, price, qty, created"
INSERT = "insert into ins (" + COLUMNS + ") values (%s, %s, %s, %s, %s, %s)"
POINT = "select * from items where id = %s"
GROUP = "select category, count(*), avg(price), sum(qty) from items group by category"
# name, statement, rows it gives; None for as many as the tables have
QUERIES = [
    ("select all", "select * from items", None),
    ("count", "select count(*) from items", 1),
    ("group by", GROUP, CATEGORIES),
    ("order by", "select id, name, price from items order by price desc", None),
    ("join", "select o.id, i.name, i.price, o.quantity from orders o join items i on o.item_id = i.id", None),
]


def item(i):
    r = random.Random(i)
    return (i, "item-%05d" % i, "cat-%02d" % (i % CATEGORIES), round(r.uniform(1, 1000), 2), r.randrange(100),
            BASE + datetime.timedelta(minutes=i))


def order(i, items):
    r = random.Random(-i)
    return (i, r.randrange(items) + 1, r.randrange(1, 10), round(r.uniform(1, 5000), 2))


class Server:
    def __init__(self, target):
        self.name, rest = target.split("=")
        port, self.process = rest.split(":")
        self.port = int(port)
        self.pid = None
        self.medians, self.processor = {}, {}

    def connect(self):
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, dbname="bench", user="bench")
        connection.autocommit = True
        self.pid = connection.info.backend_pid if self.process == "backend" else int(self.process)
        return connection

    def processor_time(self):
        """Microseconds of all threads."""
        total = 0
        for path in glob.glob("/proc/%d/task/*/schedstat" % self.pid):
            try:
                with open(path) as file:
                    total += int(file.read().split()[0])
            except OSError:
                pass
        return total / 1e3

    def fill(self, rows):
        with self.connect() as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            for table, ddl, make in (("items", ITEMS, item), ("orders", ORDERS, lambda i: order(i, rows))):
                cursor.execute("drop table if exists " + table)
                cursor.execute(ddl.format(t=table))
                for low in range(1, rows + 1, 1000):
                    part = [make(i) for i in range(low, min(low + 1000, rows + 1))]
                    psycopg2.extras.execute_values(cursor, "insert into %s values %%s" % table, part, page_size=1000)
                cursor.execute("analyze " + table)
        connection.close()


class Round:
    """One pass over the list at one server."""

    def __init__(self, server, rows, seed):
        self.server, self.rows, self.random = server, rows, random.Random(seed)
        self.times, self.processor = {}, {}

    def measure(self, name, action, times=1, warm=0):
        for _ in range(warm):
            action()
        samples = []
        before = self.server.processor_time()
        for _ in range(times):
            start = time.perf_counter_ns()
            action()
            samples.append((time.perf_counter_ns() - start) / 1e3)
        self.processor[name] = (self.server.processor_time() - before) / times
        self.times[name] = statistics.median(samples)

    def key(self):
        return self.random.randrange(self.rows) + 1

    def fetch(self, sql, args=None, expected=1):
        self.cursor.execute(sql, args)
        got = len(self.cursor.fetchall())
        if got != expected:
            raise RuntimeError("%s: %d rows, expected %d: %s" % (self.server.name, got, expected, sql))

    def run(self):
        start = time.perf_counter_ns()
        self.connection = self.server.connect()
        self.times["connect"] = (time.perf_counter_ns() - start) / 1e3
        self.cursor = self.connection.cursor()
        point = lambda: self.fetch(POINT, (self.key(),))
        self.measure("point, first of the connection", point)
        self.measure("point, hot", point, 1000, warm=200)
        for name, sql, rows in QUERIES:
            self.measure(name, lambda: self.fetch(sql, expected=rows or self.rows), 7, warm=1)
        self.measure("point, 100 times the same", lambda: [self.fetch("select * from items where id = 4242") for _ in range(100)], 3)
        self.measure("group by, 100 times", lambda: [self.fetch(GROUP, expected=CATEGORIES) for _ in range(100)])
        self.measure("update one", self.update, 100, warm=20)
        batch = [item(1_000_000 + i) for i in range(1000)]
        for name, load in (
                ("insert 1,000, a transaction each", lambda: [self.cursor.execute(INSERT, row) for row in batch]),
                ("insert 1,000, one transaction", lambda: self.transaction(lambda: [self.cursor.execute(INSERT, row) for row in batch])),
                ("insert 1,000, executemany", lambda: self.transaction(lambda: self.cursor.executemany(INSERT, batch))),
                ("insert 1,000, VALUES lists", lambda: psycopg2.extras.execute_values(
                    self.cursor, "insert into ins (" + COLUMNS + ") values %s", batch, page_size=1000)),
                ("copy in 1,000", lambda: self.copy_in(batch))):
            self.cursor.execute("drop table if exists ins")
            self.cursor.execute(ITEMS.format(t="ins"))
            self.measure(name, load)
            self.fetch("select id from ins", expected=1000)
        self.measure("copy out", lambda: self.cursor.copy_expert("copy items to stdout", io.StringIO()), 5, warm=1)
        self.measure("begin, select 1, commit", lambda: self.transaction(lambda: self.fetch("select 1")), 200, warm=20)
        self.measure("create and drop a table", self.create_drop, 12, warm=3)
        self.connection.close()
        for name, value in self.times.items():
            self.server.medians.setdefault(name, []).append(value)
        for name, value in self.processor.items():
            self.server.processor.setdefault(name, []).append(value)

    def update(self):
        self.cursor.execute("update items set price = %s where id = %s", (round(self.random.uniform(1, 1000), 2), self.key()))
        if self.cursor.rowcount != 1:
            raise RuntimeError("%s: %d rows updated" % (self.server.name, self.cursor.rowcount))

    def transaction(self, action):
        self.connection.autocommit = False
        try:
            action()
            self.connection.commit()
        finally:
            self.connection.autocommit = True

    def copy_in(self, batch):
        text = io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in batch))
        self.cursor.copy_expert("copy ins (" + COLUMNS + ") from stdin", text)

    def create_drop(self):
        self.cursor.execute(ORDERS.format(t="probe"))
        self.cursor.execute("drop table probe")


def echo(times=3000):
    """Microseconds of a bare round trip between two processes."""
    listener = socket.create_server(("127.0.0.1", 0))
    child = os.fork()
    if child == 0:
        peer, _ = listener.accept()
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while data := peer.recv(4096):
            peer.sendall(data)
        os._exit(0)
    client = socket.create_connection(listener.getsockname())
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    samples = []
    for _ in range(times):
        start = time.perf_counter_ns()
        client.sendall(b"x" * 100)
        client.recv(4096)
        samples.append((time.perf_counter_ns() - start) / 1e3)
    client.close()
    os.waitpid(child, 0)
    return statistics.median(samples)


def number(value):
    return "%.0f" % value if value >= 100 else "%.1f" % value if value >= 10 else "%.2f" % value


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("server", nargs="+")
    arguments = parser.parse_args()
    servers = [Server(target) for target in arguments.server]
    print("psycopg2 %s, %d rows, %d rounds; a bare round trip over TCP takes %.1f us\n"
          % (psycopg2.__version__.split()[0], arguments.rows, arguments.rounds, echo()))
    for server in servers:
        server.fill(arguments.rows)
        Round(server, arguments.rows, 0).run()
        server.medians, server.processor = {}, {}
    for seed in range(1, arguments.rounds + 1):
        for server in servers:
            Round(server, arguments.rows, seed).run()
    first, *others = servers
    columns = [first.name] + [title for other in others for title in (other.name, "ratio")]
    columns += ["processor: " + server.name for server in servers]
    print("| us | %s |" % " | ".join(columns))
    print("| --- |%s" % (" --: |" * len(columns)))
    for name in first.medians:
        mine = statistics.median(first.medians[name])
        cells = [number(mine)]
        for other in others:
            its = statistics.median(other.medians[name])
            cells += [number(its), "%.2f" % (mine / its)]
        cells += [number(statistics.median(s.processor[name])) if name in s.processor else "" for s in servers]
        print("| %s | %s |" % (name, " | ".join(cells)))


main()
