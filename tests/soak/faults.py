"""Known bugs put back one at a time (X10): with each of them, the one test that is there for it must fail.

A fault is a file of faults/: the row of the plan that it undoes, the test, the source file, and which text becomes which. It
is put into a copy of the sources, never into the tree. Alone: faults.py BUILD [NAME ...].
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
COPIED = ("Makefile", "capsule", "include", "tests", "content")
MAKE_SECONDS = 900
TEST_SECONDS = 60
FORM = re.compile(r"row: (\S+)\ntest: (\S+)::(\S+)\nfile: (\S+)\nfault: (.+)\n--- before\n(.*)\n--- after\n(.*)\n", re.S)


class Fault:
    """One file of faults/, as PATH says it."""

    def __init__(self, path):
        match = FORM.fullmatch(path.read_text(encoding="ascii"))
        assert match, f"{path.name}: not of the form of a fault"
        self.name = path.stem
        self.row, self.program, self.test, self.file, self.words, self.before, self.after = match.groups()


def make(copy, out, fault):
    """Builds what the test of FAULT needs; says whether that went well."""
    unit = fault.program.startswith("unit/")
    target = out / fault.program.removesuffix(".c") if unit else out / "capsule"
    command = ["make", "-s", "-j2", f"BUILD={out}", str(target)]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=MAKE_SECONDS, check=False)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def unit_passes(out, fault):
    """Whether the test is among those that its program reports as passed: one that crashes or hangs is not."""
    environment = dict(os.environ, CMOCKA_MESSAGE_OUTPUT="TAP")
    command = [str(out / fault.program.removesuffix(".c"))]
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=TEST_SECONDS, env=environment,
                              stdin=subprocess.DEVNULL, check=False)
        text = done.stdout + done.stderr
    except subprocess.TimeoutExpired as late:
        text = (late.stdout or b"") + (late.stderr or b"")
    return re.search(rb"^ok \d+ - " + fault.test.encode() + rb"\s*$", text, re.M) is not None


def wire_passes(out, fault):
    environment = dict(os.environ, CAPSULE=str(out / "capsule"), LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1")
    environment.pop("CAPSULE_SOAK", None)
    command = ["/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider",
               f"{PROJECT}/tests/{fault.program}::{fault.test}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=2 * TEST_SECONDS, env=environment,
                              stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired:
        return False
    assert done.returncode in (0, 1), done.stdout.decode("utf-8", "replace")
    return done.returncode == 0


def passes(out, fault):
    return unit_passes(out, fault) if fault.program.startswith("unit/") else wire_passes(out, fault)


def judge(copy, out, fault):
    """What became of FAULT, in a word or two; the copy is as before."""
    path = copy / fault.file
    text = path.read_text(encoding="utf-8")
    if text.count(fault.before) != 1:
        return "NOT APPLIED: its text is not there once"
    path.write_text(text.replace(fault.before, fault.after), encoding="utf-8")
    try:
        if not make(copy, out, fault):
            return "NOT BUILT"
        return "NOT CAUGHT" if passes(out, fault) else "caught"
    finally:
        path.write_text(text, encoding="utf-8")


def run(build, names=()):
    """Prints a line for each fault of NAMES, or of all; says whether each was caught, by a test that passes without it."""
    copy, out = build / "faults" / "sources", build / "faults" / "out"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for name in COPIED:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, copy / name)
    faults = [Fault(path) for path in sorted((PROJECT / "tests/soak/faults").glob("*.fault"))]
    faults = [fault for fault in faults if not names or fault.name in names]
    caught = 0
    for fault in faults:
        good = make(copy, out, fault) and passes(out, fault)
        verdict = judge(copy, out, fault) if good else "its test fails WITHOUT it"
        caught += verdict == "caught"
        print(f"{fault.row:<4} {fault.words:<72} {verdict} ({fault.test})", flush=True)
    print(f"faults: {caught} of {len(faults)} caught", flush=True)
    return caught == len(faults)


if __name__ == "__main__":
    sys.exit(0 if run(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]) else 1)
