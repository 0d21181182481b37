#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Scanner drivers that hang, die, lie and stop, through motcua scan and motcua-scan.

usage: drivers.py BUILD [--long] [--only PART,...]

Parts
  cancel   SIGTERM at random moments of a slow page, and while a driver hangs in each of its
           calls: idle within 2 s
  fork     a driver that forks and then hangs: nothing of it is left
  hang     a driver that hangs is killed at its deadline, a frozen worker too, and the next
           scan works
  status   the 11 statuses of SANE's own test driver, each mended, and the next scan works
  half     a sheet that stops halfway is fed again as a whole: exact order
  net      a real saned that is killed, and stopped, in the middle of a page
  escl     a driverless scanner, whole, stalled, and talking nonsense (sane-airscan)
  memory   a feeder of noisy A4 at 300 dpi in colour: peak memory, processor time a page

Prints figures and failures; exit status 1 when there are any. Parts whose programs are not
installed are skipped and say so. --long: more rounds, and 500 pages.
"""
import argparse
import concurrent.futures
import ctypes
import glob
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import escl

HERE = os.path.dirname(os.path.abspath(__file__))
STATUSES = ("UNSUPPORTED CANCELLED DEVICE_BUSY INVAL EOF JAMMED NO_DOCS COVER_OPEN "
            "IO_ERROR NO_MEM ACCESS_DENIED").split()
CANCEL_S = 2.0
STALL_MS = 2000
CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
MEMORY_KIB = 40 * 1024
SHORT = "cancel,hang,fork,half,escl,memory,net"  # net last: it leaves the network
LONG = "status," + SHORT


class Report:
    """What one run said."""

    def __init__(self, process, out):
        lines = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        self.pages = [line for line in lines if line["event"] == "page"]
        ends = [line for line in lines if line["event"] == "end"]
        self.end = ends[-1] if ends else {"outcome": None, "sheet": None, "message": ""}
        self.code = process.returncode


class Campaign:
    def __init__(self, build, long):
        self.build = os.path.abspath(build)
        self.long = long
        self.work = tempfile.mkdtemp(prefix="motcua-drivers-")
        self.random = random.Random(1)
        self.failures = 0
        self.conf = self.path("conf")
        os.mkdir(self.conf)
        self.environment = dict(os.environ, SANE_CONFIG_DIR=self.conf,
                                LD_LIBRARY_PATH=self.build + "/tests/rogue",
                                MOTCUA_KEY_FILE=self.path("key"))
        with open(self.path("motcua.conf"), "w", encoding="utf-8") as file:
            file.write("[scan]\nstall_ms=%d\n" % STALL_MS)
        self.save_test()

    def path(self, *names):
        return os.path.join(self.work, *names)

    def save_test(self, lines="", folder=None):
        with open(os.path.join(folder or self.conf, "test.conf"), "w",
                  encoding="utf-8") as file:
            file.write("number_of_devices 1\nresolution_max 1200\ngeometry_max 400\n"
                       'test-picture "Color pattern"\nmode Color\n' + lines + "\n")

    def check(self, is_good, what, *values):
        if not is_good:
            self.failures += 1
            print("FAILED: " + what % values, flush=True)

    def start(self, device, *options, worker=False, out=None):
        program = [self.build + "/motcua-scan"] if worker else [
            self.build + "/motcua", "scan", "--json", "--config", self.path("motcua.conf")]
        return subprocess.Popen(
            [*program, "--device", device, "--out", out or self.path("out"), *options],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)

    def scan(self, device, *options, **more):
        process = self.start(device, *options, **more)
        return Report(process, process.communicate(timeout=120)[0])

    def good_scan(self, after):
        report = self.scan("test:0", "--source", "flatbed", "--resolution", "60")
        self.check(report.end["outcome"] == "done", "after %s the next scan ended %s", after,
                   report.end)

    def cancel(self, process, device):
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        report = Report(process, process.communicate(timeout=60)[0])
        took = time.monotonic() - begun
        self.check(took < CANCEL_S, "%s: cancel took %.2f s", device, took)
        self.check(report.end["outcome"] in ("cancelled", None), "%s: cancelled, but %s",
                   device, report.end)
        return took

    # --- the parts --------------------------------------------------------------

    def run_cancel(self):
        self.save_test("read-delay true\nread-delay-duration 200000")
        slow = []
        for turn in range(25 if self.long else 4):
            process = self.start("test:0", "--source", "flatbed", worker=turn % 2 == 0)
            time.sleep(0.3 + self.random.random() * (2 if self.long else 0.7))
            slow.append(self.cancel(process, "slow page"))
        self.save_test()
        hung = [("rogue:hang-" + call, worker) for call in ("open", "start", "read", "cancel")
                for worker in (False, True)]
        processes = [self.start(device, "--source", "flatbed", worker=worker,
                                out=self.path("%s-%s" % (device[6:], worker)))
                     for device, worker in hung]
        time.sleep(0.8)
        took = self.at_once([lambda process=process, device=device: self.cancel(process, device)
                             for process, (device, _) in zip(processes, hung)])
        print("cancel: slow page at most %.2f s, hung driver at most %.2f s"
              % (max(slow), max(took)))
        self.good_scan("cancels")

    @staticmethod
    def at_once(calls):
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(lambda call: call(), calls))

    def run_fork(self):
        report = self.scan("rogue:fork", "--source", "flatbed")
        self.check(report.end["outcome"] == "failed", "a driver that forks: %s", report.end)
        time.sleep(0.2)
        left = subprocess.run(["pgrep", "-f", "--", self.path("out")], capture_output=True,
                              text=True, check=False).stdout.split()
        self.check(not left, "what a driver forked is left: %s", left)
        print("fork: what a hung driver forked is gone with it")

    def run_hang(self):
        begun = time.monotonic()
        calls = ("open", "start", "read")
        processes = {call: self.start("rogue:hang-" + call, "--source", "flatbed",
                                      out=self.path("out-" + call)) for call in calls}
        frozen = self.start("rogue:hang-read", "--source", "flatbed", out=self.path("out-frozen"))
        time.sleep(0.5)
        for child in self.children(frozen.pid):
            os.kill(child, signal.SIGSTOP)
        for call, process in processes.items():
            report = Report(process, process.communicate(timeout=60)[0])
            self.check(report.end["outcome"] == "failed" and report.end["sheet"] == 1,
                       "hang in %s: %s", call, report.end)
        driver_s = time.monotonic() - begun
        report = Report(frozen, frozen.communicate(timeout=60)[0])
        worker_s = time.monotonic() - begun
        self.check(report.end["outcome"] == "failed", "frozen worker: %s", report.end)
        self.check(driver_s < 2 * STALL_MS / 1000 + 1.5, "hung drivers took %.1f s", driver_s)
        self.check(worker_s < 2 * STALL_MS / 1000 + 4, "a frozen worker took %.1f s", worker_s)
        print("hang: deadline %d ms, twice before the first line; driver gone after %.1f s, "
              "frozen worker after %.1f s" % (STALL_MS, driver_s, worker_s))
        self.good_scan("hangs")

    def children(self, pid):
        found = []
        for path in glob.glob("/proc/[0-9]*/stat"):
            try:
                with open(path, encoding="utf-8") as stat:
                    fields = stat.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found.append(int(path.split("/")[2]))
        self.check(found, "no worker to be seen")
        return found

    def run_status(self):
        for status in STATUSES:
            self.save_test("read-status-code SANE_STATUS_" + status)
            report = self.scan("test:0", "--source", "flatbed", "--resolution", "60")
            self.check(report.code == 1 and not report.pages and report.end["message"],
                       "%s: %s", status, report.end)
            self.save_test()
            self.good_scan(status)
        print("status: %d, each followed by a good scan" % len(STATUSES))

    def run_half(self):
        papers, out = self.path("papers"), self.path("sheets")
        os.mkdir(papers)
        for number in range(1, 11):
            with open(os.path.join(papers, "%02d.png" % number), "wb") as file:
                file.write(escl.even_page(100 + number, 621, 877))
        with open(os.path.join(papers, "hopper.conf"), "w", encoding="utf-8") as file:
            file.write("sheet 2 back read = jam once\nsheet 4 = cover once\n")
        options = ("--source", "duplex", "--resolution", "75")
        stops = [self.scan("hopper:" + papers, *options, out=out).end for _ in range(3)]
        self.check([end["outcome"] for end in stops] == ["jam", "cover", "empty"]
                   and [end["sheet"] for end in stops] == [2, 4, 0], "stops were %s", stops)
        whole = self.path("whole")
        os.remove(os.path.join(papers, "hopper.conf"))
        for state in glob.glob(os.path.join(papers, ".hopper-state")):
            os.remove(state)
        self.scan("hopper:" + papers, *options, out=whole)
        for name in sorted(os.listdir(whole)):
            with open(os.path.join(whole, name), "rb") as one, \
                    open(os.path.join(out, name), "rb") as other:
                self.check(one.read() == other.read(), "%s differs after two stops", name)
        self.check(sorted(os.listdir(whole)) == sorted(os.listdir(out)), "other pages: %s",
                   os.listdir(out))
        print("half: jam at a back and open cover, %d pages in exact order" % len(os.listdir(whole)))

    def run_net(self):
        if shutil.which("saned") is None or not leave_network():
            print("net: skipped, no saned or no network of our own")
            return
        server = self.path("server")
        os.mkdir(server)
        for name, text in (("dll.conf", "test\n"), ("saned.conf", "127.0.0.1\n")):
            with open(os.path.join(server, name), "w", encoding="utf-8") as file:
                file.write(text)
        with open(os.path.join(self.conf, "net.conf"), "w", encoding="utf-8") as file:
            file.write("connect_timeout = 5\n127.0.0.1\n")
        for how in (signal.SIGKILL, signal.SIGSTOP):
            self.break_saned(server, how)

    def start_saned(self, server, lines=""):
        self.save_test(lines, server)
        process = subprocess.Popen(
            ["saned", "-l", "-b", "127.0.0.1", "-p", "6566", "-e"],
            env=dict(os.environ, SANE_CONFIG_DIR=server), start_new_session=True,
            stderr=subprocess.DEVNULL)
        time.sleep(0.3)
        return process

    def break_saned(self, server, how):
        saned = self.start_saned(server, "read-delay true\nread-delay-duration 20000")
        process = self.start("net:127.0.0.1:test:0", "--source", "adf")
        process.stdout.readline()  # a page is there; the next is under way
        time.sleep(0.3)
        begun = time.monotonic()
        os.killpg(saned.pid, how)
        report = Report(process, process.communicate(timeout=60)[0])
        took = time.monotonic() - begun
        os.killpg(saned.pid, signal.SIGKILL)
        saned.wait()
        self.check(report.end["outcome"] == "failed" and report.end["last_page"] >= 1
                   and report.end["sheet"] == report.end["last_page"] + 1,
                   "saned %s: %s", how.name, report.end)
        self.check(took < STALL_MS / 1000 + 1, "saned %s: %.1f s", how.name, took)
        saned = self.start_saned(server)
        report = self.scan("net:127.0.0.1:test:0", "--source", "flatbed", "--resolution", "60")
        self.check(report.end["outcome"] == "done", "after %s: %s", how.name, report.end)
        os.killpg(saned.pid, signal.SIGKILL)
        saned.wait()
        print("net: %s in mid-page is over after %.1f s, the next scan works"
              % (how.name, took))

    def run_escl(self):
        if not glob.glob("/usr/lib/*/sane/libsane-airscan.so.1"):
            print("escl: skipped, no sane-airscan")
            return
        for trouble, outcome, pages in (("none", "empty", 3), ("stall", "failed", 1),
                                        ("wrong", "failed", 0)):
            server = subprocess.Popen(
                [sys.executable, os.path.join(HERE, "escl.py"), "--trouble", trouble],
                stdout=subprocess.PIPE, text=True)
            port = int(server.stdout.readline())
            with open(os.path.join(self.conf, "airscan.conf"), "w", encoding="utf-8") as file:
                file.write('[devices]\n"Mock" = http://127.0.0.1:%d/eSCL, eSCL\n'
                           "[options]\ndiscovery = disable\nws-discovery = off\n" % port)
            begun = time.monotonic()
            report = self.scan("airscan:e0:Mock", "--source", "adf", "--resolution", "150",
                               out=self.path("escl-" + trouble))
            took = time.monotonic() - begun
            self.check(report.end["outcome"] == outcome and len(report.pages) == pages,
                       "escl %s: %d pages, %s", trouble, len(report.pages), report.end)
            server.kill()
            server.wait()
            server.stdout.close()
            print("escl: %s is %s with %d pages after %.1f s"
                  % (trouble, report.end["outcome"], len(report.pages), took))

    def run_memory(self):
        count = 500 if self.long else 5
        process = self.start("rogue:ream-%d" % count, "--source", "adf", worker=True)
        said, peak_kib, cpu_s = "", 0, 0.0
        for line in process.stdout:
            said += line
            peak_kib, cpu_s = look_at(process.pid) or (peak_kib, cpu_s)
        process.wait()
        report = Report(process, said)
        self.check(len(report.pages) == count, "%d of %d pages", len(report.pages), count)
        self.check(0 < peak_kib < MEMORY_KIB, "peak %d KiB", peak_kib)
        print("memory: %d pages of A4, 300 dpi, colour: peak %.1f MiB, %.2f CPU s and %.1f MB "
              "a page" % (count, peak_kib / 1024, cpu_s / count,
                          sum(page["size_bytes"] for page in report.pages) / count / 1e6))


def look_at(pid):
    """Peak memory in KiB and processor time of a live process; None when it is gone."""
    try:
        with open("/proc/%d/status" % pid, encoding="utf-8") as file:
            status = dict(line.split(":", 1) for line in file)
        with open("/proc/%d/stat" % pid, encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
    if "VmHWM" not in status:
        return None
    ticks = int(fields[11]) + int(fields[12])
    return int(status["VmHWM"].split()[0]), ticks / os.sysconf("SC_CLK_TCK")


def leave_network():
    """A network of our own, in which the port of saned is free."""
    if shutil.which("ip") is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0 and libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    return subprocess.run(["ip", "link", "set", "lo", "up"], check=False).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", default=None)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    campaign = Campaign(options.build, options.long)
    try:
        for part in (options.only or (LONG if options.long else SHORT)).split(","):
            getattr(campaign, "run_" + part)()
    finally:
        shutil.rmtree(campaign.work, ignore_errors=True)
    print("failures: %d" % campaign.failures)
    sys.exit(1 if campaign.failures else 0)


if __name__ == "__main__":
    main()
