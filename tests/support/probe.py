"""An honest client during an attack: one request per tenth of a second, in a process of its own, and how long each took."""
import json
import pathlib
import select
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from support import gemini  # noqa: E402

INTERVAL = 0.1
SECONDS = 30


class Probe:
    """While the block runs, PORT is asked for its home page. Afterwards: `failures`, and `p99` in milliseconds."""

    def __init__(self, port):
        self.process = subprocess.Popen([sys.executable, __file__, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        assert self.process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_):
        answer, _ = self.process.communicate(timeout=SECONDS)
        told = json.loads(answer)
        self.failures, times = told["failures"], sorted(told["times"])
        self.count = len(times)
        self.p99 = times[int(len(times) * 0.99)] * 1000 if times else float("inf")


def main():
    port, failures, times = int(sys.argv[1]), [], []
    print("ready", flush=True)
    while True:
        start = time.monotonic()
        try:
            reply = gemini.get(port)
            if reply.status == "20" and reply.clean:
                times.append(time.monotonic() - start)
            else:
                failures.append(repr(reply))
        except OSError as problem:
            failures.append(repr(problem))
        if select.select([sys.stdin], [], [], max(0, start + INTERVAL - time.monotonic()))[0]:
            break
    print(json.dumps({"failures": failures, "times": times}))


if __name__ == "__main__":
    main()
