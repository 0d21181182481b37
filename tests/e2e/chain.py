#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The whole way by command line, on genuine SANE, Tesseract, SQLite, libcurl and TLS.

usage: chain.py BUILD [unittest options]
"""
import glob
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402
from practice import sha256  # noqa: E402

BUILD = sys.argv.pop(1)
ANY_PAPER = "2.000815"  # a procedure that takes any paper


def pdf_text(path):
    return subprocess.run(["pdftotext", path, "-"], check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def huge_tiff(width, height):
    """A few bytes that claim a great picture."""
    tags = [(256, width), (257, height), (258, 8), (259, 32773), (262, 1), (273, 8),
            (277, 1), (278, height), (279, 16)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return (b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + bytes(16))


class Chain(unittest.TestCase):
    """The demo dossier, from the scanner to the receipt."""

    @classmethod
    def setUpClass(cls):
        cls.desk = practice.Desk(BUILD, "chain")
        cls.addClassCleanup(cls.desk.close)
        cls.papers = cls.desk.print_papers("papers", "--seed", "11")
        cls.desk.start_portal()
        with open(cls.papers + "/truth/manifest.json", encoding="utf-8") as file:
            cls.truth = json.load(file)
        cls.taken = cls.desk.run("intake", "--procedure", "2.000986", "--device",
                                 "hopper:" + cls.papers,
                                 env=dict(os.environ, MOTCUA_LOG="debug"))
        cls.sent = cls.desk.run("upload", "--drain", env=dict(os.environ, MOTCUA_LOG="debug"))
        cls.id = cls.taken.stdout.strip()
        cls.dossier = cls.desk.dossiers().get(cls.id, {})

    def test_accepted(self):
        self.assertEqual(self.taken.returncode, 0, self.taken.stderr)
        self.assertEqual(self.sent.returncode, 0, self.sent.stderr)
        self.assertRegex(self.id, r"^[0-9a-f-]{36}$")
        self.assertEqual(self.dossier["state"], "accepted")
        self.assertIn("sha256", self.dossier["proof"])
        self.assertTrue(self.dossier["portal_id"])

    def test_every_side_is_there(self):
        self.assertEqual(self.dossier["scanned_pages"], len(self.truth))
        content = sum(not page["blank"] for page in self.truth)
        self.assertEqual(sum(file["pages"] for file in self.dossier["files"]), content)

    def test_papers_are_recognised(self):
        wanted = {page["fields"]["document_type"] for page in self.truth
                  if page["fields"].get("document_type")}
        self.assertEqual({file["paper"] for file in self.dossier["files"]}, wanted)

    def test_portal_holds_our_bytes(self):
        filing, folder = self.desk.filings()[self.id][0]
        self.assertEqual(len(self.desk.filings()), 1)
        held = sorted(sha256(path) for path in glob.glob(folder + "/*.pdf"))
        self.assertEqual(held, sorted(file["sha256"] for file in self.dossier["files"]))

    def test_sealed_files_are_valid(self):
        sealed = self.desk.export(self.id, "valid")
        for file in self.dossier["files"]:
            path = os.path.join(sealed, file["name"])
            self.assertEqual(sha256(path), file["sha256"])
            self.assertEqual(os.path.getsize(path), file["size_bytes"])
            subprocess.run(["qpdf", "--check", path], check=True, stdout=subprocess.DEVNULL)
            if file["paper"] == "tk_khai_sinh":
                self.assertIn("KHAI SINH", pdf_text(path))

    def test_receipt_names_all(self):
        folder = self.desk.export(self.id, "receipt")
        with open(folder + "/receipt.txt", encoding="utf-8") as file:
            receipt = file.read()
        self.assertIn(self.dossier["portal_code"], receipt)
        for file in self.dossier["files"]:
            self.assertIn(file["sha256"][:8], receipt)

    def test_verify(self):
        verified = self.desk.run("verify", "--all", "--json")
        self.assertEqual(verified.returncode, 0, verified.stdout)
        # The manifest and its papers; of each side the scan, its image and what was read;
        # the receipt and the proof.
        self.assertEqual(json.loads(verified.stdout)["files"],
                         1 + len(self.dossier["files"]) + 3 * len(self.truth) + 2)

    def test_verify_finds_one_flipped_bit(self):
        copy = self.desk.path("flipped")
        shutil.copytree(self.desk.store, copy)
        victim = os.path.join(copy, "dossiers", self.id, "sealed",
                              self.dossier["files"][0]["name"])
        os.chmod(victim, 0o600)
        with open(victim, "r+b") as file:
            file.seek(os.path.getsize(victim) // 2)
            byte = file.read(1)[0]
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte ^ 4]))
        verified = subprocess.run([self.desk.motcua, "verify", "--all", "--json", "--store",
                                   copy], stdout=subprocess.PIPE, text=True)
        self.assertEqual(verified.returncode, 1)
        self.assertEqual(json.loads(verified.stdout)["violations"][0]["file"],
                         self.dossier["files"][0]["name"])

    def test_logs_hold_no_person(self):
        """The most talkative logs of every process say nothing of the people."""
        said = self.taken.stderr + self.sent.stderr + self.sent.stdout
        for page in self.truth:
            for name, value in page["fields"].items():
                if name != "document_type" and len(value) > 5:
                    self.assertNotIn(value.splitlines()[0], said)

    def test_values_agree_with_the_papers(self):
        """Exact sources must be exact; the others are the benchmark's business."""
        shown = self.desk.run("queue", "show", self.id).stdout
        card = next(page for page in self.truth
                    if page["fields"].get("document_type") == "the_can_cuoc")
        self.assertIn(card["fields"]["id_number"], shown)

    def test_summary_can_be_read(self):
        shown = self.desk.run("queue", "show", self.id).stdout
        for word in (self.dossier["portal_code"], "accepted", "Took", "Receipt"):
            self.assertIn(word, shown)


