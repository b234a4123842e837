"""One full-screen program in a private tmux server, watched through what it prints: nothing here waits by the clock."""
import os
import select
import subprocess
import tempfile

COLUMNS, ROWS = 100, 60


class Terminal:
    """A context manager around COMMAND (a list). Each change of the screen arrives as bytes in a FIFO."""

    def __init__(self, command, environment=None, columns=COLUMNS, rows=ROWS):
        self.folder = tempfile.TemporaryDirectory()
        self.socket = os.path.join(self.folder.name, "tmux")
        fifo = os.path.join(self.folder.name, "output")
        os.mkfifo(fifo)
        self.output = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        settings = [f"{name}={value}" for name, value in (environment or {}).items()]
        # `remain-on-exit` keeps the last screen of a program that ended; the pipe is there before it starts.
        self.tmux("new-session", "-d", "-s", "t", "-x", str(columns), "-y", str(rows), "cat")
        self.tmux("set-option", "-t", "t", "remain-on-exit", "on")
        self.tmux("respawn-pane", "-k", "-t", "t", "env", "TERM=screen-256color", "LC_ALL=C.UTF-8", *settings, *command)
        self.tmux("pipe-pane", "-O", "-t", "t", f"cat >'{fifo}'")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], check=False, capture_output=True)
        os.close(self.output)
        self.folder.cleanup()

    def tmux(self, *words):
        command = ["tmux", "-S", self.socket, "-f", "/dev/null", *words]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=20)
        return done.stdout

    def screen(self, colours=False):
        return self.tmux("capture-pane", "-p", "-t", "t", *(["-e"] if colours else []))

    def expect(self, text, rounds=200):
        """Waits until the screen shows TEXT; each round ends when the program prints something."""
        for _ in range(rounds):
            screen = self.screen()
            if text in screen:
                return screen
            if select.select([self.output], [], [], 0.1)[0]:
                os.read(self.output, 1 << 16)
        raise AssertionError(f"{text!r} is not on the screen:\n{self.screen()}")

    def keys(self, *names):
        self.tmux("send-keys", "-t", "t", *names)

    def type(self, text):
        self.tmux("send-keys", "-t", "t", "-l", "--", text)
