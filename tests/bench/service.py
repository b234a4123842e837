"""What `make bench` measures of the server beside its rate: half load, workers, large files, memory; and the picture."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import time

from support import gemini
from support.process import cpu_seconds, private_memory, resident_memory, room_for_sockets
from support.server import Server

LARGE = 512 << 20
CONNECTIONS = 1000
THREADS = 8


def load(tools, server, rate=0, count=1000):
    words = [tools / "load", "gemini", str(server.gemini), f"gemini://localhost:{server.gemini}/", str(count), str(THREADS),
             str(server.process.pid)]
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=dict(os.environ, LOAD_RATE=str(rate)))
    return json.loads(done.stdout)


def start(stack, capsule, folder, workers, site, *settings):
    words = ["rate.requests=0", f"log={folder}/service.log", *settings]
    flags = [word for setting in words for word in ("--set", setting)]
    return stack.enter_context(Server(capsule, site, *flags, certs=folder / "certs", workers=workers))


def half_load(tools, capsule, folder, site, rounds):
    """Latencies from the time at which a request was due, at half of the rate that the server reaches."""
    with contextlib.ExitStack() as stack:
        server = start(stack, capsule, folder, os.cpu_count(), site)
        most = statistics.median(load(tools, server)["per_second"] for _ in range(3))
        rows = [load(tools, server, rate=most / 2) for _ in range(rounds)]
    table = {key: statistics.median(row[key] for row in rows) for key in ("p50_ms", "p99_ms", "per_second")}
    table["p99_by_p50"] = statistics.median(row["p99_ms"] / row["p50_ms"] for row in rows)
    return table


def pin(pids, cores):
    for pid in pids:
        os.sched_setaffinity(pid, cores)


def workers(tools, capsule, folder, site, rounds):
    """
    What a second worker is worth. Each worker has a core of its own. The client has the others, or, where there are none,
    shares them: then its own work bounds what can be seen of two workers (`possible`), and the server's CPU per request is
    the figure that says what they could do with a client elsewhere (`capacity`).
    """
    cores = sorted(os.sched_getaffinity(0))
    rows = []
    with contextlib.ExitStack() as stack:
        servers = [start(stack, capsule, folder, count, site) for count in (1, 2)]
        stack.callback(os.sched_setaffinity, 0, cores)
        for server in servers:
            for worker, core in zip(server.children()["worker"], cores):
                pin([worker], {core})
        for _ in range(rounds):
            pair = []
            for count, server in enumerate(servers, 1):
                pin([0], set(cores[2:] or cores[count:] or cores))  # what the load client inherits
                pair.append(load(tools, server))
            rows.append(pair)

    def median(figure):
        return statistics.median(figure(one, two) for one, two in rows)

    result = {name: {key: median(lambda *pair, i=i, key=key: pair[i][key]) for key in ("per_second", "cpu_us", "client_us")}
              for i, name in enumerate(("one", "two"))}
    result["shared"] = len(cores) < 3
    result["ratio"] = median(lambda one, two: two["per_second"] / one["per_second"])
    result["capacity"] = median(lambda one, two: 2 * one["cpu_us"] / two["cpu_us"])
    result["possible"] = median(lambda one, two: 2 * max(one["cpu_us"], one["client_us"]) / (two["cpu_us"] + two["client_us"]))
    return result


def cipher_speed():
    """MB/s of AES-256-GCM in pieces of a TLS record, on one core."""
    words = ["openssl", "speed", "-elapsed", "-seconds", "1", "-bytes", "16384", "-evp", "aes-256-gcm"]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return float(re.findall(r"([\d.]+)k\s*$", done.stdout, re.M)[-1]) / 1000


def large_file(capsule, folder):
    """MB/s to one reader, and per second of the worker's own CPU, as the reader's decryption takes its time, too."""
    site = folder / "large"
    site.mkdir()
    (site / "_config.yml").write_text("title: Large\n", encoding="ascii")
    (site / "index.md").write_text("---\ntitle: Large\n---\n[the file](/large.bin)\n", encoding="ascii")
    with open(site / "large.bin", "wb") as file:
        file.truncate(LARGE)
    with contextlib.ExitStack() as stack:
        server = start(stack, capsule, folder, 1, site)
        gemini.get(server.gemini)
        worker = server.children()["worker"][0]
        memory, cpu, got, piece = private_memory(worker), cpu_seconds(worker), 0, bytearray(1 << 16)
        plain = stack.enter_context(socket.create_connection(("127.0.0.1", server.gemini), timeout=60))
        client = stack.enter_context(gemini.context().wrap_socket(plain, server_hostname="localhost"))
        began = time.monotonic()
        client.sendall(f"gemini://localhost:{server.gemini}/large.bin\r\n".encode())
        while count := client.recv_into(piece):
            got += count
        seconds, cpu = time.monotonic() - began, cpu_seconds(worker) - cpu
        assert got > LARGE, f"{got} bytes of {LARGE}"
        return {"megabytes_per_second": LARGE / 1e6 / seconds, "megabytes_per_cpu_second": LARGE / 1e6 / cpu,
                "cipher_megabytes_per_second": cipher_speed(), "memory_growth_kib": private_memory(worker) - memory}


def memory(capsule, folder, site):
    """KiB: a worker at its start, and what a connection adds that says nothing, or nothing after its handshake."""
    with contextlib.ExitStack() as stack:
        server = start(stack, capsule, folder, 1, site, "deadline.handshake=60", "deadline.request=60")
        worker = server.children()["worker"][0]
        at_start, own = resident_memory(worker), private_memory(worker)
        gemini.get(server.gemini)
        before, count = private_memory(worker), room_for_sockets(CONNECTIONS)
        for _ in range(count):
            stack.enter_context(socket.create_connection(("127.0.0.1", server.gemini)))
        gemini.get(server.gemini)  # behind all of them in the queue
        silent, between = (private_memory(worker) - before) / count, private_memory(worker)
        for _ in range(count):
            stack.enter_context(gemini.Session(server.gemini)).handshake()
        gemini.get(server.gemini)
        idle = (private_memory(worker) - between) / count
    return {"worker_kib": at_start, "worker_private_kib": own, "silent_kib": silent, "idle_tls_kib": idle}


def measure(tools, capsule, folder, site, rounds):
    return {"half_load": half_load(tools, capsule, folder, site, rounds),
            "workers": workers(tools, capsule, folder, site, rounds),
            "large_file": large_file(capsule, folder), "memory": memory(capsule, folder, site)}


def show(report):
    half, two, large, kib = (report[name] for name in ("half_load", "workers", "large_file", "memory"))
    print(f"\nHalf load ({half['per_second']:.0f} req/s): p50 {half['p50_ms']:.2f} ms, p99 {half['p99_ms']:.2f} ms, "
          f"{half['p99_by_p50']:.1f} times p50")
    for name in ("one", "two"):
        row = two[name]
        print(f"Workers, {name}: {row['per_second']:.0f} req/s; {1e6 / row['cpu_us']:.0f} requests per second of the server's CPU, "
              f"{row['cpu_us']:.1f} us each; the client's {row['client_us']:.1f} us")
    print(f"Two workers: {two['capacity']:.2f} times the requests of one by CPU; seen {two['ratio']:.2f}"
          + (f" of at most {two['possible']:.2f}, as the client works on the same cores" if two["shared"] else ""))
    print(f"Large file: {large['megabytes_per_second']:.0f} MB/s, {large['megabytes_per_cpu_second']:.0f} MB per second of the "
          f"worker's CPU; AES-256-GCM alone {large['cipher_megabytes_per_second']:.0f} MB/s; "
          f"memory +{large['memory_growth_kib']} KiB")
    print(f"Memory: worker {kib['worker_kib']} KiB at start ({kib['worker_private_kib']} its own), silent connection "
          f"{kib['silent_kib']:.2f} KiB, idle TLS {kib['idle_tls_kib']:.1f} KiB")


PANELS = [("gemini", "cpu_us", "Gemini: CPU per request, microseconds"), ("gemini", "p99_ms", "Gemini: p99 under full load, ms"),
          ("gopher", "cpu_us", "Gopher: CPU per request, microseconds"), ("gopher", "per_second", "Gopher: requests per second")]


def draw(report, picture):
    """Four bar charts as one SVG; nothing without gnuplot."""
    if not shutil.which("gnuplot"):
        return
    words = [f"set terminal svg size 860,560 font 'sans-serif,13' background '#ffffff'\nset output '{picture}'",
             "set style fill solid 0.8\nset boxwidth 0.6\nset grid ytics lc rgb '#dddddd'\nset border 3\nset tics nomirror",
             "unset key\nset yrange [0:*]\nset offsets 0,0,graph 0.1,0\nset multiplot layout 2,2"]
    for part, key, title in PANELS:
        rows = [(name, row[key]) for name, row in report[part].items()]
        data = "\n".join(f'"{name}" {value}' for name, value in rows)
        words.append(f"$data << END\n{data}\nEND\nset title '{title}'\nset xrange [-0.6:{len(rows) - 0.4}]\n"
                     "plot $data using 0:2:xtic(1) with boxes lc rgb '#3a6ea5', '' using 0:2:(sprintf($2 < 100 ? '%.1f' : '%.0f', $2)) "
                     "with labels offset 0,0.6")
    subprocess.run(["gnuplot"], input="\n".join(words) + "\nunset multiplot\n", text=True, check=True)
    print(f"drawn to {pathlib.Path(picture)}")
