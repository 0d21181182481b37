#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Kills every process of the way from paper to portal, at any moment, and looks what is left.

usage: crash.py --build DIR [--rounds N] [--seed S] [--only SCENARIO,...]
                [--part PROGRAM=FILE]... [--until-found]

Scenarios
  scan    motcua scan: what it has reported is on disk, whole
  power   the same, and a dossier just taken in, on a file system whose power is cut right
          after the acknowledgement (root and loop devices; otherwise counted as skipped)
  intake  motcua intake: pages reported stored are in the dossier after a restart, the
          dossier can be closed, and an id once printed is in the queue for ever
  read    the same with the genuine reader; in the others scribe.c stands in for it, which
          answers at once, so that what is killed is the keeping of pages, not the reading
  upload  motcua upload and the portal: each dossier is at the portal exactly once, with
          exactly the sealed bytes

A kill comes at a moment of what an undisturbed run takes, which is measured first. Only
power is tried on a disk; the others lie in memory where there is room. --part takes a
program from elsewhere; --until-found ends with the first violation.

Prints rounds, faults that hit (a kill of a process that was still at work), skips and
violations, and the seed that repeats the run. No fault hit is a failure: then nothing was
tested. Exit status 1 for violations.
"""
import argparse
import fcntl
import glob
import json
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402
from practice import sha256  # noqa: E402

FS_IOC_SHUTDOWN = 0x8004587D
SHUTDOWN_NO_LOG_FLUSH = 2
DISK_BYTES = 1 << 30  # sparse; a scan wants room before it begins
ROOM_BYTES = 8 << 30  # free memory that is worth a campaign in it
PAGES = 4  # sides of the sample that is fed
SIDES = 2  # of a sheet of it
LOOK_ROUNDS = 10  # between two looks at the portal of who is searching for a bug
MORE_ROUNDS = 30  # when none of those asked for has hit
RES_DPI = "75"  # a small page is kept by the same steps as a large one
SHARES = {"scan": 10, "power": 10, "intake": 10, "read": 1, "upload": 10}
PROCEDURE = "2.000815"  # takes any paper


class Campaign(practice.Desk):
    def __init__(self, build, seed):
        super().__init__(build, "crash")
        self.random = random.Random(seed)
        self.until_found = False
        self.rounds = self.hits = self.skips = 0
        self.violations = []
        self.acked = set()  # ids that were printed
        self.elsewhere = set()  # ids that other stores have sent
        self.takes = {}  # scenario -> seconds that it takes undisturbed
        self.papers = self.path("papers")
        self.disks = tempfile.mkdtemp(prefix="motcua-disk-", dir=os.getenv("TMPDIR", "/tmp"))
        self.environment = dict(os.environ, MOTCUA_LOG="info")

    def close(self):
        super().close()
        shutil.rmtree(self.disks, ignore_errors=True)

    def build_parts(self, parts):
        self.genuine = self.motcua
        self.replace({"motcua-read": self.build + "/tests/scribe", **parts})

    def measure(self, *arguments):
        """How long a command takes that is left alone, in seconds."""
        began = time.monotonic()
        if self.run(*arguments, env=self.environment).returncode != 0:
            self.violate("%s fails by itself", arguments[0])
        return time.monotonic() - began

    def sleep(self, name):
        time.sleep(self.random.uniform(0, self.takes[name]))

    def print_sample(self):
        """A few sides in low resolution, so that many rounds fit in a minute."""
        full = self.print_papers("full", "--seed", "3", "--dpi", RES_DPI)
        os.mkdir(self.papers)
        for path in sorted(glob.glob(full + "/*.png"))[:PAGES]:
            shutil.copy(path, self.papers)

    def violate(self, what, *values):
        self.violations.append(what % values)
        print("violation: " + what % values, flush=True)

    def members(self, session):
        """Processes of the session that are alive: workers have groups of their own."""
        found = []
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            try:
                with open("/proc/%s/stat" % entry) as stat:
                    fields = stat.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[0] != "Z" and int(fields[3]) == session:
                found.append(int(entry))
        return found

    def kill(self, process, whole):
        """Kills the process with all its workers, or one of them by chance."""
        group = self.members(process.pid)
        if not group:
            return False
        if whole:
            victims = group
        else:
            victims = [self.random.choice(group)]
        for victim in victims:
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                return False
        self.hits += 1
        return True

    def kill_all(self, process):
        for member in self.members(process.pid):
            try:
                os.kill(member, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def reap(self, process):
        self.kill_all(process)
        process.communicate()

    # --- scan -----------------------------------------------------------------

    def read_reports(self, process, stop_after):
        """Page reports until the given number was read or the process ended."""
        pages = []
        for line in process.stdout:
            report = json.loads(line)
            if report["event"] == "page":
                pages.append(report)
                if len(pages) == stop_after:
                    break
        return pages

    def check_reports(self, folder, pages, how):
        for page in pages:
            path = os.path.join(folder, page["file"])
            if not os.path.exists(path):
                self.violate("%s: page %d was reported and is not there", how, page["number"])
            elif sha256(path) != page["sha256"]:
                self.violate("%s: page %d is not what was reported", how, page["number"])

    def scan_words(self, out):
        return ["scan", "--json", "--device", "hopper:" + self.papers, "--source", "duplex",
                "--resolution", RES_DPI, "--out", out]

    def scan(self):
        if "scan" not in self.takes:
            self.takes["scan"] = self.measure(*self.scan_words(self.path("scan")))
        out = os.path.join(self.work, "scan-%d" % self.rounds)
        process = self.start(*self.scan_words(out), env=self.environment)
        if self.random.random() < 0.5:
            pages = self.read_reports(process, self.random.randint(1, PAGES - 1))
        else:
            self.sleep("scan")
            pages = []
        self.kill(process, whole=True)
        pages += [json.loads(line) for line in process.stdout
                  if line.endswith("\n") and '"event":"page"' in line]
        self.reap(process)
        self.check_reports(out, pages, "scan")
        shutil.rmtree(out, ignore_errors=True)

    # --- power ----------------------------------------------------------------

    def cut_power(self, work, check):
        """Gives @work a file system of its own, cuts its power when @work returns something
        that was acknowledged, and lets @check look at what is left."""
        image = os.path.join(self.disks, "disk")
        mount = os.path.join(self.disks, "mount")
        if os.geteuid() != 0 or not os.path.exists("/dev/loop-control"):
            self.skips += 1
            return
        os.makedirs(mount, exist_ok=True)
        with open(image, "wb") as disk:
            disk.truncate(DISK_BYTES)
        subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
        if subprocess.run(["mount", "-o", "loop", image, mount]).returncode != 0:
            self.skips += 1
            return
        process, acknowledged = work(mount)
        fd = os.open(mount, os.O_RDONLY)
        fcntl.ioctl(fd, FS_IOC_SHUTDOWN, struct.pack("I", SHUTDOWN_NO_LOG_FLUSH))
        os.close(fd)
        self.hits += bool(acknowledged)
        self.reap(process)
        self.unmount(mount)
        subprocess.run(["mount", "-o", "loop", image, mount], check=True)
        check(mount, acknowledged)
        self.unmount(mount)

    def power(self):
        if self.random.random() < 0.7:
            self.cut_power(self.scan_there,
                           lambda mount, pages: self.check_reports(mount + "/out", pages,
                                                                   "power"))
        else:
            self.cut_power(self.take_there, self.check_taken)

    def scan_there(self, mount):
        out = os.path.join(mount, "out")
        os.mkdir(out)
        os.sync()  # the folder itself is durable before the feeding begins
        process = self.start(*self.scan_words(out), env=self.environment)
        return process, self.read_reports(process, self.random.randint(1, PAGES))

    def take_there(self, mount):
        page = os.path.join(self.papers, sorted(os.listdir(self.papers))[0])
        process = subprocess.Popen(
            [self.motcua, "intake", "--store", mount + "/store", "--procedure", PROCEDURE,
             page], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True)
        return process, process.stdout.readline().strip()

    def check_taken(self, mount, dossier):
        store = ["--store", mount + "/store"]
        shown = subprocess.run([self.motcua, "queue", "show", dossier, "--json", *store],
                               stdout=subprocess.PIPE, text=True)
        if shown.returncode != 0 or json.loads(shown.stdout)["state"] != "queued":
            self.violate("power: dossier %s was acknowledged and is not queued", dossier)
        if subprocess.run([self.motcua, "verify", "--all", *store],
                          stdout=subprocess.DEVNULL).returncode != 0:
            self.violate("power: dossier %s is not as it was sealed", dossier)

    def unmount(self, mount):
        for _ in range(100):
            if subprocess.run(["umount", mount], stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("cannot unmount " + mount)

    # --- intake ---------------------------------------------------------------

    def read(self):
        standing_in, self.motcua = self.motcua, self.genuine
        self.intake("read")
        self.motcua = standing_in

    def intake(self, name="intake"):
        words = ["intake", "--procedure", PROCEDURE, "--device", "hopper:" + self.papers]
        if name not in self.takes:
            self.takes[name] = self.measure(*words)
        before = set(self.dossiers())
        process = self.start(*words, env=self.environment)
        stored = []
        how = self.random.random()
        if how < 0.4:  # right after a page was acknowledged
            stop_after = self.random.randint(1, PAGES)
            for line in process.stderr:
                found = re.search(r"dossier (\S+) page (\d+) is stored", line)
                if found:
                    stored.append(found[1])
                    if len(stored) == stop_after:
                        break
        else:
            self.sleep(name)
        self.kill(process, whole=how < 0.4 or self.random.random() < 0.6)
        if how >= 0.4 and process.poll() is None:
            # One worker was killed: the visit goes on.
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.violate("intake hangs after the death of a worker")
        rest_out, rest_err = "", ""
        self.kill_all(process)
        rest_out, rest_err = process.communicate()
        stored += re.findall(r"dossier (\S+) page \d+ is stored", rest_err)
        printed = rest_out.strip()
        after = self.dossiers()
        if re.fullmatch(r"[0-9a-f-]{36}", printed):
            self.acked.add(printed)
        for dossier in set(stored):
            kept = self.count_kept(stored.count(dossier), rest_err)
            if dossier not in after:
                self.violate("dossier %s had pages stored and is gone", dossier)
            elif after[dossier]["scanned_pages"] < kept:
                self.violate("dossier %s has %d pages of %d that were stored:\n%s", dossier,
                             after[dossier]["scanned_pages"], kept, rest_err)
        for dossier in set(after) - before:
            self.close_dossier(after[dossier])

    @staticmethod
    def count_kept(stored, said):
        """A sheet of which a side is missing is not kept, and said so: that it goes on top
        again, or the whole stack, when it was the first."""
        if "nothing was taken in" in said:
            return 0
        again = re.search(r"[Pp]ut sheet (\d+) (?:of the stack )?on top", said)
        return min(stored, SIDES * (int(again[1]) - 1)) if again else stored

    def close_dossier(self, dossier):
        """What was interrupted can be closed, or was empty."""
        if dossier["state"] != "open":
            return
        if dossier["scanned_pages"] == 0:
            return
        resumed = self.run("intake", "--resume", dossier["id"])
        if resumed.returncode == 0:
            self.acked.add(resumed.stdout.strip())
        elif dossier["scanned_pages"] > 0 and "chưa có trang" not in resumed.stderr:
            self.violate("dossier %s cannot be closed: %s", dossier["id"],
                         resumed.stderr.strip())

    # --- upload ---------------------------------------------------------------

    def waiting(self):
        return [d for d in self.dossiers().values()
                if d["state"] in ("queued", "sending", "deferred")]

    def supply(self):
        """Something to send."""
        page = os.path.join(self.papers, self.random.choice(sorted(os.listdir(self.papers))))
        taken = self.run("intake", "--procedure", PROCEDURE, page)
        if taken.returncode != 0:
            return  # a blank page makes no dossier
        self.acked.add(taken.stdout.strip())

    def upload(self):
        if "upload" not in self.takes:
            self.supply()
            self.takes["upload"] = self.measure("upload", "--drain")
        if not self.waiting():
            self.supply()
        process = self.start("upload", "--drain", env=self.environment)
        self.sleep("upload")
        if self.random.random() < 0.7:
            self.kill(process, whole=True)
        else:
            self.stop_portal(signal.SIGKILL)
            self.hits += 1
            self.start_portal()
            self.kill(process, whole=True)
        self.reap(process)

    def check_portal(self):
        """Everything acknowledged is at the portal, exactly once, byte for byte."""
        drained = self.run("upload", "--drain")
        mine = self.dossiers()
        if drained.returncode != 0:
            self.violate("the queue cannot be drained: %s", drained.stdout + drained.stderr)
        theirs = self.filings()
        for key in theirs:
            if key not in mine and key not in self.elsewhere:
                self.violate("the portal has a dossier %s that nobody sent", key)
        for dossier in self.acked:
            if dossier not in mine:
                self.violate("dossier %s was acknowledged and is gone", dossier)
                continue
            if mine[dossier]["state"] != "accepted":
                self.violate("dossier %s is %s after draining", dossier, mine[dossier]["state"])
            copies = theirs.get(dossier, [])
            if len(copies) != 1:
                self.violate("dossier %s is at the portal %d times", dossier, len(copies))
                continue
            wanted = sorted(file["sha256"] for file in mine[dossier]["files"])
            held = sorted(sha256(path) for path in glob.glob(copies[0][1] + "/*.pdf"))
            if wanted != held:
                self.violate("dossier %s has other files at the portal", dossier)

    def check_store(self):
        verified = self.run("verify", "--all", "--json")
        for violation in json.loads(verified.stdout)["violations"]:
            self.violate("verify: %s", violation)
        for path in glob.glob(self.store + "/dossiers/**/*.part", recursive=True):
            self.violate("a part file outlives the restart: %s", os.path.basename(path))

    # --- all ------------------------------------------------------------------

    def round(self, scenario):
        self.rounds += 1
        getattr(self, scenario)()

    def play(self, scenario, rounds):
        """A scenario in which nothing has hit has tested nothing, so chance gets more rounds."""
        hits, skips = self.hits, self.skips
        played = 0
        while played < rounds or (self.hits == hits and self.skips == skips
                                  and played < rounds + MORE_ROUNDS):
            self.round(scenario)
            played += 1
            if self.until_found and played % LOOK_ROUNDS == 0:
                self.check_portal()
            if self.until_found and self.violations:
                return
        if self.hits == hits and self.skips == skips:
            self.violate("%s: no fault has hit: nothing was tested", scenario)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--rounds", type=int, default=120)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default=",".join(SHARES))
    parser.add_argument("--part", action="append", default=[])
    parser.add_argument("--until-found", action="store_true")
    options = parser.parse_args()
    scenarios = options.only.split(",")
    shares = sum(SHARES[scenario] for scenario in scenarios)
    practice.prefer_memory(ROOM_BYTES)
    campaign = Campaign(options.build, options.seed)
    campaign.until_found = options.until_found
    try:
        campaign.build_parts(dict(part.split("=", 1) for part in options.part))
        campaign.print_sample()
        campaign.start_portal()
        for scenario in scenarios:
            campaign.play(scenario, max(1, options.rounds * SHARES[scenario] // shares))
        campaign.check_portal()
        campaign.check_store()
    finally:
        campaign.close()
    print("rounds=%d faults_hit=%d skipped=%d violations=%d seed=%d" % (
        campaign.rounds, campaign.hits, campaign.skips, len(campaign.violations), options.seed))
    return 1 if campaign.violations else 0


if __name__ == "__main__":
    sys.exit(main())
