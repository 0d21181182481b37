#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Damages a store in one place a round and wants `motcua verify --all` to find and name it,
with every other dossier still good; then loses the database and wants the queue back.

usage: damage.py --build BUILD [--rounds N] [--seed S]
Flipped bits, cut, emptied, deleted and swapped files, in the database, manifests, pages, sealed
papers, proofs and receipts. Prints rounds, faults_hit, violations and seed.
"""

import argparse
import glob
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time



class Campaign:
    def __init__(self, build, seed):
        self.random = random.Random(seed)
        self.motcua = os.path.join(os.path.abspath(build), "motcua")
        self.build = os.path.abspath(build)
        self.work = tempfile.mkdtemp(prefix="motcua-damage-")
        self.store = self.work + "/store"
        os.environ["MOTCUA_KEY_FILE"] = self.work + "/station.key"
        self.violations = []
        self.rounds = self.hits = 0

    def run(self, *arguments):
        return subprocess.run([self.motcua, *arguments, "--store", self.store],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def violate(self, message, *arguments):
        self.violations.append(message % arguments)
        print("violation: " + self.violations[-1], file=sys.stderr)

    def fill(self, count):
        papers = self.work + "/papers"
        subprocess.run([self.build + "/tests/printer/printer", "--out", papers, "--seed", "7"],
                       check=True, stdout=subprocess.DEVNULL)
        for page in sorted(glob.glob(papers + "/*.png"))[:2 * count:2]:
            self.run("intake", "--procedure", "2.000815", page)

    def verify(self):
        """Names of what is wrong: (id, file)."""
        verified = self.run("verify", "--all", "--json")
        if verified.returncode == 0:
            return set()
        try:
            return {(v["id"], v["file"]) for v in json.loads(verified.stdout)["violations"]}
        except ValueError:
            self.violate("verify ends without an answer: %s", verified.stderr.strip())
            return set()

    def files(self):
        return sorted(path for path in glob.glob(self.store + "/**/*", recursive=True)
                      if os.path.isfile(path) and "/owners/" not in path)

    def damage(self, path):
        size = os.path.getsize(path)
        how = self.random.choice(["flip"] * 8 + ["cut", "empty", "delete"])
        with open(path, "rb") as file:
            data = bytearray(file.read())
        if how == "flip" and size > 0:
            data[self.random.randrange(size)] ^= 1 << self.random.randrange(8)
        elif how == "cut":
            data = data[:self.random.randrange(size)]
        else:
            data = data[:0]
        os.unlink(path)
        if how != "delete":
            with open(path, "wb") as file:
                file.write(data)
            os.chmod(path, 0o600)
        return how

    def owner(self, path):
        parts = os.path.relpath(path, self.store).split(os.sep)
        return parts[1] if parts[0] in ("dossiers", "keys") else None

    def round(self):
        self.rounds += 1
        path = self.random.choice(self.files())
        kept = self.work + "/kept"
        shutil.copy2(path, kept)
        how = self.damage(path)
        self.hits += 1
        name = os.path.relpath(path, self.store)
        found = self.verify()
        owner = self.owner(path)
        if not found:
            self.violate("%s of %s is not found", how, name)
        for dossier, file in found:
            if dossier is not None and owner not in (None, "station", dossier):
                self.violate("%s of %s is laid on %s (%s)", how, name, dossier, file)
        if os.path.exists(path):
            os.unlink(path)
        shutil.copy2(kept, path)

    def lose_database(self):
        before = {d["id"]: d["state"] for d in json.loads(self.run("queue", "list",
                                                                   "--json").stdout)}
        os.unlink(self.store + "/motcua.db")
        rebuilt = self.run("rebuild")
        if rebuilt.returncode != 0:
            self.violate("rebuild: %s", rebuilt.stderr.strip())
        after = {d["id"]: d["state"] for d in json.loads(self.run("queue", "list",
                                                                  "--json").stdout)}
        if before != after:
            self.violate("the queue is not as it was: %s, %s", before, after)
        if self.verify():
            self.violate("the rebuilt store is not sound")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--rounds", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    campaign = Campaign(options.build, options.seed)
    try:
        campaign.fill(2)
        if campaign.verify():
            campaign.violate("the store is not sound to begin with")
        for _ in range(options.rounds):
            campaign.round()
        campaign.lose_database()
    finally:
        shutil.rmtree(campaign.work)
    print("rounds=%d faults_hit=%d violations=%d seed=%d" % (
        campaign.rounds, campaign.hits, len(campaign.violations), options.seed))
    return 1 if campaign.violations else 0


if __name__ == "__main__":
    sys.exit(main())