class Incomplete(unittest.TestCase):
    def setUp(self):
        self.desk = practice.Desk(BUILD, "incomplete")
        self.addCleanup(self.desk.close)
        self.desk.start_portal()

    def test_names_what_is_missing_and_goes_on(self):
        form = self.desk.print_papers("form", "--pages", "1", "--kinds", "tk_khai_sinh")
        notice = self.desk.print_papers("notice", "--pages", "1", "--kinds",
                                        "giay_chung_sinh")
        taken = self.desk.run("intake", "--procedure", "1.001193", form + "/001.png")
        self.assertEqual(taken.returncode, 1)
        self.assertEqual(taken.stdout, "")
        self.assertIn("TP02", taken.stderr)
        self.assertIn("--resume", taken.stderr)
        opened = next(iter(self.desk.dossiers().values()))
        self.assertEqual(opened["state"], "open")
        resumed = self.desk.run("intake", "--resume", opened["id"], notice + "/001.png")
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertEqual(self.desk.dossiers()[opened["id"]]["state"], "queued")

    def test_a_person_may_waive(self):
        form = self.desk.print_papers("form", "--pages", "1", "--kinds", "tk_khai_sinh")
        taken = self.desk.run("intake", "--procedure", "1.001193", "--waive",
                              "TP02=nộp sau", form + "/001.png")
        self.assertEqual(taken.returncode, 0, taken.stderr)
        folder = self.desk.export(taken.stdout.strip(), "waived")
        with open(folder + "/manifest.json", encoding="utf-8") as file:
            self.assertIn("nộp sau", file.read())


