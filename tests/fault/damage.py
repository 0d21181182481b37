#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Damages a store and wants `motcua verify --all` to find and name every place of it, with
every other dossier still good; then loses the database and wants the queue back.

usage: damage.py --build BUILD [--flips N] [--seed S]

One run of the program looks at many faults at once, never two in one dossier: a bit flipped in
a file of each of some dossiers (raw pages, readings, page images, sealed papers, manifests,
proofs, receipts, words of a person, keys), or bits flipped in some pages of the database.
Between these come files that are cut, extended, zeroed, emptied,
deleted and swapped. Every fault must be told with its dossier and file, or with the number of
the database's page; no other dossier may be accused, and one of them is taken out and its
papers compared with what was sealed. Prints a table, then flips, faults, violations and seed.
"""
import argparse
import collections
import filecmp
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402

PROCEDURE = "2.000815"  # takes any paper
DATABASE = "motcua.db"
DATABASE_PAGE = 4096
OTHER_DAMAGE = ["cut", "extended", "zeroed", "emptied", "deleted", "swapped"]
DATABASE_RUNS = 8    # of a hundred runs
OTHER_SHARE = 0.08   # of faults that are no flipped bit
DAMAGED_SHARE = 0.7  # of dossiers in a run
EXPORT_EVERY = 10    # runs
REBUILD_EVERY = 4    # runs with a damaged database


class Damage(practice.Desk):
    def __init__(self, build, seed):
        super().__init__(build, "damage")
        self.random = random.Random(seed)
        self.sound = self.path("sound")  # the store as it was
        self.violations = []
        self.flips = self.faults = self.runs = self.database_runs = 0
        self.table = collections.Counter()

    def violate(self, message, *arguments):
        self.violations.append(message % arguments)
        print("violation: " + self.violations[-1], file=sys.stderr, flush=True)

    # --- a store with dossiers of every kind --------------------------------------------

    def stock(self, count, papers):
        told = subprocess.run([self.build + "/tests/stock", self.store, "practice", str(count),
                               str(papers), "0"], stdout=subprocess.PIPE, text=True, check=True)
        return told.stdout.split()

    def fill(self, each):
        self.start_portal()
        self.stock(each, 2)
        page = sorted(glob.glob(self.print_papers(
            "papers", "--seed", "5", "--pages", "1", "--dpi", "100") + "/*.png"))[0]
        self.run("intake", "--procedure", PROCEDURE, page)
        self.run("upload", "--drain")
        self.stop_portal()
        self.stock(each, 3)
        self.run("queue", "hold", *self.stock(each // 2 + 1, 1))
        self.run("queue", "withdraw", *self.stock(each // 2 + 1, 1))
        self.states = {id: d["state"] for id, d in self.dossiers().items()}
        shutil.copytree(self.store, self.sound)
        self.files = collections.defaultdict(list)  # id -> names below the store
        for path in sorted(glob.glob(self.sound + "/**/*", recursive=True)):
            name = os.path.relpath(path, self.sound)
            parts = name.split(os.sep)
            if os.path.isfile(path) and parts[0] in ("dossiers", "keys"):
                self.files[parts[1]].append(name)
        self.station = self.files.pop("station", [])
        states = collections.Counter(self.states.values())
        print("store: %d dossiers (%s), %d files" % (
            len(self.states), ", ".join("%d %s" % (n, s) for s, n in sorted(states.items())),
            sum(map(len, self.files.values()))), flush=True)

    # --- damage -------------------------------------------------------------------------

    def write(self, name, data):
        path = os.path.join(self.store, name)
        if os.path.exists(path):
            os.unlink(path)
        with open(path, "wb") as file:
            file.write(data)
        os.chmod(path, 0o600)

    def read(self, name):
        with open(os.path.join(self.sound, name), "rb") as file:
            return bytearray(file.read())

    def flip(self, data, start=0, end=None):
        at = self.random.randrange(start, end or len(data))
        data[at] ^= 1 << self.random.randrange(8)

    def harm(self, name, how, other):
        """Does it to the file; @other is the file it is swapped with."""
        data = self.read(name)
        if how == "flip":
            self.flip(data)
        elif how == "cut":
            data = data[:self.random.randrange(len(data))]
        elif how == "extended":
            data += self.random.randbytes(self.random.choice([1, 17, 512, 4096]))
        elif how == "zeroed":
            at = self.random.randrange(len(data)) // 512 * 512
            some = len(data[at:at + 512])
            if not any(data[at:at + some]):
                at, some = 0, len(data)
            data[at:at + some] = bytes(some)
        elif how == "emptied":
            data = b""
        elif how == "swapped":
            self.write(other, data)
            data = self.read(other)
        if how == "deleted":
            os.unlink(os.path.join(self.store, name))
        else:
            self.write(name, data)

    def kind(self, name):
        base = os.path.basename(name)
        if name.startswith("keys/"):
            return "key"
        return base if base in ("manifest.json", "proof.json", "receipt.txt", "standing") \
            else os.path.splitext(base)[1][1:]

    def damage_files(self):
        """Damages some dossiers in one file each: id -> (name, how)."""
        done = {}
        ids = [id for id in self.files if self.random.random() < DAMAGED_SHARE]
        self.random.shuffle(ids)
        while ids:
            id = ids.pop()
            name, how = self.random.choice(self.files[id]), "flip"
            if self.random.random() < OTHER_SHARE:
                how = self.random.choice(OTHER_DAMAGE)
            other = None
            if how == "swapped" and not ids:
                how = "cut"
            if how == "swapped":
                partner = ids.pop()
                other = self.random.choice(
                    [n for n in self.files[partner] if self.kind(n) == self.kind(name)]
                    or self.files[partner])
                done[partner] = (other, how)
            self.harm(name, how, other)
            done[id] = (name, how)
        return done

    def damage_pages(self):
        """Flips bits in some pages of the database; their numbers."""
        data = self.read(DATABASE)
        pages = self.random.sample(range(len(data) // DATABASE_PAGE),
                                   self.random.choice([1, 1, 2, 8]))
        for page in pages:
            self.flip(data, page * DATABASE_PAGE, (page + 1) * DATABASE_PAGE)
        self.write(DATABASE, data)
        return [page + 1 for page in pages]

    def restore(self, names):
        for name in names:
            self.write(name, self.read(name))

    # --- looking ------------------------------------------------------------------------

    def verify(self):
        """(id, file, sentence) of all that is wrong."""
        told = self.run("verify", "--all", "--json")
        try:
            found = [(v["id"], v["file"], v["what"])
                     for v in json.loads(told.stdout)["violations"]]
        except ValueError:
            self.violate("verify ends without an answer: %s", told.stderr.strip())
            return []
        if (told.returncode == 0) != (found == []):
            self.violate("verify ends with %d and tells %d", told.returncode, len(found))
        return found

    def is_named(self, id, name, found):
        file = "key" if name.startswith("keys/") else os.path.basename(name)
        return any(found_id == id and found_file == file for found_id, found_file, _ in found)

    def check_files(self, done):
        found = self.verify()
        for id, (name, how) in done.items():
            self.table[self.kind(name), how] += 1
            self.faults += 1
            self.flips += how == "flip"
            if not self.is_named(id, name, found):
                self.violate("%s %s is not named: %s", how, name,
                             [f for f in found if f[0] == id])
        for id, file, what in found:
            if id not in done and not any(i in what for i in done):
                self.violate("%s %s is accused: %s (damaged: %s)", id, file, what, done)

    def check_undamaged(self, done):
        """One that is not damaged is taken out, whole."""
        whole = [id for id in self.files if id not in done]
        id = self.random.choice(whole) if whole else None
        if id is None:
            return
        out = self.path("taken")
        taken = self.run("export", id, "--out", out)
        papers = sorted(glob.glob(out + "/**/*.pdf", recursive=True))
        if taken.returncode != 0 or not papers:
            self.violate("%s does not come out beside others' damage: %s", id, taken.stderr)
        kept = self.path("papers-of", id)
        if not os.path.isdir(kept):
            shutil.copytree(out, kept)
        for paper in papers:
            if not filecmp.cmp(paper, os.path.join(kept, os.path.relpath(paper, out)), False):
                self.violate("%s comes out changed", paper)
        shutil.rmtree(out, ignore_errors=True)

    def run_files(self):
        done = self.damage_files()
        self.check_files(done)
        if self.runs % EXPORT_EVERY == 0:
            self.check_undamaged(done)
        self.restore(name for name, _ in done.values())

    def run_database(self):
        pages = self.damage_pages()
        found = self.verify()
        told = {int(n) for _, _, what in found for n in re.findall(r"\bPage (\d+) of", what)}
        self.faults += len(pages)
        self.flips += len(pages)
        self.table["database", "flip"] += len(pages)
        for page in pages:
            if page not in told:
                self.violate("page %d of the database is not named: %s", page, found)
        for page in told.difference(pages):
            self.violate("page %d of the database is accused", page)
        for id, file, what in found:
            if id is not None and file != DATABASE:
                self.violate("%s %s is accused: %s (damaged: database)", id, file, what)
        self.database_runs += 1
        if self.database_runs % REBUILD_EVERY == 0:
            self.rebuild()
        self.restore([DATABASE])

    # --- the database lost --------------------------------------------------------------

    def rebuild(self):
        rebuilt = self.run("rebuild")
        if rebuilt.returncode != 0:
            self.violate("rebuild: %s", rebuilt.stderr.strip())
            return
        states = {id: d["state"] for id, d in self.dossiers().items()}
        if states != self.states:
            self.violate("the queue is not as it was: %s, %s", self.states, states)
        if self.verify():
            self.violate("the rebuilt store is not sound")
        for old in glob.glob(os.path.join(self.store, DATABASE + ".damaged-*")):
            os.unlink(old)

    def lose_database(self):
        os.unlink(os.path.join(self.store, DATABASE))
        self.rebuild()


def play(desk, flips, each):
    desk.fill(each)
    if desk.verify():
        desk.violate("the store is not sound to begin with: %s", desk.verify())
        return
    began = time.monotonic()
    while desk.flips < flips and len(desk.violations) < 20:
        desk.runs += 1
        if desk.runs % 100 < DATABASE_RUNS:
            desk.run_database()
        else:
            desk.run_files()
        if desk.runs % 200 == 0:
            print("%d runs, %d flips, %.0f s" % (desk.runs, desk.flips,
                                                 time.monotonic() - began), flush=True)
    if desk.verify():
        desk.violate("the store is not sound at the end")
    desk.lose_database()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--flips", type=int, default=20000)
    parser.add_argument("--dossiers", type=int, default=8, help="of each of the larger kinds")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    desk = Damage(options.build, options.seed)
    try:
        play(desk, options.flips, options.dossiers)
    finally:
        desk.close()
    for (kind, how), count in sorted(desk.table.items()):
        print("%-14s %-9s %6d" % (kind, how, count))
    print("runs=%d flips=%d faults=%d violations=%d seed=%d" % (
        desk.runs, desk.flips, desk.faults, len(desk.violations), options.seed))
    return 1 if desk.violations else 0


if __name__ == "__main__":
    sys.exit(main())
