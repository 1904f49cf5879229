"""connections.py COUNT NAME=PORT:PID...: opens connections that run a query each and then do nothing; tells what memory
and processor time the server takes for them, in all its processes."""
import glob, os, socket, struct, sys, time

SECONDS = 10


def until_ready(stream):
    while True:
        kind, length = stream.read(1), struct.unpack("!i", stream.read(4))[0]
        body = stream.read(length - 4)
        if kind == b"E":
            sys.exit(body.decode(errors="replace"))
        if kind == b"Z":
            return


def connect(port, account):
    stream = socket.create_connection(("127.0.0.1", port)).makefile("rwb")
    startup = struct.pack("!i", 3 << 16) + b"user\0bench\0database\0bench\0\0"
    stream.write(struct.pack("!i", len(startup) + 4) + startup)
    stream.flush()
    until_ready(stream)
    query = b"SELECT * FROM pgbench_accounts WHERE aid = %d\0" % account
    stream.write(b"Q" + struct.pack("!i", len(query) + 4) + query)
    stream.flush()
    until_ready(stream)
    return stream


def processes(pid):
    """The process and its children."""
    found = [pid]
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(stat) as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.split("/")[2]))
    return found


def memory(pid):
    """Proportional set size in kB, so that memory shared among processes counts once."""
    total = 0
    for process in processes(pid):
        try:
            with open("/proc/%d/smaps_rollup" % process) as rollup:
                total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        except OSError:
            pass
    return total


def processor(pid):
    """Milliseconds of all processes."""
    total = 0
    for process in processes(pid):
        try:
            with open("/proc/%d/stat" % process) as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total * 1000 / os.sysconf("SC_CLK_TCK")


count = int(sys.argv[1])
print("| server | connections | memory before | with them | per connection | processor, idle | connect, median |")
print("| --- | --: | --: | --: | --: | --: | --: |")
for target in sys.argv[2:]:
    name, rest = target.split("=")
    port, pid = map(int, rest.split(":"))
    connect(port, 1)
    time.sleep(1)
    before, times, streams = memory(pid), [], []
    for i in range(count):
        start = time.perf_counter()
        streams.append(connect(port, i + 1))
        times.append(time.perf_counter() - start)
    time.sleep(1)
    after, busy = memory(pid), processor(pid)
    time.sleep(SECONDS)
    busy = (processor(pid) - busy) / SECONDS
    times.sort()
    print("| %s | %d | %d MB | %d MB | %d kB | %.1f ms/s | %.0f us |"
          % (name, count, before // 1024, after // 1024, (after - before) // count, busy, times[len(times) // 2] * 1e6))
    streams.clear()
