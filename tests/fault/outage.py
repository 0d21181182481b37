#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The power goes, or everything is killed, at any moment of sealing, sending and recovering.

usage: outage.py --build DIR [--how power|kill|both] [--rounds N] [--seed S]
                 [--fs ext4|ext4-writeback|xfs] [--seconds N]

In each round one process takes in and seals dossiers, naming each once it is acknowledged,
and another sends to the practice portal what waits. Then comes the cut: by half at a random
moment, by half with the next acknowledgement. "power" is a file system in a file that is shut
down without writing its log (FS_IOC_SHUTDOWN), unmounted, and mounted again; it needs root.
"kill" is SIGKILL to both processes. In every third round the next opening of the store, which
recovers, is cut as well.

Then no acknowledged dossier may be gone, and none that was called accepted may be anything
else. At the end of each batch `motcua verify --all` must be content, everything is sent, and
the portal must hold each acknowledged dossier once, byte for byte.

Prints rounds, faults that hit, violations and the seed; ends early after --seconds, with what
was done. Exit status 1 for violations.
"""
import argparse
import fcntl
import json
import os
import random
import select
import struct
import subprocess
import sys
import time

if os.path.isdir("/dev/shm"):
    os.environ["TMPDIR"] = "/dev/shm"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402

SHUTDOWN = 0x8004587D  # FS_IOC_SHUTDOWN
NO_LOG = 2  # FS_SHUTDOWN_FLAGS_NOLOGFLUSH
SIZE = {"ext4": "64M", "ext4-writeback": "64M", "xfs": "320M"}
BATCH = 20  # rounds with one store
SPAN_S = 0.35
PATIENCE_S = 120


class Disk:
    """A file system in a file, whose power can be cut."""

    def __init__(self, folder, kind):
        self.image, self.folder = folder + ".img", folder
        self.options = "loop,data=writeback" if kind == "ext4-writeback" else "loop"
        kind = kind.split("-")[0]
        subprocess.run(["truncate", "-s", SIZE[kind], self.image], check=True)
        subprocess.run(["mkfs." + kind, "-q", self.image], check=True)
        os.makedirs(folder, exist_ok=True)
        self.mount()

    def mount(self):
        subprocess.run(["mount", "-o", self.options, self.image, self.folder], check=True)

    def cut(self):
        place = os.open(self.folder, os.O_RDONLY)
        fcntl.ioctl(place, SHUTDOWN, struct.pack("I", NO_LOG))
        os.close(place)

    def unmount(self):
        subprocess.run(["umount", self.folder], check=True)

    def close(self):
        self.unmount()
        os.unlink(self.image)


class Campaign:
    def __init__(self, options, how):
        self.options, self.how = options, how
        self.random = random.Random(options.seed)
        self.rounds = self.hits = self.acknowledged = self.arrived = 0
        self.violations = []
        self.desk = None

    def violate(self, what, *values):
        self.violations.append(what % values)
        print("VIOLATION:", what % values, flush=True)

    # --- a batch ----------------------------------------------------------------

    def begin(self):
        self.desk = practice.Desk(self.options.build, "outage")
        self.desk.start_portal()
        self.disk = None
        if self.how == "power":
            self.disk = Disk(self.desk.path("disk"), self.options.fs)
            self.desk.store = self.desk.path("disk", "store")
        self.acked, self.accepted = set(), set()

    def end(self):
        verified = self.desk.run("verify", "--all")
        if verified.returncode != 0:
            self.violate("verify: %s%s", verified.stdout, verified.stderr)
        self.desk.run("upload", "--drain")
        held = self.desk.filings()
        self.acknowledged += len(self.acked)
        for id, dossier in self.desk.dossiers().items():
            filings = held.get(id, [])
            if dossier["state"] == "accepted" and len(filings) == 1:
                there = sorted(file["sha256"] for file in filings[0][0]["files"])
                if there == sorted(file["sha256"] for file in dossier["files"]):
                    self.arrived += 1
                    continue
            if id in self.acked or filings:
                self.violate("%s is %s and stands at the portal %d times: %s", id,
                             dossier["state"], len(filings), dossier["last_answer"])

    def close(self):
        if self.desk is not None:
            if self.disk is not None:
                self.disk.close()
            self.desk.close()
            self.desk = None

    # --- a round ----------------------------------------------------------------

    def start(self):
        build = self.options.build
        sealing = subprocess.Popen([build + "/tests/stock", self.desk.store, "practice",
                                    "1000", "1", "0"], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        sending = subprocess.Popen(self.desk.command("upload", "--once", "--json"),
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return [sealing, sending]

    def cut(self, processes):
        """TRUE when something was at work at that moment."""
        at_work = any(process.poll() is None for process in processes)
        if self.disk is not None:
            self.disk.cut()
        for process in processes:
            process.kill()
        return at_work

    def hear(self, process, take):
        for line in process.stdout.read().decode().splitlines():
            take(line)
        process.stdout.close()
        process.wait()

    def note_sent(self, line):
        try:
            said = json.loads(line)
        except ValueError:
            return
        if said["state"] == "accepted":
            self.accepted.add(said["id"])

    def disturb(self):
        processes = self.start()
        if self.random.random() < 0.5:
            time.sleep(self.random.random() * SPAN_S)
        else:
            select.select([process.stdout for process in processes], [], [], PATIENCE_S)
        hit = self.cut(processes)
        self.hear(processes[0], lambda line: self.acked.add(line) if len(line) == 36 else None)
        self.hear(processes[1], self.note_sent)
        return hit

    def recover(self):
        """The power comes back, and may go again."""
        if self.disk is not None:
            self.disk.unmount()
            self.disk.mount()
        if self.rounds % 3 == 0:
            opening = subprocess.Popen(self.desk.command("queue", "list"),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.random.random() * 0.05)
            self.hits += self.cut([opening])
            opening.wait()
            if self.disk is not None:
                self.disk.unmount()
                self.disk.mount()

    def check(self):
        try:
            there = self.desk.dossiers()
        except RuntimeError as fault:
            if self.acked:
                self.violate("the store is unusable: %s", fault)
            return
        for id in self.acked - set(there):
            self.violate("%s was acknowledged and is gone", id)
        for id in self.accepted:
            if id in there and there[id]["state"] != "accepted":
                self.violate("%s was accepted and is %s", id, there[id]["state"])

    def run(self):
        ends = time.monotonic() + self.options.seconds
        try:
            while self.rounds < self.options.rounds and time.monotonic() < ends:
                if self.rounds % BATCH == 0:
                    if self.desk is not None:
                        self.end()
                        self.close()
                    self.begin()
                self.rounds += 1
                self.hits += self.disturb()
                self.recover()
                self.check()
            self.end()
        finally:
            self.close()
        print("%d dossiers acknowledged, %d arrived once and whole"
              % (self.acknowledged, self.arrived))
        print("%s: rounds=%d faults_hit=%d violations=%d seed=%d"
              % (self.how, self.rounds, self.hits, len(self.violations), self.options.seed),
              flush=True)
        return bool(self.violations) or not self.hits


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True, type=os.path.abspath)
    parser.add_argument("--how", choices=["power", "kill", "both"], default="both")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--fs", choices=sorted(SIZE), default="ext4")
    parser.add_argument("--seconds", type=float, default=1e9)
    options = parser.parse_args()
    ways = ["power", "kill"] if options.how == "both" else [options.how]
    sys.exit(1 if any([Campaign(options, how).run() for how in ways]) else 0)


if __name__ == "__main__":
    main()
