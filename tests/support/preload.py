"""Libraries of tests/preload: compiled once per build, and loaded before the C library into the server under test."""
import pathlib
import shutil
import subprocess

FOLDER = pathlib.Path(__file__).parent.parent / "preload"


def library(capsule, name):
    """The path of tests/preload/NAME.c as a library, beside the binary CAPSULE; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        return None
    made = capsule.parent / "preload" / f"{name}.so"
    source = FOLDER / f"{name}.c"
    if not made.is_file() or made.stat().st_mtime < source.stat().st_mtime:
        made.parent.mkdir(exist_ok=True)
        fresh = made.with_suffix(".new")
        subprocess.run([compiler, "-std=c11", "-D_GNU_SOURCE", "-O2", "-fPIC", "-shared", "-Wall", "-o", fresh, source], check=True)
        fresh.rename(made)
    return made
