"""The summary of a record with 250 devices and 5,000 events, in each form: wall time and memory.

Run ``python benchmarks/summary.py``. Each form is written in a process of its own, which reads the record from memory
first; the record's own key (which is slow on purpose) is not counted, loading Python and the program is: from compiled
files, as after any start but the first.

``python benchmarks/summary.py FILE pdf,json`` puts the record at FILE for the time being, and measures those forms.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FORMS = ("text", "md", "html", "pdf", "json")
READERS = ("me", "advocate", "police")
MAKE = """
import json, sys
from dataclasses import replace
from datetime import timedelta
from doorguard.catalog import load
from doorguard.judge import judge
from doorguard.model import Device, DeviceSeen, Fact, Judged, Level, RunEnded, RunStarted, Sent
from doorguard.record.chain import canonical
from doorguard.record.events import body_of
from datetime import UTC, datetime
BEGAN = datetime(2026, 11, 24, 12, tzinfo=UTC)
checks = [c for c in load().checks]
kinds = ("camera", "doorbell", "recorder", "camera")
events = []
def address(n):
    return f"192.168.{n // 200}.{n % 200 + 2}"
def device(n, open_now):
    said = lambda name, value, place: Fact(name=name, value=value, place=place, probe="made")
    return Device(id=f"mac-{n}", id_from="mac", addresses=(address(n),),
        mac=f"02:00:00:00:{n // 256:02x}:{n % 256:02x}", names=(f"Camera of room {n}",), kind=kinds[n % 4], sure="yes",
        vendor="Reolink", family="reolink", model=f"RLC-{n}", facts=(
            said("shell.open", open_now, "tcp/23"), said("video.open", True, "tcp/554"),
            said("onvif.open", False, "tcp/80"), said("port.open", True, "tcp/554"),
            said("service.name", "rtsp", "tcp/554")))
sent = {address(n): Sent(tries=70, requests=40) for n in range(250)}
for rounds in range(4):  # four looks at the whole home; the command door is closed, opened and closed again
    began = BEGAN + timedelta(minutes=rounds)
    events.append(RunStarted(level=Level.LOOK, network="192.168.0.0/23", interface="eth0", gateway="192.168.0.1",
        pretend=False, started_at=began))
    for n in range(250):
        one = device(n, rounds % 2 == 0)
        events.append(DeviceSeen(device=one, new=rounds == 0))
        findings = judge(one, checks, level=Level.LOOK)
        events.append(Judged(device=one.id, findings=findings, checked_at=began))
    events.append(RunEnded(ended="complete", ended_at=began, sent=sent))
bodies = [("observation", body_of(event)) for event in events]
while len(bodies) < 5000:
    n = len(bodies)
    bodies.append(("diary", {"when": f"day {n}", "text": "It rang, and nobody stood there. The light was on. " * 3,
        "effect": "I could not sleep.", "device": f"mac-{n % 250}"}))
with open(sys.argv[1], "wb") as file:
    for n, (kind, body) in enumerate(bodies, 1):
        at = (BEGAN + timedelta(seconds=n)).isoformat()
        head = {"n": n, "record": "r", "kind": kind, "utc": at, "local": at, "clock": "synchronised"}
        file.write(canonical({**head, "body": body}) + b"\\n")
print(len(bodies))
"""
WRITE = """
import resource, sys, time
began = time.monotonic()
from datetime import UTC, datetime
from doorguard.catalog import load
from doorguard.pages.handing_on.summarise import Wanted, from_record, summarise, written
from doorguard.record.chain import START, Entry, digest_of, link_after
def entries():
    link = START
    with open(sys.argv[1], "rb") as file:
        for n, line in enumerate(file, 1):
            line = line.rstrip(b"\\n")
            digest = digest_of(line)
            link = link_after(link, digest)
            yield Entry(n, line, digest, link)
record = from_record(entries())
read = time.monotonic()
wanted = Wanted(reader=sys.argv[2], now=datetime.now(UTC), country="England")
document, store = summarise(record.picture, load(), wanted, record)
content = written(document, store, sys.argv[3])
done = time.monotonic()
use = resource.getrusage(resource.RUSAGE_SELF)
print(len(store.devices), len(record.entries), len(content), round(read - began, 2), round(done - began, 2),
      round(use.ru_utime + use.ru_stime, 2), round(use.ru_maxrss / 1024))
"""


def main() -> int:
    """Print one row for each form and reader."""
    made = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("benchmark-record.jsonl")
    forms = sys.argv[2].split(",") if len(sys.argv) > 2 else FORMS
    compiled = tempfile.TemporaryDirectory()
    environment = {**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", "src")}
    environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled.name}
    try:
        subprocess.run([sys.executable, "-c", MAKE, made], check=True, env=environment, stdout=subprocess.DEVNULL)
        first = [sys.executable, "-c", WRITE, str(made), READERS[0], forms[0]]
        subprocess.run(first, check=True, env=environment, stdout=subprocess.DEVNULL)  # not counted: it compiles
        print("| form | reader | devices | entries | size | reading | all | CPU | memory |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for form in forms:
            for reader in READERS:
                command = [sys.executable, "-c", WRITE, str(made), reader, form]
                done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
                figures = json.loads(f"[{done.stdout.strip().replace(' ', ',')}]")
                devices, entries, size, read, whole, cpu, memory = figures
                print(
                    f"| {form} | {reader} | {devices} | {entries} | {size / 1e6:.1f} MB | {read:.1f} s | {whole:.1f} s "
                    f"| {cpu:.1f} s | {memory} MB |"
                )
    finally:
        made.unlink(missing_ok=True)
        compiled.cleanup()
    return 0


if __name__ == "__main__":
    sys.exit(main())
