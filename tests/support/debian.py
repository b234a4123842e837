"""Programs of Debian's that no machine needs installed: packages unpacked below the build folder, which starts no service."""
import os
import pathlib
import subprocess
import tempfile

SECONDS = 120


def unpack(folder, package):
    """The tree of a Debian package below FOLDER, or None when there is no way to get it."""
    target = folder / package
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        try:
            subprocess.run(["apt-get", "download", "-q", package], cwd=scratch, capture_output=True, check=True, timeout=SECONDS)
            tree = pathlib.Path(scratch) / "tree"
            subprocess.run(["dpkg-deb", "-x", next(pathlib.Path(scratch).glob("*.deb")), tree], check=True)
        except (OSError, subprocess.SubprocessError, StopIteration):
            print(f"{package}: not to be had, left out")
            return None
        tree.rename(target)
    return target


def with_libraries(folder, *packages):
    """An environment in which programs find the shared libraries of PACKAGES, those that are to be had, first."""
    trees = [tree for package in packages if (tree := unpack(folder, package))]
    paths = sorted({str(path.parent) for tree in trees for path in tree.glob("**/*.so.*")})
    return dict(os.environ, LD_LIBRARY_PATH=os.pathsep.join(paths))
