"""Five ONVIF calls to each of twenty cameras that answer after 30 ms: ours, beside ``ONVIFCamera`` as it is.

Run ``python benchmarks/onvif_sign_in.py [cameras]``. The cameras are a process of their own on loopback; each
contender runs in a process of its own. Wall and CPU begin when Python has started and the libraries are imported
(said beside it), the parsing of ONVIF's documents included.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import subprocess
import sys

RUNS = 3
DELAY = 0.03
USER, PASSWORD = "admin", "three-words-of-their-own"
KIND = "application/soap+xml"

OURS = """
import ipaddress, json, resource, sys, threading, time
began = time.process_time()
import requests, zeep, logging
logging.getLogger().addHandler(logging.NullHandler())
import onvif
from doorguard.model import Device, Fact, Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.secret import Secret
from doorguard.probes.signed_in import onvif_binding
from doorguard.probes.signed_in.onvif_service import Endpoint, Services
imported, wall, cpu = time.process_time() - began, time.monotonic(), time.process_time()
book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
addresses = {f"192.168.77.{20 + n}": int(port) for n, port in enumerate(sys.argv[1:])}
for address, port in addresses.items():
    book.put_tcp(address, 80, ("127.0.0.1", port))
look, told = Door.onto_book(book, Level.LOOK), []

def camera(address):
    door = look.closer(Level.SIGN_IN, address, Secret("admin", "three-words-of-their-own"))
    with door.visit(address, 25) as visit:
        services = Services(visit, Endpoint(80, "/onvif/device_service", False))
        clock = services.ask("GetSystemDateAndTime", signed=False)
        services.found({onvif_binding.MEDIA: Endpoint(80, "/onvif/media_service", False)})
        # The first one twice: without a login, to learn which login, and with it.
        for operation in ("GetDeviceInformation", "GetUsers", "GetProfiles"):
            services.ask(operation)
    told.append(door.sent()[address].requests)
    door.close()

onvif_binding.load()
threads = [threading.Thread(target=camera, args=(a,)) for a in addresses]
[t.start() for t in threads]
[t.join() for t in threads]
"""

NAIVE = """
import json, resource, sys, threading, time
began = time.process_time()
import onvif
imported, wall, cpu, told = time.process_time() - began, time.monotonic(), time.process_time(), []

def camera(port):
    one = onvif.ONVIFCamera("127.0.0.1", port, "admin", "three-words-of-their-own", adjust_time=True, no_cache=True)
    one.devicemgmt.GetSystemDateAndTime()
    one.devicemgmt.GetDeviceInformation()
    one.devicemgmt.GetUsers()
    one.create_media_service().GetProfiles()
    told.append(5)

threads = [threading.Thread(target=camera, args=(int(p),)) for p in sys.argv[1:]]
[t.start() for t in threads]
[t.join() for t in threads]
"""

REPORT = """
use = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu, "imports": imported,
    "mb": use.ru_maxrss / 1024, "cameras": len(told), "requests": sum(told)}))
"""


async def serve(count: int) -> None:
    """Cameras of the pretend home's kind, each with a port of its own; prints the ports."""
    from doorguard.pretend_home.onvif import Onvif
    from doorguard.pretend_home.web import read_request

    async def make() -> asyncio.Server:
        onvif = Onvif("Acme", "Cam", "1.10", "S1", passwords={USER: PASSWORD})

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard = b""
            with contextlib.suppress(ConnectionError):
                while more := await reader.read(65536):
                    heard += more
                    request, rest = read_request(heard)
                    if request is None:
                        continue
                    heard = rest or b""
                    await asyncio.sleep(DELAY)
                    answer = onvif.handle(request)
                    body, status = (answer.body, answer.status) if answer else (b"", 404)
                    head = f"HTTP/1.1 {status} X\r\nContent-Type: {KIND}\r\nContent-Length: {len(body)}\r\n\r\n"
                    writer.write(head.encode() + body)
            writer.close()

        return await asyncio.start_server(talk, "127.0.0.1", 0)

    servers = [await make() for _ in range(count)]
    print(json.dumps([s.sockets[0].getsockname()[1] for s in servers]), flush=True)
    await asyncio.Event().wait()


def run(code: str, ports: list[int]) -> dict[str, float]:
    """One contender, once."""
    command = [sys.executable, "-W", "ignore", "-c", code + REPORT, *map(str, ports)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(count: int) -> None:
    cameras = subprocess.Popen([sys.executable, __file__, "serve", str(count)], stdout=subprocess.PIPE, text=True)
    try:
        assert cameras.stdout is not None
        ports: list[int] = json.loads(cameras.stdout.readline())
        print(f"{count} cameras, five calls each, {DELAY * 1000:.0f} ms an answer; medians of {RUNS}")
        print("| | wall | CPU | imports (CPU) | memory | cameras that told all |\n" + "| --- " * 6 + "|")
        rows = {}
        for name, code in (("doorguard", OURS), ("ONVIFCamera", NAIVE)):
            found = [run(code, ports) for _ in range(RUNS)]
            row = rows[name] = {key: statistics.median(f[key] for f in found) for key in found[0]}
            print(
                f"| {name} | {row['wall']:.2f} s | {row['cpu']:.2f} s | {row['imports']:.2f} s"
                f" | {row['mb']:.0f} MB | {row['cameras']:.0f} |"
            )
        ours, naive = rows["doorguard"], rows["ONVIFCamera"]
        print("| ratio | " + " | ".join(f"{ours[k] / naive[k]:.2f}" for k in ("wall", "cpu", "imports", "mb")) + " | |")
        print("goals: 0.8 s wall, 0.6 s CPU, 70 MB")
    finally:
        cameras.kill()
        cameras.wait()


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(int(sys.argv[2])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
