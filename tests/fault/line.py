#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A bad line: slow, late, lossy and cut again and again. What is sent arrives all the same.

usage: line.py --build DIR [--case NAME,...] [--short]

One dossier goes by tus over a line of each kind to the practice portal. A lost packet is
played as TCP shows it: a stall of a second. Prints for each kind how long it took, how often
it was tried, how many requests came and how many bytes were sent for each of the file's.
Exit status 1 when a dossier does not arrive, or asks more than 40 times.
"""
import argparse
import os
import random
import re
import socket
import sys
import threading
import time

if os.path.isdir("/dev/shm"):
    os.environ["TMPDIR"] = "/dev/shm"
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import subprocess  # noqa: E402

import cutter  # noqa: E402
import practice  # noqa: E402

# name: bytes a second (0: any), delay of each way, part that is lost, seconds between cuts
LINES = {
    "16 kbit/s": (2000, 0, 0, 0),
    "30 % lost": (0, 0, 0.3, 0),
    "3 s late": (0, 1.5, 0, 0),
    "cut every 20 s": (2000, 0, 0, 20),
    "all of it": (4000, 0.5, 0.05, 20),
}
PIECE = 1400
STALL_S = 1.0
MOST_REQUESTS = 40
PATIENCE_S = 900
NOISE_PX = 280  # a paper of some 60 kB


class Line(cutter.Cutter):
    """Passes bytes on as a line of these qualities would."""

    def __init__(self, target, kind, seed):
        self.rate, self.delay, self.loss, self.cut_every = kind
        self.dice = random.Random(seed)
        self.open = []
        super().__init__(target)
        if self.cut_every:
            threading.Thread(target=self.cut_again, daemon=True).start()

    def cut_again(self):
        while True:
            time.sleep(self.cut_every)
            self.cuts += 1
            for ends in self.open[:]:
                self.drop(*ends)
            self.open.clear()

    def carry(self, block, out, counts):
        for start in range(0, len(block), PIECE):
            piece = block[start:start + PIECE]
            if self.loss and self.dice.random() < self.loss:
                time.sleep(STALL_S)
            if self.rate:
                time.sleep(len(piece) / self.rate)
            out.sendall(piece)
            if counts:
                self.sent += len(piece)

    def run(self, source, sink, counts):
        try:
            while block := source.recv(16384):
                if self.delay:
                    time.sleep(self.delay)
                self.carry(block, sink, counts)
        except OSError:
            pass
        self.drop(source, sink)

    def serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            client.close()
            return
        for end in (client, server):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.open.append((client, server))
        threading.Thread(target=self.run, args=(server, client, False), daemon=True).start()
        self.run(client, server, True)


def try_line(build, name, kind, noise_px):
    desk = practice.Desk(build, "line")
    try:
        desk.start_portal()
        with open(desk.conf, encoding="utf-8") as conf:
            text = conf.read()
        port = int(re.search(r"https://127\.0\.0\.1:(\d+)/", text)[1])
        line = Line(port, kind, 1)
        slow = desk.conf + ".slow"
        with open(slow, "w", encoding="utf-8") as conf:
            conf.write(text.replace("127.0.0.1:%d" % port, "127.0.0.1:%d" % line.port))
        subprocess.run([build + "/tests/stock", desk.store, "sixstep-tus", "1", "1",
                        str(noise_px)], check=True, stdout=subprocess.DEVNULL)
        desk.conf, began = slow, time.monotonic()
        try:
            subprocess.run(desk.command("upload", "--drain"), timeout=PATIENCE_S,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            pass
        took = time.monotonic() - began
        shown = next(iter(desk.dossiers().values()))
        with open(desk.portal_dir + "/ledger.jsonl", encoding="utf-8") as book:
            requests = sum('swered"' in entry for entry in book)
        there = sum(len(filings) for filings in desk.filings().values())
        size = sum(file["size_bytes"] for file in shown["files"])
        line.close()
    finally:
        desk.close()
    good = shown["state"] == "accepted" and there == 1 and requests <= MOST_REQUESTS
    print("%-16s %s %6.1f s, %d tries, %2d requests, %d cuts, %.2f bytes sent for each of %d"
          % (name, "arrived" if good else "VIOLATION: " + str(shown["last_answer"]), took,
             shown["attempts"], requests, line.cuts, line.sent / size, size), flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True, type=os.path.abspath)
    parser.add_argument("--case", default=",".join(LINES))
    parser.add_argument("--short", action="store_true", help="a small paper")
    options = parser.parse_args()
    names = options.case.split(",")
    bad = [name for name in names
           if not try_line(options.build, name, LINES[name], 0 if options.short else NOISE_PX)]
    print("rounds %d faults_hit %d violations %d" % (len(names), len(names), len(bad)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
