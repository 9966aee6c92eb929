"""The processes below a kernel, as /proc tells of them."""

import os
import time


def wait_until(condition, timeout=10.0):
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def statistics(process_id):
    """The fields of /proc/…/stat behind the name, or nothing where there is no such process."""
    try:
        with open(f"/proc/{process_id}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def alive(process_id):
    fields = statistics(process_id)
    return fields is not None and fields[0] != "Z"


def children(process_id):
    """The processes below a process, those of its children included."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            fields = statistics(int(entry))
            if fields and int(fields[1]) == process_id:
                found += [int(entry), *children(int(entry))]
    return found


def program(process_id):
    try:
        with open(f"/proc/{process_id}/cmdline") as file:
            return file.read().split("\0")[0].rsplit("/", 1)[-1]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def host(kernel):
    """The process that runs a kernel's cells."""
    hosts = [id for id in children(kernel.process_id) if program(id) == "swiftlet-cell-host" and alive(id)]
    assert len(hosts) == 1, f"want one cell host, got {len(hosts)}"
    return hosts[0]


def memory(process_id):
    """What is resident of a process, in kilobytes, all and without what is that of files."""
    with open(f"/proc/{process_id}/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return int(fields["VmRSS"].split()[0]), int(fields["RssAnon"].split()[0])
