"""What /proc says of a process, and room for many sockets in this one."""
import os
import pathlib
import resource


def room_for_sockets(count):
    """Raises the soft limit of descriptors, as far as may be; how many of COUNT sockets fit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return count if hard == resource.RLIM_INFINITY else min(count, hard - 200)


def private_memory(pid):
    """KiB of memory that is this process's alone: the heap, not the image."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1])
    raise AssertionError(f"process {pid} has ended")


def resident_memory(pid):
    """KiB, the mapped image included."""
    pages = int(pathlib.Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def descriptors(pid):
    """How many descriptors a process has open; None if only root may know, as of workers, which hold the key."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except PermissionError:
        return None


def cpu_seconds(pid):
    """CPU time that a process has used, in user mode and in the kernel."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_holds(pid, needles):
    """How often each of NEEDLES, a map from name to bytes, stands in the memory of a process; only root may look."""
    found = dict.fromkeys(needles, 0)
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            start, end = (int(number, 16) for number in line.split()[0].split("-"))
            # What is the kernel's own cannot be read; and a sanitizer's shadow, terabytes of it, holds no bytes of the program.
            if line.split()[1][0] != "r" or "[v" in line or end - start > 1 << 28:
                continue
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, OverflowError):
                continue
            for name, needle in needles.items():
                found[name] += content.count(needle)
    return found