class BadImages(unittest.TestCase):
    """One clear message each; the good page beside them is read all the same."""

    @classmethod
    def setUpClass(cls):
        cls.desk = practice.Desk(BUILD, "images")
        cls.addClassCleanup(cls.desk.close)
        cls.desk.start_portal()
        cls.good = cls.desk.print_papers("good", "--pages", "1", "--kinds", "ct01",
                                         "--dpi", "150") + "/001.png"

    def write(self, name, data):
        path = self.desk.path(name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def bad_files(self):
        with open(self.good, "rb") as file:
            whole = file.read()
        return {
            "empty.png": b"",
            "text.png": b"this is not a picture\n" * 20,
            "truncated.png": whole[: len(whole) // 2],
            "header.png": whole[:24],
            "huge.tif": huge_tiff(60000, 60000),
            "gif.png": b"GIF89a" + bytes(200),
            "ff.jpg": b"\xff" * 500,
        }

    def test_read_names_each(self):
        out = self.desk.path("out")
        paths = [self.write(name, data) for name, data in self.bad_files().items()]
        ran = self.desk.run("read", "--out", out, *paths, self.good)
        self.assertEqual(ran.returncode, 1)
        for path in paths:
            lines = [line for line in ran.stderr.splitlines() if path in line]
            self.assertEqual(len(lines), 1, ran.stderr)
        self.assertTrue(os.path.exists(out + "/001.json"))
        self.assertEqual(sorted(os.listdir(out)), ["001.json", "001.pdf", "001.txt"])

    def test_missing_file(self):
        ran = self.desk.run("read", "--out", self.desk.path("out2"), "/nowhere/x.png")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("/nowhere/x.png", ran.stderr)

    def test_intake_keeps_the_dossier(self):
        bad = self.write("bad.png", b"this is not a picture\n" * 20)
        taken = self.desk.run("intake", "--procedure", ANY_PAPER, self.good, bad)
        self.assertEqual(taken.returncode, 1)
        self.assertEqual(taken.stdout, "")
        opened = next(iter(self.desk.dossiers().values()))
        self.assertEqual((opened["state"], opened["scanned_pages"]), ("open", 2))
        self.assertIn("--waive page-N", taken.stderr)
        resumed = self.desk.run("intake", "--resume", opened["id"], "--waive",
                                "page-2=không phải ảnh")
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertEqual(self.desk.dossiers()[opened["id"]]["state"], "queued")
        self.assertEqual(self.desk.run("verify", "--all").returncode, 0)

    def test_intake_of_nothing_leaves_nothing_open(self):
        taken = self.desk.run("intake", "--procedure", ANY_PAPER, "/nowhere/x.png")
        self.assertEqual(taken.returncode, 1)
        self.assertNotIn("open", [d["state"] for d in self.desk.dossiers().values()])


class Portals(unittest.TestCase):
    """Whatever the portal does, nothing is lost, and in the end it has one dossier."""

    TROUBLES = [
        ("--fault", "html"),
        ("--fault", "500"),
        ("--fault", "close"),
        ("--fault", "not-json"),
        ("--fault", "lost@create:1"),
        ("--fault", "lost@file:1"),
        ("--fault", "lost@submit:1"),
        ("--fault", "503@readback:1"),
        ("--certificate", "other-ca"),
        ("--certificate", "other-name"),
        ("--certificate", "expired"),
    ]

    @classmethod
    def setUpClass(cls):
        cls.desk = practice.Desk(BUILD, "portals")
        cls.addClassCleanup(cls.desk.close)
        cls.page = cls.desk.print_papers("page", "--pages", "1", "--kinds", "ct01", "--dpi",
                                         "120") + "/001.png"

    def take(self):
        taken = self.desk.run("intake", "--procedure", ANY_PAPER, self.page)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        return taken.stdout.strip()

    def check_arrives(self, dossier):
        self.desk.start_portal()
        drained = self.desk.run("upload", "--drain")
        self.assertEqual(drained.returncode, 0, drained.stdout + drained.stderr)
        self.assertEqual(self.desk.dossiers()[dossier]["state"], "accepted")
        self.assertEqual(len(self.desk.filings()[dossier]), 1)
        self.desk.stop_portal()

    def test_troubles(self):
        self.desk.start_portal()
        self.desk.stop_portal()
        for trouble in self.TROUBLES:
            with self.subTest(trouble=trouble):
                dossier = self.take()
                self.desk.start_portal(*trouble)
                tried = self.desk.run("upload", "--once")
                state = self.desk.dossiers()[dossier]
                self.desk.stop_portal()
                self.assertEqual(tried.returncode, 1)
                self.assertEqual(state["state"], "deferred")
                self.assertTrue(state["last_answer"])
                self.assertTrue(state["next_try_at"])
                self.check_arrives(dossier)

    def test_down(self):
        self.desk.start_portal()
        self.desk.stop_portal()
        dossier = self.take()
        tried = self.desk.run("upload", "--once")
        self.assertEqual(tried.returncode, 1)
        self.assertEqual(self.desk.dossiers()[dossier]["state"], "deferred")
        self.check_arrives(dossier)

    def test_wrong_bytes_need_a_person(self):
        self.desk.start_portal("--fault", "wrong-bytes")
        dossier = self.take()
        tried = self.desk.run("upload", "--once")
        self.desk.stop_portal()
        self.assertEqual(tried.returncode, 1)
        self.assertEqual(self.desk.dossiers()[dossier]["state"], "needs_person")
        retried = self.desk.run("queue", "retry", dossier)
        self.assertEqual(retried.returncode, 0, retried.stderr)
        self.check_arrives(dossier)


class CommandLine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = practice.Desk(BUILD, "usage")
        cls.addClassCleanup(cls.desk.close)

    def status(self, *arguments):
        return subprocess.run([self.desk.motcua, *arguments], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True,
                              env=dict(os.environ, MOTCUA_STORE=self.desk.store))

    def test_usage_is_two(self):
        for arguments in ([], ["fly"], ["read"], ["read", "--out", "x"], ["scan"],
                          ["intake"], ["intake", "--procedure", "1.001193", "--colour"],
                          ["queue"], ["queue", "fly"], ["queue", "show"], ["verify"],
                          ["upload", "--colour"], ["sandbox-portal"]):
            ran = self.status(*arguments)
            self.assertEqual(ran.returncode, 2, (arguments, ran.stderr))
            self.assertTrue(ran.stderr)

    def test_help_is_zero(self):
        for command in ("devices", "scan", "read", "intake", "queue", "upload", "verify",
                        "export", "purge", "doctor", "sandbox-portal"):
            self.assertEqual(self.status(command, "--help").returncode, 0, command)
        self.assertEqual(self.status("--help").returncode, 0)
        self.assertEqual(self.status("--version").returncode, 0)

    def test_unknown_procedure(self):
        ran = self.status("intake", "--procedure", "9.999999", "x.png")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("9.999999", ran.stderr)

    def test_wrong_settings_name_the_line(self):
        conf = self.desk.path("wrong.conf")
        with open(conf, "w", encoding="utf-8") as file:
            file.write("[station]\nid=1\ncolour=red\n")
        ran = self.status("queue", "list", "--config", conf)
        self.assertEqual(ran.returncode, 1)
        self.assertRegex(ran.stderr, re.escape(conf) + ": line 3: .*colour")

    def test_doctor(self):
        ran = subprocess.run([self.desk.motcua, "doctor", "--json", "--store",
                              self.desk.store], stdout=subprocess.PIPE, text=True)
        found = json.loads(ran.stdout)
        self.assertEqual(ran.returncode, 0, found)
        self.assertEqual(set(found), {"scanner", "models", "disk", "key", "swap", "clock",
                                      "portal", "signature", "printer"})


if __name__ == "__main__":
    unittest.main()
