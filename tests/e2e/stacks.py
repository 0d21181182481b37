#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Stacks of paper that stop, that are fed in two passes, that are counted; files that people
bring; and a hand on the pages. By command line, on the hopper.

usage: stacks.py BUILD [unittest options]
"""
import json
import os
import subprocess
import sys
import unittest
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402
from practice import sha256  # noqa: E402

BUILD = sys.argv.pop(1)
ANY_PAPER = "2.000815"  # a procedure that takes any paper


def pdf(pages, signed=False, more=b""):
    """A plain PDF; signed: with what a signature looks like from outside."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Count %d/Kids[%s]>>"
               % (len(pages), b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    for i, text in enumerate(pages):
        content = b"BT /F1 40 Tf 72 700 Td (%s) Tj ET" % text
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
                       b"/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * i))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    if signed:
        objects.append(b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
                       b"/ByteRange[0 10 20 30]/Contents<00>>>")
    out = b"%PDF-1.7\n"
    for i, body in enumerate(objects):
        out += b"%d 0 obj\n%s\nendobj\n" % (i + 1, body)
    return out + more + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


class Stacks(unittest.TestCase):
    def setUp(self):
        self.desk = practice.Desk(BUILD, "stacks")
        self.addCleanup(self.desk.close)
        os.makedirs(self.desk.portal_dir, exist_ok=True)
        self.configure("adf")

    def configure(self, source):
        with open(self.desk.conf, "w", encoding="utf-8") as conf:
            conf.write("[station]\nid=0293-01\n[scan]\nsource=%s\nmode=gray\nresolution=75\n"
                       % source)

    def stack(self, name, labels, script=""):
        """A folder for the hopper: one page for each label, large enough to tell apart."""
        folder = self.desk.path(name)
        os.makedirs(folder)
        for i, label in enumerate(labels):
            subprocess.run(
                ["convert", "-size", "620x877", "xc:white", "-units", "PixelsPerInch",
                 "-density", "75", "-fill", "black", "-pointsize", "120", "-gravity",
                 "north", "-annotate", "+0+%d" % (60 + 37 * i % 400), label,
                 "%s/%03d.png" % (folder, i + 1)], check=True)
        if script:
            self.script(folder, script)
        return folder

    def script(self, folder, text):
        with open(folder + "/hopper.conf", "w", encoding="utf-8") as file:
            file.write(text + "\n")

    def prints(self, folder, source="adf"):
        """The SHA-256 of each page as it comes when nothing stops it."""
        out = self.desk.path("plain-" + os.path.basename(folder))
        done = self.desk.run("scan", "--device", "hopper:" + folder, "--source", source,
                             "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [sha256(out + "/" + name) for name in sorted(os.listdir(out))
                if name.endswith(".tif")]

    def intake(self, *arguments, procedure=True):
        begin = ["--procedure", ANY_PAPER] if procedure else []
        return self.desk.run("intake", *begin, *arguments)

    def opened(self):
        for dossier in self.desk.dossiers().values():
            if dossier["state"] == "open":
                return dossier["id"]
        raise AssertionError("no dossier is open")

    def pages(self, dossier):
        listed = self.desk.run("pages", "list", dossier, "--json")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        return json.loads(listed.stdout)

    def digests(self, dossier):
        return [page["sha256"] for page in self.pages(dossier)["pages"]]

    def manifest(self, dossier):
        out = self.desk.path("export-" + dossier)
        done = self.desk.run("export", dossier, "--out", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(out + "/manifest.json", encoding="utf-8") as file:
            return json.load(file)

    # --- a stack that stops ---------------------------------------------------------

    def stop_and_go_on(self, fault, source="adf", sides=1):
        labels = ["%02d" % (i + 1) for i in range(8 * sides)]
        folder = self.stack("stack", labels)
        whole = self.prints(folder, source)
        self.script(folder, "sheet 5 %s once" % fault)
        stopped = self.intake("--device", "hopper:" + folder)
        self.assertEqual(stopped.returncode, 1)
        self.assertIn("put sheet 5", stopped.stderr)
        self.assertIn("sheet 4 is the last that is safe", stopped.stderr)
        dossier = self.opened()
        self.assertEqual(self.digests(dossier), whole[:4 * sides])
        done = self.intake("--resume", dossier, "--device", "hopper:" + folder,
                           procedure=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        records = self.manifest(dossier)
        self.assertEqual([page["sha256"] for page in records["pages"]], whole)
        self.assertEqual(records["sheets"]["kept"], 8)
        self.assertEqual(records["sheets"]["fed"], 8)

    def test_jam(self):
        self.stop_and_go_on("= jam")

    def test_cover(self):
        self.stop_and_go_on("= cover")

    def test_unplugged_in_mid_page(self):
        self.stop_and_go_on("read = unplug")

    def test_jam_between_front_and_back(self):
        self.configure("duplex")
        self.stop_and_go_on("back = jam", "duplex", 2)

    def test_double_feed_is_accepted(self):
        folder = self.stack("stack", ["1", "2", "3", "4"])
        whole = self.prints(folder)
        self.script(folder, "sheet 2 = double-feed once")
        stopped = self.intake("--device", "hopper:" + folder)
        self.assertEqual(stopped.returncode, 1)
        self.assertIn("--accept-double", stopped.stderr)
        dossier = self.opened()
        done = self.intake("--resume", dossier, "--device", "hopper:" + folder,
                           "--accept-double", "ảnh dán", procedure=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        records = self.manifest(dossier)
        self.assertEqual([page["sha256"] for page in records["pages"]], whole)
        self.assertEqual(records["decisions"][0]["kind"], "double-feed-accepted")
        self.assertEqual(records["decisions"][0]["reason"], "ảnh dán")

    def test_killed_in_mid_stack(self):
        folder = self.stack("stack", ["%d" % i for i in range(1, 9)])
        whole = self.prints(folder)
        self.script(folder, "place = kept\npage-delay = 400")
        running = self.desk.start("intake", "--procedure", ANY_PAPER, "--device",
                                  "hopper:" + folder,
                                  env=dict(os.environ, MOTCUA_LOG="info"))
        for line in running.stderr:
            if "page 4 is stored" in line:
                break
        os.killpg(running.pid, 9)
        running.wait()
        running.stderr.close()
        running.stdout.close()
        dossier = self.opened()
        kept = len(self.digests(dossier))
        self.assertGreaterEqual(kept, 4)
        # A person lays the sheet on top that is asked for.
        for i in range(kept):
            os.remove("%s/%03d.png" % (folder, i + 1))
        self.script(folder, "")
        os.path.exists(folder + "/.hopper-state") and os.remove(folder + "/.hopper-state")
        done = self.intake("--resume", dossier, "--device", "hopper:" + folder,
                           procedure=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([page["sha256"] for page in self.manifest(dossier)["pages"]], whole)

    # --- two passes -----------------------------------------------------------------

    def test_two_passes(self):
        fronts = self.stack("fronts", ["f1", "f2", "f3"])
        backs = self.stack("backs", ["b3", "b2", "b1"])
        front, back = self.prints(fronts), self.prints(backs)
        first = self.intake("--device", "hopper:" + fronts, "--two-pass", "last")
        self.assertEqual(first.returncode, 1)
        dossier = self.opened()
        self.assertEqual(self.intake("--resume", dossier, procedure=False).returncode, 1)
        done = self.intake("--resume", dossier, "--device", "hopper:" + backs, "--two-pass",
                           "last", procedure=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([page["sha256"] for page in self.manifest(dossier)["pages"]],
                         [front[0], back[2], front[1], back[1], front[2], back[0]])

    def test_passes_that_differ(self):
        fronts = self.stack("fronts", ["f1", "f2", "f3"])
        backs = self.stack("backs", ["b1", "b2"])
        uneven = self.intake("--device", "hopper:" + fronts, "--two-pass", "first",
                             "--backs-device", "hopper:" + backs, "--sheets", "3")
        self.assertEqual(uneven.returncode, 1)
        self.assertRegex(uneven.stderr, "3 mặt trước.* 2 mặt sau")
        dossier = self.opened()
        self.assertEqual(len(self.digests(dossier)), 5)
        undone = self.desk.run("pages", "undo", dossier)
        self.assertEqual(undone.returncode, 0, undone.stderr)
        self.assertIn("2 pages", undone.stdout)
        self.assertEqual(len(self.digests(dossier)), 3)

    # --- counting -------------------------------------------------------------------

    def test_counted_sheets(self):
        folder = self.stack("stack", ["1", "2", "3"])
        short = self.intake("--device", "hopper:" + folder, "--sheets", "4")
        self.assertEqual(short.returncode, 1)
        self.assertIn("Khai 4 tờ nhưng mới quét 3 tờ", short.stderr)
        dossier = self.opened()
        more = self.stack("more", ["4", "5"])
        long = self.intake("--resume", dossier, "--device", "hopper:" + more,
                           procedure=False)
        self.assertIn("thừa 1 tờ", long.stderr)
        self.desk.run("pages", "remove", dossier, "5")
        done = self.intake("--resume", dossier, procedure=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        records = self.manifest(dossier)
        self.assertEqual((records["sheets"]["declared"], records["sheets"]["fed"],
                          records["sheets"]["kept"]), (4, 5, 4))
        self.assertEqual(len(records["removed"]), 1)
        self.assertEqual(self.desk.run("verify", "--all").returncode, 0)

    # --- a hand on the pages --------------------------------------------------------

    def test_replace_and_insert(self):
        folder = self.stack("stack", ["1", "2", "3"])
        one = self.stack("one", ["9"])
        stopped = self.intake("--device", "hopper:" + folder, "--sheets", "9")
        self.assertEqual(stopped.returncode, 1)
        dossier = self.opened()
        before = self.digests(dossier)
        new = self.prints(one)[0]
        for act, expected in (
                (("replace", dossier, "2", "--device", "hopper:" + one),
                 [before[0], new, before[2]]),
                (("insert", dossier, "1", one + "/001.png"), None),
                (("move", dossier, "4", "1"), None),
                (("turn", dossier, "2", "90"), None),
                (("remove", dossier, "3"), None)):
            done = self.desk.run("pages", *act)
            self.assertEqual(done.returncode, 0, done.stderr)
            if expected:
                self.assertEqual(self.digests(dossier), expected)
        listed = self.pages(dossier)
        self.assertEqual(listed["pages"][1]["turn"], 90)
        self.assertEqual([page["sha256"] for page in listed["removed"]
                          if page["replaced_by"]], [before[1]])
        for _ in range(5):
            self.assertEqual(self.desk.run("pages", "undo", dossier).returncode, 0)
        self.assertEqual(self.digests(dossier), before)
        self.assertEqual(self.desk.run("pages", "redo", dossier).returncode, 0)
        self.assertEqual(self.digests(dossier), [before[0], new, before[2]])

    def test_the_same_sheet_twice(self):
        folder = self.stack("stack", ["1"])
        page = folder + "/001.png"
        done = self.intake(page, page)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("page 2 looks like page 1", done.stderr)

    # --- files that people bring ----------------------------------------------------

    def write(self, name, data):
        path = self.desk.path(name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def test_files(self):
        folder = self.stack("stack", ["A", "B"])
        tiff = self.desk.path("two.tif")
        subprocess.run(["convert", folder + "/001.png", folder + "/002.png", tiff],
                       check=True)
        plain = self.write("plain.pdf", pdf([b"Mot", b"Hai", b"Ba"]))
        signed = self.write("signed.pdf", pdf([b"Ky so"], signed=True))
        done = self.intake(tiff, plain, signed, "--sheets", "6")
        self.assertEqual(done.returncode, 0, done.stderr)
        records = self.manifest(done.stdout.strip())
        self.assertEqual([page["leaf"] for page in records["pages"]], [0, 1, 0, 1, 2, 0])
        self.assertEqual([page["sha256"] for page in records["pages"]],
                         [sha256(tiff)] * 2 + [sha256(plain)] * 3 + [sha256(signed)])
        self.assertEqual(records["papers"][-1]["sha256"], sha256(signed))
        self.assertEqual(self.desk.run("verify", "--all").returncode, 0)

    def test_hostile_pdfs(self):
        bomb = zlib.compress(zlib.compress(b" " * 50_000_000, 9), 9)
        hostile = {
            "script.pdf": (pdf([b"JS"]).replace(
                b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
                True),
            "launch.pdf": (pdf([b"Run"]).replace(
                b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/Launch/F(/bin/sh)>>"), True),
            "locked.pdf": (pdf([b"X"]).replace(
                b"<</Root 1 0 R>>", b"<</Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard"
                b"/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>>>" % (b"01" * 32, b"02" * 32)), False),
            "loop.pdf": (b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                         b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
                         b"trailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n", False),
            "bomb.pdf": (b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                         b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type"
                         b"/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
                         b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\n"
                         b"endstream endobj\ntrailer<</Root 1 0 R>>\n" % (len(bomb), bomb),
                         None),
        }
        for name, (data, drawn) in hostile.items():
            path = self.write(name, data)
            taken = self.intake(path)
            if drawn:
                self.assertEqual(taken.returncode, 0, name + taken.stderr)
            else:
                self.assertEqual(taken.returncode, 1, name)
                self.assertNotIn("Traceback", taken.stderr)
            if drawn is False:
                self.assertIn("PDF", taken.stderr, name)


if __name__ == "__main__":
    unittest.main()
