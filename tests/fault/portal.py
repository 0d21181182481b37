#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Portals that lose answers and lines that break: exactly once, and not sent twice.

usage: portal.py --build DIR [--count N] [--lost PERCENT] [--cuts N] [--size BYTES]
                 [--seed S] [--only FORMAT,...]

For each format, N dossiers go to the practice portal, which loses the given share of its
answers after it has done what was asked. In the end each dossier is accepted, stands there
once and with exactly its files, and the requests are at most 1.3 times those of a portal
that loses none. Then a file of SIZE goes by tus over a line that is cut at N random places,
with every other cut the sender is killed, too: to the practice portal (which checks each
stretch) and, where npm can fetch it, to @tus/server. At most 1.1 times the size is sent.

Prints rounds, faults that hit, violations and the seed that repeats the run. Exit status 1
for violations.
"""
import argparse
import collections
import glob
import json
import os
import random
import re
import signal
import subprocess
import sys
import time

if os.path.isdir("/dev/shm"):
    os.environ["TMPDIR"] = "/dev/shm"  # what is tried here is not the disk
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import cutter  # noqa: E402
import practice  # noqa: E402

FORMATS = ["practice", "dvcqg", "dvcqg-plain", "sixstep", "igate", "sixstep-tus"]
COMMITS = ["create", "submit", "file", "progress", "mark", "number", "upload"]
PAPERS = 2
MOST_REQUESTS = 1.3
MOST_SENT = 1.1
FEW = 50  # of so many dossiers no share can be told
SMALL = 10_000_000  # in so small a file, handshakes weigh more than what is lost
TUS_PACKAGES = ["@tus/server@2.4.5", "@tus/file-store@2.1.1"]


class Campaign:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.rounds = self.hits = 0
        self.violations = []

    def violate(self, what):
        self.violations.append(what)
        print("VIOLATION:", what, flush=True)

    def desk(self, name):
        return practice.Desk(self.options.build, name)

    def stock(self, desk, portal, count, papers, noise_px):
        made = subprocess.run([self.options.build + "/tests/stock", desk.store, portal,
                               str(count), str(papers), str(noise_px)], check=True,
                              stdout=subprocess.PIPE, text=True)
        return made.stdout.split()

    # --- lost answers -----------------------------------------------------------

    @staticmethod
    def requests(desk):
        """Requests that came, and answers that were lost, by the portal's own book."""
        ended = lost = 0
        with open(desk.portal_dir + "/ledger.jsonl", encoding="utf-8") as book:
            for line in book:
                entry = json.loads(line)
                ended += entry["event"] in ("answered", "unanswered")
                lost += entry.get("fault") == "lost" and entry["event"] == "unanswered"
        return ended, lost

    def send(self, portal, count, faults):
        """Sends `count` dossiers; requests, lost answers, and the desk, still open."""
        desk = self.desk("portal")
        desk.start_portal("--seed", str(self.random.randrange(1 << 30)), *faults)
        self.stock(desk, portal, count, PAPERS, 0)
        subprocess.run(desk.command("upload", "--drain"), stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return (*self.requests(desk), desk)

    def check(self, portal, desk, count):
        """Each accepted, once, with its files; nothing else there."""
        held = collections.Counter()
        files = {}
        for filings in desk.filings().values():
            for filing, _ in filings:
                for key in {filing["referenceUid"], filing["dossierNo"]}:
                    held[key] += 1
                    files[key] = sorted(file["sha256"] for file in filing["files"])
        dossiers = desk.dossiers()
        if len(dossiers) != count:
            self.violate("%s: %d of %d dossiers in the store" % (portal, len(dossiers), count))
        for dossier in dossiers.values():
            code = dossier["portal_code"]
            if dossier["state"] != "accepted":
                self.violate("%s: %s is %s: %s" % (portal, dossier["id"], dossier["state"],
                                                   dossier["last_answer"]))
            elif held[code] != 1:
                self.violate("%s: %s stands there %d times" % (portal, code, held[code]))
        there = sum(len(filings) for filings in desk.filings().values())
        if there != count:
            self.violate("%s: the portal holds %d dossiers, not %d" % (portal, there, count))
        for id in list(dossiers)[:50]:  # whole, by sample: the rest was compared on the way
            shown = json.loads(desk.run("queue", "show", id, "--json").stdout)
            shown = shown[0] if isinstance(shown, list) else shown
            ours = sorted(file["sha256"] for file in shown["files"])
            if files.get(shown["portal_code"]) != ours:
                self.violate("%s: %s holds other files" % (portal, id))

    def lose_answers(self, portal):
        count = self.options.count
        faults = [word for stage in COMMITS
                  for word in ("--fault", "lost@%s%%%d" % (stage, self.options.lost))]
        began = time.time()
        one, _, desk = self.send(portal, 1, [])
        desk.close()
        two, _, desk = self.send(portal, 2, [])
        desk.close()
        needed = one + (two - one) * (count - 1)
        came, lost, desk = self.send(portal, count, faults)
        try:
            self.check(portal, desk, count)
        finally:
            desk.close()
        ratio = came / needed
        if ratio > MOST_REQUESTS and count >= FEW:
            self.violate("%s: %.2f times the needed requests" % (portal, ratio))
        self.rounds += count
        self.hits += lost
        print("%-12s %6d dossiers, %6d answers lost, %.3f times the needed requests, %.0f s"
              % (portal, count, lost, ratio, time.time() - began), flush=True)

    # --- broken lines -----------------------------------------------------------

    def point(self, desk, name, port, url):
        """A portal of the settings whose uploads go through `port`."""
        with open(desk.conf, encoding="utf-8") as conf:
            text = conf.read()
        group = re.search(r"\[portal practice-tus\]\n(.*?)(?=\n\[)", text, re.S)[1]
        group = re.sub(r"tus_url=.*", "tus_url=https://127.0.0.1:%d%s" % (port, url), group)
        path = desk.path(name + ".conf")
        for key in ("ca_file", "client_cert", "client_key", "secret_file"):
            group = re.sub(r"%s=(.*)" % key, r"%s=%s/\1" % (key, desk.portal_dir), group)
        with open(path, "w", encoding="utf-8") as conf:
            conf.write("[portal %s]\n%s\n[route]\ndefault=%s\n" % (name, group, name))
        return path

    def ferry(self, desk, name, conf, line):
        """Runs the upload, killed with every other cut, until it is whole."""
        tries = 0
        answer = ""
        while tries < 4 * self.options.cuts + 20:
            tries += 1
            ferry = subprocess.Popen([self.options.build + "/tests/ferry", desk.store, conf,
                                      name], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                     text=True)

            def kill():
                if line.cuts % 2 == 0:
                    ferry.send_signal(signal.SIGKILL)

            line.on_cut = kill
            answer, said = ferry.communicate()
            if ferry.returncode == 0:
                return answer
            if ferry.returncode == 3:
                self.violate("%s: %s" % (name, said.strip()))
                return answer
        self.violate("%s: not whole after %d tries" % (name, tries))
        return answer

    def cut_line(self, name, target, url, desk):
        noise_px = int((self.options.size / 0.75) ** 0.5)
        self.stock(desk, name, 1, 1, noise_px)
        files = [path for path in glob.glob(desk.store + "/dossiers/*/sealed/*")
                 if not path.endswith("manifest.json")]
        size = sum(os.path.getsize(path) for path in files)
        offsets = [self.random.randrange(size) for _ in range(self.options.cuts)]
        line = cutter.Cutter(target, offsets)
        conf = self.point(desk, name, line.port, url)
        answer = self.ferry(desk, name, conf, line)
        line.close()
        if "tus sha256" not in answer:
            self.violate("%s: no proof: %r" % (name, answer))
        ratio = line.sent / size
        if ratio > MOST_SENT and size >= SMALL:
            self.violate("%s: sent %.3f times the size" % (name, ratio))
        self.rounds += 1
        self.hits += line.cuts
        print("%-12s %d bytes, cut at %d places, sent %.3f times the size"
              % (name, size, line.cuts, ratio), flush=True)

    def cut_practice(self):
        desk = self.desk("cut")
        try:
            desk.start_portal()
            with open(desk.conf, encoding="utf-8") as conf:
                port = int(re.search(r"https://127\.0\.0\.1:(\d+)/", conf.read())[1])
            self.cut_line("checked-tus", port, "/tus", desk)
        finally:
            desk.close()

    def find_tus_server(self):
        """The folder with @tus/server, installed into the build on the first run."""
        folder = os.path.join(self.options.build, "npm")
        if os.path.isdir(folder + "/node_modules/@tus/server"):
            return folder
        os.makedirs(folder, exist_ok=True)
        try:
            subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder,
                            *TUS_PACKAGES], check=True, timeout=60,
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        except FileNotFoundError:
            print("skipped @tus/server: npm is not installed")
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            print("skipped @tus/server: npm cannot reach its registry")
        return folder if os.path.isdir(folder + "/node_modules/@tus/server") else None

    def cut_real(self):
        modules = self.find_tus_server()
        if modules is None:
            return
        desk = self.desk("real")
        server = None
        try:
            desk.start_portal()  # for its certificates
            os.mkdir(desk.path("uploads"))
            script = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                  "tusserver.mjs")
            server = subprocess.Popen(["node", script, modules, desk.portal_dir,
                                       desk.path("uploads")], stdout=subprocess.PIPE,
                                      text=True)
            port = int(server.stdout.readline().split()[1])
            self.cut_line("real-tus", port, "/files", desk)
        finally:
            if server is not None:
                server.kill()
                server.wait()
                server.stdout.close()
            desk.close()

    def run(self):
        for portal in self.options.only.split(",") if self.options.only else FORMATS:
            self.lose_answers(portal)
        if self.options.cuts:
            self.cut_practice()
            self.cut_real()
        print("rounds %d faults_hit %d violations %d seed %d"
              % (self.rounds, self.hits, len(self.violations), self.options.seed))
        return 1 if self.violations or not self.hits else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True, type=os.path.abspath)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--lost", type=int, default=20)
    parser.add_argument("--cuts", type=int, default=50)
    parser.add_argument("--size", type=int, default=20_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    sys.exit(Campaign(parser.parse_args()).run())


if __name__ == "__main__":
    main()
