#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every fault at every stage of every format: nothing lost, doubled or falsely accepted.

usage: sweep.py --build DIR [--rounds N] [--seed S]

Each round sends one dossier to a portal that plays one fault, twice, at one stage drawn by
chance; then the portal is well again, and a person says "retry" where one was asked for. In
the end the dossier is accepted and stands there once with exactly its files, or a person is
still asked; what is called accepted is there. Without --rounds, every combination.

Prints rounds, faults that hit, violations and the seed. Exit status 1 for violations.
"""
import argparse
import json
import os
import random
import sys

if os.path.isdir("/dev/shm"):
    os.environ["TMPDIR"] = "/dev/shm"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import subprocess  # noqa: E402

import practice  # noqa: E402

PORTALS = ["practice", "practice-tus", "dvcqg", "dvcqg-plain", "sixstep", "sixstep-tus", "igate"]
STAGES = ["find", "create", "files", "file", "readback", "mark", "submit", "token", "number",
          "progress", "upload", "offset", "patch", "other"]
FAULTS = ["html", "not-json", "empty", "wrong-schema", "two-words", "redirect", "accepted",
          "close", "lost", "truncated", "foreign", "wrong-hash", "wrong-bytes", "supplement",
          "used-number", "twice", "reset", "garbage", "half-chunk", "http10", "big-header",
          "cookies", "gzip", "long-length", "negative-length", "two-lengths", "endless",
          "400", "401", "403", "404", "408", "409", "413", "422", "425", "429+5", "429+date",
          "500", "502", "503+0", "503+text", "504"]


class Campaign:
    def __init__(self, options):
        self.options = options
        self.desk = practice.Desk(options.build, "sweep")
        self.random = random.Random(options.seed)
        self.rounds = self.hits = self.asked = 0
        self.violations = []

    def violate(self, what):
        self.violations.append(what)
        print("VIOLATION:", what, flush=True)

    def set_faults(self, text):
        with open(self.desk.portal_dir + "/faults", "w", encoding="utf-8") as file:
            file.write(text)

    def count_hits(self):
        with open(self.desk.portal_dir + "/ledger.jsonl", encoding="utf-8") as book:
            return sum('"fault":"' in line for line in book)

    def show(self, id):
        return json.loads(self.desk.run("queue", "show", id, "--json").stdout)

    def send(self, id):
        """Until it neither waits nor is on its way; a portal's wait is cut short."""
        for _ in range(12):
            self.desk.run("queue", "retry", id)
            self.desk.run("upload", "--once")
            shown = self.show(id)
            if shown["state"] != "deferred":
                break
        return shown

    def check(self, what, shown):
        held = [filing for filings in self.desk.filings().values() for filing, _ in filings
                if shown["portal_code"] in (filing["dossierNo"], filing["referenceUid"])
                or filing["referenceUid"] in (shown["id"], shown["code"])]
        ours = sorted(file["sha256"] for file in shown["files"])
        if shown["state"] == "accepted":
            if len(held) != 1:
                self.violate("%s: stands there %d times" % (what, len(held)))
            elif sorted(file["sha256"] for file in held[0]["files"]) != ours:
                self.violate("%s: other files are there" % what)
        elif shown["state"] != "needs_person":
            self.violate("%s: is %s: %s" % (what, shown["state"], shown["last_answer"]))
        if len(held) > 1:
            self.violate("%s: doubled" % what)
        self.asked += shown["state"] == "needs_person"

    def play(self, portal, stage, fault):
        what = "%s %s@%s" % (portal, fault, stage)
        before = self.count_hits()
        self.set_faults("%s@%s:2\n" % (fault, stage))
        id = subprocess.run([self.options.build + "/tests/stock", self.desk.store, portal, "1",
                             "2", "0"], check=True, stdout=subprocess.PIPE,
                            text=True).stdout.strip()
        self.desk.run("upload", "--once")
        early = self.show(id)
        if early["state"] == "accepted":
            self.check(what + ", at once", early)
        self.set_faults("")
        self.check(what, early if early["state"] == "accepted" else self.send(id))
        self.rounds += 1
        self.hits += self.count_hits() > before

    def go(self):
        every = [(portal, stage, fault) for portal in PORTALS for stage in STAGES
                 for fault in FAULTS]
        self.random.shuffle(every)
        try:
            self.desk.start_portal()
            for combination in every[:self.options.rounds or len(every)]:
                self.play(*combination)
        finally:
            self.desk.close()
        print("%d left to a person" % self.asked)
        print("rounds %d faults_hit %d violations %d seed %d"
              % (self.rounds, self.hits, len(self.violations), self.options.seed))
        return 1 if self.violations or not self.hits else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True, type=os.path.abspath)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(Campaign(parser.parse_args()).go())


if __name__ == "__main__":
    main()
