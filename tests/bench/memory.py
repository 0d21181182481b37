#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Peak memory of every process with a short and a long dossier.

usage: memory.py BUILD [--short 30] [--long 300] [--dpi 150]

Feeds the same sample sides over and over, takes the dossier in, sends it, and prints the
highest resident set (VmHWM) each program reached, with the ratio of long to short. The
goal is 1.10 or less: memory does not grow with pages.
"""
import argparse
import glob
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402

SAMPLE_S = 0.02
PROCEDURE = "2.000815"  # takes any paper


class Peaks:
    """Highest VmHWM in KiB by program name."""

    def __init__(self):
        self.by_program = {}

    def look(self, desk):
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            try:
                if not os.readlink("/proc/%s/exe" % entry).startswith(desk.build):
                    continue
                with open("/proc/%s/status" % entry, encoding="utf-8") as file:
                    status = dict(line.split(":", 1) for line in file if ":" in line)
            except OSError:
                continue
            name = status["Name"].strip()
            if "VmHWM" in status:
                peak = int(status["VmHWM"].split()[0])
                self.by_program[name] = max(peak, self.by_program.get(name, 0))


def watch(desk, peaks, *arguments):
    with open(desk.path("said"), "w+", encoding="utf-8") as said:
        process = desk.start(*arguments, said=said)
        while process.poll() is None:
            peaks.look(desk)
            time.sleep(SAMPLE_S)
        if process.returncode != 0:
            said.seek(0)
            raise SystemExit(said.read())


def measure(build, sides, pages, dpi):
    desk = practice.Desk(build, "memory")
    peaks = Peaks()
    try:
        sample = sorted(glob.glob(desk.print_papers("sample", "--dpi", str(dpi)) + "/*.png"))
        fed = desk.path("fed")
        os.mkdir(fed)
        for page in range(pages):
            os.link(sample[page % min(sides, len(sample))], "%s/%04d.png" % (fed, page))
        desk.start_portal()
        watch(desk, peaks, "intake", "--procedure", PROCEDURE, "--device", "hopper:" + fed)
        watch(desk, peaks, "upload", "--drain")
        states = [dossier["state"] for dossier in desk.dossiers().values()]
        if states != ["accepted"]:
            raise SystemExit("the dossier is %s" % states)
    finally:
        desk.close()
    return peaks.by_program


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--short", type=int, default=30)
    parser.add_argument("--long", type=int, default=300)
    parser.add_argument("--dpi", type=int, default=150)
    options = parser.parse_args()
    short = measure(options.build, 14, options.short, options.dpi)
    long = measure(options.build, 14, options.long, options.dpi)
    print("%-16s %10s %10s %6s" % ("program", "%d pages" % options.short,
                                   "%d pages" % options.long, "ratio"))
    for name in sorted(short):
        print("%-16s %7.1f MB %7.1f MB %6.2f" % (name, short[name] / 1024,
                                                 long.get(name, 0) / 1024,
                                                 long.get(name, 0) / short[name]))


if __name__ == "__main__":
    main()
