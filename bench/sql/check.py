"""check.py DIRECTORY JAVAC POSTGRES_URL HEADRACE_URL [ROUNDS] [QUERIES...]: compiles projects of generated interfaces with
queries in all modes of the processor, each time in a new JVM; prints medians of wall-clock time, of processor time and of peak memory."""
import os, pathlib, re, shutil, socket, statistics, subprocess, sys, threading, time

DELAY = 0.010  # seconds each way
PER_INTERFACE = 10
PROCESSOR_PATH = os.environ["CHECK_CLASS_PATH"]
# An application sees the annotations only.
CLASS_PATH = os.pathsep.join(path for path in PROCESSOR_PATH.split(os.pathsep) if re.search("check-api|jspecify", path))

SCHEMA = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, city TEXT NOT NULL, since DATE NOT NULL);
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price NUMERIC(10, 2) NOT NULL, stock INTEGER NOT NULL);
CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INTEGER REFERENCES customers (id), placed TIMESTAMPTZ NOT NULL, note TEXT);
CREATE TABLE items (order_id BIGINT REFERENCES orders (id), line INTEGER, product INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL, price NUMERIC(10, 2) NOT NULL, PRIMARY KEY (order_id, line));
CREATE VIEW totals AS SELECT order_id, sum(price * quantity) AS total FROM items GROUP BY order_id;
"""

# Each gets a number, so that all statements differ.
METHODS = [
    '@Query("SELECT id, name, email FROM customers WHERE id = :id AND id <> %d") Optional<Customer> customer%d(int id);',
    '@Query("SELECT name FROM products WHERE price > :least AND id > %d ORDER BY name") List<String> products%d(BigDecimal least);',
    '@Query("""\n      SELECT o.id, o.placed, c.name AS customer\n      FROM orders o LEFT JOIN customers c ON c.id = o.customer\n'
    '      WHERE o.id > %d AND o.placed > :since\n      """)\n  List<Placed> placed%d(Instant since);',
    '@Query("SELECT count(*) FROM items WHERE product = :product AND quantity > %d") long sold%d(int product);',
    '@Update("UPDATE products SET stock = stock - :count WHERE id = :product AND stock > %d") boolean take%d(int product, int count);',
    '@Query("SELECT id FROM customers WHERE city IN (:cities) AND id > %d") List<Integer> in%d(List<String> cities);',
    '@Update("INSERT INTO customers (id, name, email, city, since) VALUES (:id + %d, :name, :email, :city, :since)")\n'
    '  int add%d(int id, String name, @Nullable String email, String city, LocalDate since);',
    '@Query("SELECT t.order_id AS id, t.total FROM totals t WHERE t.total > %d ORDER BY t.total DESC LIMIT 10") List<Total> best%d();',
    '@Batch("INSERT INTO items (order_id, line, product, quantity, price) VALUES (:order, :line, :product, :quantity + %d, :price)")\n'
    '  void addAll%d(List<Item> items);',
    '@Query("""\n      SELECT c.city, count(DISTINCT o.id) AS orders, sum(i.price * i.quantity) AS total\n'
    '      FROM customers c JOIN orders o ON o.customer = c.id JOIN items i ON i.order_id = o.id\n'
    '      WHERE i.quantity > %d\n      GROUP BY c.city\n      """)\n  List<City> cities%d();',
]

INTERFACE = """package shop;

import dev.headrace.check.*;
import java.math.BigDecimal;
import java.time.*;
import java.util.*;
import org.jspecify.annotations.*;

@NullMarked
public interface Queries%(n)d {
  record Customer(int id, String name, @Nullable String email) {}
  record Placed(long id, Instant placed, @Nullable String customer) {}
  record Total(long id, @Nullable BigDecimal total) {}
  record Item(long order, int line, int product, int quantity, BigDecimal price) {}
  record City(String city, long orders, BigDecimal total) {}

  %(methods)s
}
"""


def generate(directory, count):
    sources = directory / "src" / "shop"
    sources.mkdir(parents=True)
    for n in range(0, count, PER_INTERFACE):
        methods = [METHODS[i % len(METHODS)] % (i, i) for i in range(n, min(n + PER_INTERFACE, count))]
        (sources / f"Queries{n}.java").write_text(INTERFACE % {"n": n, "methods": "\n\n  ".join(methods)})
    (directory / "schema.sql").write_text(SCHEMA)


