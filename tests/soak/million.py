"""A million requests of all kinds, good and bad, at the same time (E12): the server stays as small as it was.

Three of four are Gopher's, which cost the clients less, so that the run is short.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

from support.figures import figure  # noqa: E402
from support.process import descriptors, private_memory  # noqa: E402
from support.server import Server  # noqa: E402

SECONDS = 3 * 3600
DRIFT_KIB = 1024

# Percent of all requests, protocol, request; {} is the port.
KINDS = [(17, "gemini", "gemini://localhost:{}/"), (3, "gemini", "gemini://localhost:{}/missing"),
         (1, "gemini", "gemini://elsewhere.example/"), (1, "gemini", "gemini://localhost:{}/../../etc/passwd"),
         (1, "gemini", "GET / HTTP/1.0"), (2, "gemini", "a" * 1100),
         (53, "gopher", ""), (11, "gopher", "/missing"), (7, "gopher", "\x01\x1b[2J"), (4, "gopher", "a" * 5000)]


def load(tool, server, count):
    """COUNT requests, a client for each kind; how many had no answer."""
    clients = []
    for percent, kind, request in KINDS:
        port = getattr(server, kind)
        words = [tool, kind, str(port), request.format(port), str(max(1, count * percent // 100)), "1"]
        clients.append(subprocess.Popen(words, stdout=subprocess.PIPE, env=dict(os.environ, LOAD_ANY="1")))
    answers = [client.communicate(timeout=SECONDS)[0] for client in clients]
    assert all(answers), "a client was not answered at all"
    return sum(json.loads(answer)["failed"] for answer in answers)


def sizes(server):
    return [(private_memory(pid), descriptors(pid)) for pid in server.children()["worker"]]


def run(build, requests):
    """Tells the figures of REQUESTS requests to build/capsule."""
    tool = build / "soak-load"
    source = PROJECT / "tests/bench/load.c"
    subprocess.run(["cc", "-std=c11", "-D_GNU_SOURCE", "-O2", "-o", tool, source, "-lssl", "-lcrypto", "-lpthread"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        flags = [word for setting in (f"log={folder}/access.log", "rate.requests=0") for word in ("--set", setting)]
        with Server(build / "capsule", PROJECT / "content", *flags, certs=pathlib.Path(folder) / "certs") as server:
            failed = load(tool, server, requests // 10)
            before = sizes(server)
            failed += load(tool, server, requests - requests // 10)
            after = sizes(server)
            restarted = "another takes its place" in server.log()
    print(f"{requests} requests; (KiB, descriptors) of each worker after the first tenth {before}, at the end {after}", flush=True)
    figure("E12", f"of {requests} requests, those without an answer", failed, "<= 0")
    figure("E12", "growth of a worker, KiB", max(new[0] - old[0] for old, new in zip(before, after)), f"<= {DRIFT_KIB} KiB")
    if before[0][1] is not None:
        figure("E12", "further descriptors of a worker", max(new[1] - old[1] for old, new in zip(before, after)), "<= 2")
    figure("E12", "workers that ended", int(restarted), "<= 0")


if __name__ == "__main__":
    run(pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]))
