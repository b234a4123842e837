"""The real binary on free ports: started, waited for by its `ready` line, ended by its pid."""
import os
import pathlib
import re
import signal
import subprocess
import threading

READY = re.compile(r"ready gemini=(\S+):(\d+|off) gopher=(\S+):(\d+|off) pages=(\d+)|ready .*")
SECONDS = 30


class Server:
    """`capsule serve SITE` on loopback, with two workers unless told otherwise. A context manager: leaving it ends
    the server. BEFORE is called in its process before it is the server."""

    def __init__(self, binary, site, *flags, certs, gemini="127.0.0.1:0", gopher="127.0.0.1:0", user=None, workers=2,
                 before=None):
        self.lines = []
        self.changed = threading.Condition()
        identity = {"user": user, "group": "nogroup", "extra_groups": []} if user else {}
        command = [str(binary), "serve", str(site), "--certs", str(certs), "--gemini", gemini, "--gopher", gopher,
                   "--workers", str(workers), *flags]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                                        preexec_fn=before, **identity)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self):
        ready = self.wait_for(r"^ready ")
        ports = dict(re.findall(r"(gemini|gopher)=\S*:(\d+)", ready))
        self.gemini = int(ports.get("gemini", 0))
        self.gopher = int(ports.get("gopher", 0))
        self.pages = int(re.search(r"pages=(\d+)", ready)[1])
        return self

    def __exit__(self, *_):
        self.stop()

    def _read(self):
        for line in self.process.stderr:
            with self.changed:
                self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))
                self.changed.notify_all()
        with self.changed:
            self.lines.append(None)
            self.changed.notify_all()

    def wait_for(self, pattern, since=0, seconds=SECONDS):
        """The first line from number SINCE on that PATTERN is found in; fails when the server ends or time is up."""
        found = []

        def look():
            for line in self.lines[since:]:
                if line is None or re.search(pattern, line):
                    found.append(line)
                    return True
            return False

        with self.changed:
            self.changed.wait_for(look, timeout=seconds)
            log = "\n".join(str(line) for line in self.lines)
        assert found and found[0] is not None, f"no line {pattern!r} in the log:\n{log}"
        return found[0]

    def mark(self):
        """How many lines the log has: for wait_for(since=...)."""
        with self.changed:
            return len(self.lines)

    def log(self):
        """All lines so far, as one text."""
        with self.changed:
            return "\n".join(line for line in self.lines if line is not None)

    def children(self):
        """The pids of the master's children, by role: {'worker': [..], 'keyholder': [..], 'builder': [..]}."""
        roles = {}
        path = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in path.read_text(encoding="ascii").split():
            try:
                words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            for role in ("worker", "builder", "keyholder"):
                if role.encode() in b" ".join(words[:3]):
                    roles.setdefault(role, []).append(int(pid))
        return roles

    def signal(self, number):
        os.kill(self.process.pid, number)

    def stop(self):
        """SIGTERM, then the exit status; SIGKILL when it does not end."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        self.reader.join(timeout=SECONDS)
        return status