class Proxy:
    """Passes bytes on in both directions, each later by the delay, however many are on their way."""

    def __init__(self, port):
        self.target = port
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.server.accept()
            time.sleep(2 * DELAY)  # the handshake of TCP
            server = socket.create_connection(("127.0.0.1", self.target))
            for left, right in ((client, server), (server, client)):
                left.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                queue = []
                ready = threading.Condition()
                threading.Thread(target=self.receive, args=(left, queue, ready), daemon=True).start()
                threading.Thread(target=self.send, args=(right, queue, ready), daemon=True).start()

    @staticmethod
    def receive(source, queue, ready):
        while True:
            try:
                data = source.recv(1 << 16)
            except OSError:
                data = b""
            with ready:
                queue.append((time.monotonic() + DELAY, data))
                ready.notify()
            if not data:
                return

    @staticmethod
    def send(target, queue, ready):
        while True:
            with ready:
                while not queue:
                    ready.wait()
                due, data = queue.pop(0)
            time.sleep(max(0, due - time.monotonic()))
            try:
                if not data:
                    target.shutdown(socket.SHUT_WR)
                    return
                target.sendall(data)
            except OSError:
                return


def compile_once(javac, directory, sources, options):
    """Seconds, processor seconds and MiB of a compilation, which must make an implementation of each interface."""
    output = directory / "out"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir()
    arguments = directory / "arguments"
    arguments.write_text("\n".join(str(source) for source in sources))
    command = [javac, "-nowarn", "-Xlint:none", "-cp", CLASS_PATH, "-processorpath", PROCESSOR_PATH, "-d", str(output), *options, f"@{arguments}"]
    with open(directory / "log", "w") as log:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
    if status != 0:
        sys.exit((directory / "log").read_text())
    made = len(list(output.rglob("Queries*Jdbc.class")))
    expected = len(list((directory / "src").rglob("Queries*.java")))
    if made != expected:
        sys.exit(f"{made} of {expected} implementations were made")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    directory, javac, postgres, headrace = sys.argv[1:5]
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 3
    counts = [int(count) for count in sys.argv[6:]] or [33, 332, 3320]
    for url in (postgres, headrace):
        subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", url, "-c", SCHEMA], check=True)
    far = {url: re.sub(r":\d+/", f":{Proxy(int(re.search(r':([0-9]+)/', url)[1])).port}/", url) for url in (postgres, headrace)}
    for count in counts:
        project = pathlib.Path(directory) / str(count)
        generate(project, count)
        interfaces = sorted((project / "src").rglob("*.java"))
        migrations = f"-Aheadrace.migrations={project / 'schema.sql'}"
        prepared = f"-Aheadrace.directory={project / '.headrace'}"
        written = project / "written"
        written.mkdir()
        compile_once(javac, project, interfaces, [migrations, prepared, "-Aheadrace.save=true", "-s", str(written)])
        save = ["-Aheadrace.save=true", f"-Aheadrace.directory={project / '.saved'}"]
        modes = {
            "javac alone": (interfaces + sorted(written.rglob("*.java")), ["-proc:none"]),
            "a processor that only writes them": (
                interfaces,
                ["-processor", "dev.headrace.bench.check.CopyingProcessor", f"-Acopied={written / 'shop'}"],
            ),
            "prepared": (interfaces, ["-Aheadrace.source=offline", prepared]),
            "migrations": (interfaces, [migrations]),
            "PostgreSQL": (interfaces, [f"-Aheadrace.url={postgres}"]),
            "PostgreSQL, 20 ms": (interfaces, [f"-Aheadrace.url={far[postgres]}"]),
            "PostgreSQL, 20 ms, saved": (interfaces, [f"-Aheadrace.url={far[postgres]}", *save]),
            "Headrace": (interfaces, [f"-Aheadrace.url={headrace}"]),
            "Headrace, 20 ms": (interfaces, [f"-Aheadrace.url={far[headrace]}"]),
        }
        results = {mode: [] for mode in modes}
        for _ in range(rounds):
            for mode, (sources, options) in modes.items():
                results[mode].append(compile_once(javac, project, sources, [*options, "-s", str(project / "out")]))
        print(f"{count} queries, median of {rounds}\n\n| | wall, s | more than javac alone | processor, s | peak memory, MiB |")
        print("| --- | --: | --: | --: | --: |")
        alone = statistics.median(result[0] for result in results["javac alone"])
        for mode, measured in results.items():
            wall, processor, memory = (statistics.median(values) for values in zip(*measured))
            print(f"| {mode} | {wall:.2f} | {wall - alone:+.2f} | {processor:.2f} | {memory:.0f} |")
        print(flush=True)


main()
