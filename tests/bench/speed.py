#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Speed and size of reading, beside what an office could install.

usage: speed.py BUILD [--pages DIR] [--count 12] [--rounds 2] [--workers 2] [--flat N]

Prints pages (or takes those of DIR) and reads them in interleaved rounds by `motcua read`
(cleaning, fields and PDF/A included), by as many bare `tesseract` processes side by side,
one thread each, and by OCRmyPDF with its defaults where it is installed. Says for each the
pages a minute, the processor seconds a page and the highest resident set of one process, as
medians of the rounds, and ours against theirs. Then what a blank side costs, and how the
peak of our readers grows when the pages are read N times over.

Processor seconds are what to compare on a machine that does other work as well.
"""
import argparse
import glob
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

FLAT_MOST = 1.10


def read_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Peaks:
    """The highest VmHWM of any process of one program while the block runs."""

    def __init__(self, program):
        self.program, self.kib, self.ended = program, 0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def watch(self):
        while not self.ended.wait(0.05):
            for entry in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open(f"/proc/{entry}/status", encoding="utf-8") as file:
                        status = dict(line.split(":", 1) for line in file if ":" in line)
                except OSError:
                    continue
                if status["Name"].strip() == self.program and "VmHWM" in status:
                    self.kib = max(self.kib, int(status["VmHWM"].split()[0]))


def run_ours(build, pages, out, _workers):
    subprocess.run([build + "/motcua", "read", "--out", out, *pages], check=True,
                   stdout=subprocess.DEVNULL)


def run_side_by_side(commands, workers):
    environment = dict(os.environ, OMP_THREAD_LIMIT="1")
    waiting, running = list(commands), []
    while waiting or running:
        while waiting and len(running) < workers:
            running.append(subprocess.Popen(waiting.pop(0), env=environment,
                                            stdout=subprocess.DEVNULL,
                                            stderr=subprocess.DEVNULL))
        running[0].wait()
        running = [process for process in running if process.poll() is None]


def run_bare(_build, pages, out, workers):
    run_side_by_side([["tesseract", page, f"{out}/{i}", "-l", "vie"]
                      for i, page in enumerate(pages)], workers)


def run_ocrmypdf(_build, pages, out, workers):
    run_side_by_side([["ocrmypdf", "-q", "-l", "vie", "--jobs", "1", "--image-dpi", "300",
                       page, f"{out}/{i}.pdf"] for i, page in enumerate(pages)], workers)


READERS = {"motcua": (run_ours, "motcua-read"), "tesseract": (run_bare, "tesseract"),
           "ocrmypdf": (run_ocrmypdf, "ocrmypdf")}


def measure(name, build, pages, workers):
    """Pages a minute, processor seconds a page, MiB of the largest process."""
    run, program = READERS[name]
    with tempfile.TemporaryDirectory(prefix="motcua-speed-") as out, Peaks(program) as peaks:
        start_s, spent_s = time.monotonic(), read_children()
        run(build, pages, out, workers)
        wall_s, spent_s = time.monotonic() - start_s, read_children() - spent_s
    return 60 * len(pages) / wall_s, spent_s / len(pages), peaks.kib / 1024


def print_pages(build, out, *arguments):
    subprocess.run([build + "/tests/printer/printer", "--out", out, *arguments], check=True)
    return sorted(glob.glob(out + "/*.png") + glob.glob(out + "/*.jpg"))


def place(page, path):
    try:
        os.link(page, path)
    except OSError:  # on another file system
        shutil.copyfile(page, path)


def repeat(pages, times, out):
    """The pages so many times over under other names, below @out."""
    folder = tempfile.mkdtemp(dir=out)
    paths = []
    for i in range(len(pages) * times):
        page = os.path.realpath(pages[i % len(pages)])
        paths.append(f"{folder}/{i:05}{os.path.splitext(page)[1]}")
        place(page, paths[-1])
    return paths


def compare(build, pages, options):
    names = [name for name in READERS if name == "motcua" or shutil.which(name)]
    found = {name: [] for name in names}
    for _ in range(options.rounds):
        for name in names:
            found[name].append(measure(name, build, pages, options.workers))
    middle = {name: [statistics.median(column) for column in zip(*rounds)]
              for name, rounds in found.items()}
    print(f"{len(pages)} pages, {options.rounds} rounds, {options.workers} at once")
    print(f"{'':10} pages/min  CPU s/page  peak MiB")
    for name, (speed, spent_s, peak) in middle.items():
        print(f"{name:10} {speed:9.1f} {spent_s:11.2f} {peak:9.0f}")
    for name in names[1:]:
        print("motcua against %s: %.2f times the pages, 1/%.2f of the processor time"
              % (name, middle["motcua"][0] / middle[name][0],
                 middle[name][1] / middle["motcua"][1]))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--pages", help="folder of page images")
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--flat", type=int, default=0, help="times over; 0: not measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-speed-") as out:
        pages = (sorted(glob.glob(options.pages + "/*.*")) if options.pages else
                 print_pages(options.build, out + "/p", "--seed", "4711", "--pages",
                             str(options.count), "--format", "jpeg"))
        blanks = print_pages(options.build, out + "/b", "--seed", "4712", "--pages", "4",
                             "--kinds", "blank", "--format", "jpeg")
        compare(options.build, pages, options)
        few, many = (measure("motcua", options.build, repeat(blanks, times, out), 1)[1] * 4 * times
                     for times in (1, 5))
        print("blank side: %.0f ms of processor time" % (1000 * (many - few) / 16))
        if options.flat > 0:
            once = measure("motcua", options.build, pages, options.workers)[2]
            over = measure("motcua", options.build, repeat(pages, options.flat, out),
                           options.workers)[2]
            print("flat: %.0f MiB, %.0f MiB after %d pages: %.2f"
                  % (once, over, len(pages) * options.flat, over / once))
            return 0 if over <= FLAT_MOST * once else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
