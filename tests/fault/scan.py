#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks scanners in every way at every page, mends them, and looks what became of the pages.

usage: scan.py --build DIR [--rounds N] [--seed S] [--only NAME,...] [--slow FACTOR]
               [--part K/N]

Each round is one feeding of `motcua scan` that a fault strikes, at the first page, in the
middle or at the last, and a second one after the fault is gone. Without --rounds all faults
are played at all places; with it, so many of them, drawn by the seed. --part plays every
Nth of them from the Kth on, so that a long campaign can be run in pieces.

  test-STATUS       SANE's own test driver answers each read with that status
  hopper-...        the hopper plays that line of its script, once, one-sided and duplex

What must hold
  - the first feeding ends by itself, a hung driver at most GIVEN_UP seconds after its last
    byte, any other fault within ENDED seconds;
  - it tells what is wrong, unless all pages came as they should;
  - every page told is on disk, is the right one, and is still so after the second feeding;
  - the second feeding needs no restart, and with it all pages are there, in order, once.

On a machine with other work a driver that is merely not served would be given up as hung:
--slow multiplies the deadline of the driver and what is allowed above.

Prints rounds, faults that hit, violations and the seed. No fault hit is a failure: then
nothing was tested. Exit status 1 for violations.
"""
import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402
from practice import sha256  # noqa: E402

SHEETS = 5  # of one side
STALL_MS = 2000  # the shortest that the settings take
ENDED = 5.0
GIVEN_UP = 15.0
STATUSES = ("UNSUPPORTED", "CANCELLED", "DEVICE_BUSY", "INVAL", "EOF", "JAMMED", "NO_DOCS",
            "COVER_OPEN", "IO_ERROR", "NO_MEM", "ACCESS_DENIED")
# Words of the hopper's script with the moments at which they strike here.
STARTS = ("unsupported", "cancelled", "busy", "inval", "eof", "jam", "no-docs", "cover",
          "io-error", "no-memory", "denied", "double-feed", "unplug", "crash", "exit")
READS = STARTS + ("short", "silent")
HANGS = (" start = hang", " read = hang", " read at line 300 = hang",
         " read = silent")
FRAMES = (" = long", " = long 500", " = lines 3", " = lines 99999", " = short")
# What a good program does not stumble over.
HARMLESS = (" = no-length", " = padding 7", " = fuzzy", " = delay 400",
            " = line-delay 1")

Fault = collections.namedtuple("Fault", "name line source place is_harmless hangs")


def list_faults():
    """All of them, at all places."""
    faults = []

    def add(name, line, is_harmless=False, hangs=False):
        for place in (1, (SHEETS + 1) // 2, SHEETS):
            for source in ("adf", "duplex"):
                faults.append(Fault("hopper-" + name, line, source, place, is_harmless, hangs))

    for status in STATUSES:
        for place in (1, (SHEETS + 1) // 2, SHEETS):
            faults.append(Fault("test-" + status, status, "flatbed", place, False, False))
    for word in STARTS:
        add("start-" + word, " start = " + word)
    for word in READS:
        for where in (" read at byte 0", " read at byte 1", " read"):
            add("read-" + word, where + " = " + word, hangs=word == "silent")
    for line in HANGS:
        add("hang", line, hangs=True)
    for line in FRAMES:
        add("frame", line)
    for line in HARMLESS:
        add("harmless", line, is_harmless=True)
    return faults


class Campaign(practice.Desk):
    def __init__(self, build, seed, slow):
        super().__init__(build, "faults")
        self.slow = slow
        self.random = random.Random(seed)
        self.rounds = self.hits = 0
        self.violations = []
        self.conf = self.path("motcua.conf")
        self.sane = self.path("sane")
        self.wanted = {}  # source -> hashes of the pages, without a fault

    def violate(self, fault, what, *values):
        text = "%s at sheet %d (%s,%s): %s" % (fault.name, fault.place, fault.source,
                                              fault.line, what % values)
        self.violations.append(text)
        print("violation: " + text, flush=True)

    def set_up(self):
        with open(self.conf, "w") as conf:
            conf.write("[scan]\nstall_ms=%d\n" % (STALL_MS * self.slow))
        os.mkdir(self.sane)
        self.set_test("")
        printed = self.print_papers("full", "--seed", "3", "--dpi", "75")
        images = sorted(name for name in os.listdir(printed) if name.endswith(".png"))
        for source, sides in (("adf", 1), ("duplex", 2)):
            os.mkdir(self.path(source))
            for i in range(SHEETS * sides):
                shutil.copy(os.path.join(printed, images[i % len(images)]),
                            self.path(source, "%03d.png" % i))
            code, pages, end, _ = self.feed("hopper:" + self.path(source), source,
                                            self.path("good-" + source))
            if code != 0 or len(pages) != SHEETS * sides:
                raise SystemExit("%s: no good feeding to compare with: %s" % (source, end))
            self.wanted[source] = [page["sha256"] for page in pages]

    # --- the scanners -----------------------------------------------------------

    def set_test(self, status):
        """What SANE's test driver answers to every read from now on."""
        with open(os.path.join(self.sane, "test.conf"), "w") as conf:
            conf.write("number_of_devices 1\nresolution_max 1200\ngeometry_max 400\n"
                       "test-picture \"Color pattern\"\n")
            if status:
                conf.write("read-status-code SANE_STATUS_%s\n" % status)

    def set_hopper(self, source, line):
        folder = self.path(source)
        for name, text in ((".hopper-state", None), ("hopper.conf", line)):
            path = os.path.join(folder, name)
            if os.path.exists(path):
                os.remove(path)
            if text is not None:
                with open(path, "w") as file:
                    file.write(text)

    def feed(self, device, source, folder):
        """Exit status, pages told, end line or None, seconds."""
        began = time.monotonic()
        process = subprocess.run(
            self.command("scan", "--json", "--device", device, "--source", source,
                         "--resolution", "75", "--out", folder),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120 * self.slow,
            env=dict(os.environ, SANE_CONFIG_DIR=self.sane))
        took = time.monotonic() - began
        told = [json.loads(line) for line in process.stdout.splitlines()]
        ends = [line for line in told if line["event"] == "end"]
        return (process.returncode, [line for line in told if line["event"] == "page"],
                ends[0] if len(ends) == 1 else None, took)

    # --- what must hold -----------------------------------------------------------

    def check_pages(self, fault, folder, wanted, when):
        """The pages of the folder are the first of @wanted, without a gap."""
        names = sorted(name for name in os.listdir(folder) if name.endswith(".tif"))
        for i, name in enumerate(names):
            if name != "page-%04d.tif" % (i + 1):
                self.violate(fault, "%s: %s where page %d should be", when, name, i + 1)
            elif i >= len(wanted):
                self.violate(fault, "%s: %s is one too many", when, name)
            elif sha256(os.path.join(folder, name)) != wanted[i]:
                self.violate(fault, "%s: %s is not the page it should be", when, name)
        return len(names)

    def check_end(self, fault, code, end, took, is_whole):
        if took > (GIVEN_UP if fault.hangs else ENDED) * self.slow:
            self.violate(fault, "it took %.1f s to end", took)
        if end is None:
            self.violate(fault, "there is no end line, exit status %d", code)
        elif not is_whole and end["outcome"] != "empty" and (
                code != 1 or not end["message"]):
            self.violate(fault, "outcome %s, status %d, and nothing is said",
                         end["outcome"], code)

    def play_hopper(self, fault):
        source, folder = fault.source, self.path("out")
        wanted, device = self.wanted[source], "hopper:" + self.path(source)
        self.set_hopper(source, "sheet %d%s once\n" % (fault.place, fault.line))
        os.mkdir(folder)
        code, pages, end, took = self.feed(device, source, folder)
        kept = self.check_pages(fault, folder, wanted, "first")
        struck = os.path.exists(os.path.join(self.path(source), ".hopper-state"))
        self.hits += struck
        if not struck:
            self.violate(fault, "it has not struck")
        if len(pages) != kept:
            self.violate(fault, "%d pages are told and %d kept", len(pages), kept)
        self.check_end(fault, code, end, took, kept == len(wanted))
        if kept < (fault.place - 1) * len(wanted) // SHEETS:
            self.violate(fault, "only %d pages before it are kept", kept)
        if fault.is_harmless and kept < len(wanted):
            self.violate(fault, "it should not matter: %s", end)
        if kept < len(wanted):
            code, pages, end, took = self.feed(device, source, folder)
            if code != 0:
                self.violate(fault, "the second feeding fails: %s", end)
        if self.check_pages(fault, folder, wanted, "second") != len(wanted):
            self.violate(fault, "not all pages are there after the second feeding")

    def play_test(self, fault):
        """Its statuses cannot be set for one page; so each page is a feeding of its own."""
        folder, wanted = self.path("out"), []
        os.mkdir(folder)
        for number in range(1, SHEETS + 1):
            if number == fault.place:
                self.set_test(fault.line)
                code, pages, end, took = self.feed("test:0", "flatbed", folder)
                self.set_test("")
                self.hits += code != 0
                if pages:
                    self.violate(fault, "a page is told that was never sent")
                self.check_end(fault, code, end, took, False)
                self.check_pages(fault, folder, wanted, "first")
            code, pages, end, took = self.feed("test:0", "flatbed", folder)
            if code != 0 or len(pages) != 1:
                self.violate(fault, "page %d fails: %s", number, end)
                return
            wanted.append(pages[0]["sha256"])
        self.check_pages(fault, folder, wanted, "second")

    def round(self, fault):
        self.rounds += 1
        try:
            if fault.name.startswith("test-"):
                self.play_test(fault)
            else:
                self.play_hopper(fault)
        except subprocess.TimeoutExpired:
            self.violate(fault, "motcua scan hangs")
        shutil.rmtree(self.path("out"), ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default="")
    parser.add_argument("--slow", type=int, default=1)
    parser.add_argument("--part", default="1/1")
    options = parser.parse_args()
    campaign = Campaign(options.build, options.seed, options.slow)
    faults = [fault for fault in list_faults()
              if not options.only or fault.name in options.only.split(",")]
    first, step = (int(number) for number in options.part.split("/"))
    faults = faults[first - 1::step]
    if options.rounds:
        campaign.random.shuffle(faults)
        faults = faults[:options.rounds]
    try:
        campaign.set_up()
        for fault in faults:
            campaign.round(fault)
    finally:
        campaign.close()
    print("rounds=%d faults_hit=%d violations=%d seed=%d" % (
        campaign.rounds, campaign.hits, len(campaign.violations), options.seed))
    return 1 if campaign.violations or campaign.hits == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
