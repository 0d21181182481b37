#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Hits every system call that changes something, one run after the other.

usage: every.py --build DIR [--do kill,EIO,ENOSPC,...] [--only WAY,...] [--sample N] [--seed S]

Ways
  birth    the first command on a store that is not there yet
  file     motcua intake of a file: taken in, read, sealed and queued
  feed     motcua intake of a sheet from a scanner
  upload   motcua upload
  recover  the first command on a store in which a dossier was being taken in, and another
           sent, when everything was killed
  purge    motcua purge of a dossier that is accepted

What is done at a call: kill (of everything at once), EIO or ENOSPC (the call is not made and
fails), FULL (ENOSPC, and from then on of every call that needs room), READ (EIO of a call that
reads). After each hit the work goes on as a person would go on. In the end nothing
acknowledged is lost, the portal holds each dossier once and byte for byte, nothing is torn,
and no file is left over; what was refused was refused with a sentence and status 1.

Each way is first run alone, to count its calls. --sample takes that many of them by chance.
Prints rounds, faults that hit, violations and the seed; exit status 1 for violations.
"""
import argparse
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import crash  # noqa: E402
import practice  # noqa: E402

DEADLINE_S = 300
ACTS = {
    "kill": ["--do", "kill"],
    "EIO": ["--do", "EIO"],
    "ENOSPC": ["--do", "ENOSPC"],
    "FULL": ["--do", "ENOSPC", "--for-good"],
    "READ": ["--do", "EIO", "--reads"],
}


class Sweep(crash.Campaign):
    def __init__(self, build, seed):
        super().__init__(build, seed)
        self.log = self.path("toll")
        self.act = "kill"
        self.said = ""

    # --- one run ----------------------------------------------------------------

    def toll(self, at, *arguments):
        """Runs a command of which call @at is hit; TRUE when there was such a call."""
        words = [self.build + "/tests/toll", "--log", self.log, *ACTS[self.act]]
        if at:
            words += ["--at", str(at)]
        if self.act != "kill":
            words += ["--under", self.work]
        if os.path.exists(self.log):
            os.unlink(self.log)
        try:
            done = subprocess.run(words + self.command(*arguments), stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, timeout=DEADLINE_S,
                                  env=self.environment)
        except subprocess.TimeoutExpired:
            self.violate("%s hangs at call %d", arguments[0], at)
            return None
        with open(self.log, encoding="utf-8") as log:
            count, self.hit = log.read().strip().split(" ", 1)
        self.count = int(count)
        self.look_at(done, arguments)
        return done

    def look_at(self, done, arguments):
        """A command ends well, or says in a sentence why it does not."""
        if done.returncode == 137 and self.act == "kill":
            return
        if done.returncode not in (0, 1):
            self.violate("%s ends with %d at %s %s: %s", arguments[0], done.returncode,
                         self.act, self.hit, done.stderr)
        if done.returncode == 1 and not re.search(r"^motcua[a-z-]*: \S+ ", done.stderr, re.M):
            self.violate("%s says nothing at %s %s", arguments[0], self.act, self.hit)
        if "database is locked" in done.stderr or "CRITICAL" in done.stderr:
            self.violate("%s says %s", arguments[0], done.stderr)

    def note(self, done):
        """What was acknowledged: pages by the log, a dossier by its id."""
        printed = done.stdout.strip()
        if re.fullmatch(r"[0-9a-f-]{36}", printed):
            self.acked.add(printed)
        after = self.dossiers()
        stored = re.findall(r"dossier (\S+) page \d+ is stored", done.stderr)
        for dossier in set(stored):
            kept = self.count_kept(stored.count(dossier), done.stderr)
            if dossier not in after or after[dossier]["scanned_pages"] < kept:
                self.violate("%s %s: dossier %s had %d pages stored:\n%s", self.act,
                             self.hit, dossier, kept, done.stderr)
        return after

    # --- ways -------------------------------------------------------------------

    def take(self, at, *words):
        done = self.toll(at, "intake", "--procedure", crash.PROCEDURE, *words)
        if done is None:
            return
        for dossier in self.note(done).values():
            self.close_dossier(dossier)

    def file(self, at):
        self.take(at, self.page)

    def feed(self, at):
        self.take(at, "--device", "hopper:" + self.sheet)

    def upload(self, at):
        if at == 0:
            self.run("upload", "--drain")
        if not self.waiting():
            self.supply()
        self.toll(at, "upload", "--once")

    def birth(self, at):
        home, self.store = self.store, self.path("born")
        shutil.rmtree(self.store, ignore_errors=True)
        self.toll(at, "queue", "list")
        if self.run("queue", "list", "--json").returncode != 0:
            self.violate("birth: %s %s: the store cannot be made", self.act, self.hit)
        self.store = home

    def prepare_wreck(self):
        """A store with a dossier that was being sent, and one that was being taken in."""
        home, self.store = self.store, self.path("wreck")
        act, self.act = self.act, "kill"
        self.supply()
        self.toll(0, "upload", "--once")
        self.supply()
        self.toll(self.count * 2 // 3, "upload", "--once")
        self.toll(0, "intake", "--procedure", crash.PROCEDURE, self.page)
        self.toll(self.count * 2 // 3, "intake", "--procedure", crash.PROCEDURE, self.page)
        self.elsewhere = set(os.listdir(self.store + "/dossiers"))
        self.acked -= self.elsewhere
        self.store, self.act = home, act

    def recover(self, at):
        if not os.path.isdir(self.path("wreck")):
            self.prepare_wreck()
        home, self.store = self.store, self.path("copy")
        shutil.rmtree(self.store, ignore_errors=True)
        shutil.copytree(self.path("wreck"), self.store)
        self.toll(at, "queue", "list", "--json")
        states = sorted(dossier["state"] for dossier in self.dossiers().values())
        if states != ["accepted", "open", "queued", "queued"]:
            self.violate("recover: %s %s: left %s", self.act, self.hit, states)
        self.check_left()
        self.store = home

    def purge(self, at):
        ripe = [id for id, d in self.dossiers().items() if d["state"] == "accepted"]
        if not ripe:
            self.supply()
            self.run("upload", "--drain")
            ripe = [id for id, d in self.dossiers().items() if d["state"] == "accepted"]
        self.toll(at, "purge", ripe[0])
        shown = json.loads(self.run("queue", "show", ripe[0], "--json").stdout)
        if shown["state"] == "accepted":
            if self.run("verify", ripe[0]).returncode != 0:
                self.violate("purge: %s %s: accepted and not whole", self.act, self.hit)
            return
        self.run("purge", "--due")  # finishes what was begun
        self.acked.discard(ripe[0])
        self.purged.add(ripe[0])
        for name in ("keys", "dossiers"):
            if os.path.exists(os.path.join(self.store, name, ripe[0])):
                self.violate("purge: %s %s: %s are left", self.act, self.hit, name)

    # --- all --------------------------------------------------------------------

    def check_left(self):
        """Files that no dossier needs."""
        known = self.dossiers()
        for name in ("keys", "dossiers"):
            folder = os.path.join(self.store, name)
            for entry in os.listdir(folder) if os.path.isdir(folder) else []:
                if entry not in known and entry != "station":
                    self.violate("%s/%s outlives a restart", name, entry)
        for path in glob.glob(self.store + "/**/*.part*", recursive=True):
            self.violate("a part file outlives the restart: %s", os.path.basename(path))
        if os.path.exists(self.store + "/motcua.db-journal"):
            self.violate("a journal outlives a restart")

    def sweep(self, way, sample):
        hits, began = self.hits, time.monotonic()
        getattr(self, way)(0)
        count = self.count
        places = range(1, count + 1)
        if sample and sample < count:
            places = sorted(self.random.sample(places, sample))
        for at in places:
            self.rounds += 1
            getattr(self, way)(at)
            self.hits += self.hit != "-"
        if places and self.hits == hits:
            self.violate("%s: %s has hit nothing", way, self.act)
        print("%-6s %-8s %5d calls, %5d hit, %d violations, %.0f s"
              % (self.act, way, count, self.hits - hits, len(self.violations),
                 time.monotonic() - began), flush=True)

    def prepare(self):
        self.purged = set()
        self.print_sample()
        pages = sorted(os.listdir(self.papers))
        self.page = os.path.join(self.papers, pages[0])
        self.sheet = self.path("sheet")
        os.mkdir(self.sheet)
        for name in pages[:crash.SIDES]:
            shutil.copy(os.path.join(self.papers, name), self.sheet)
        self.start_portal()


def main():
    ways = ["birth", "file", "feed", "upload", "recover", "purge"]
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--do", default=",".join(ACTS))
    parser.add_argument("--only", default=",".join(ways))
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    practice.prefer_memory(crash.ROOM_BYTES)
    sweep = Sweep(options.build, options.seed)
    try:
        sweep.build_parts({})
        sweep.prepare()
        for sweep.act in options.do.split(","):
            for way in options.only.split(","):
                sweep.sweep(way, options.sample)
        sweep.check_portal()
        sweep.check_store()
        sweep.check_left()
    finally:
        sweep.close()
    print("rounds=%d faults_hit=%d violations=%d seed=%d"
          % (sweep.rounds, sweep.hits, len(sweep.violations), options.seed))
    return 1 if sweep.violations else 0


if __name__ == "__main__":
    sys.exit(main())
