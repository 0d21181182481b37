#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Sealed papers under the eyes of others: qpdf, Poppler, MuPDF, OpenSSL and our own checker.

usage: papers.py BUILD [--wide] [unittest options]

A PDF that a citizen has signed goes from the desk to the portal and back and is the same to
the byte, and still validly signed; one changed byte of a signed paper is found by pdfsig and
by `motcua verify`. Then papers of many makes, signed and not; --wide has up to 30 pages each.
"""
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import pdfa  # noqa: E402
import practice  # noqa: E402
from practice import sha256  # noqa: E402

BUILD = sys.argv.pop(1)
WIDE = "--wide" in sys.argv
if WIDE:
    sys.argv.remove("--wide")
ANY_PAPER = "2.000815"  # a procedure that takes any paper
LINES = "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\nTrang %d"


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, **options)


def openssl(folder, *arguments):
    run("openssl", *arguments, cwd=folder)


class Papers(unittest.TestCase):
    def setUp(self):
        self.desk = practice.Desk(BUILD, "papers")
        self.addCleanup(self.desk.close)
        self.desk.start_portal()
        with open(self.desk.conf, encoding="utf-8") as conf:
            self.unsigned = re.sub(r"^\[signature\]\n[^[]*", "", conf.read(), flags=re.M)
        openssl(self.desk.work, "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
                "-subj", "/CN=Authority", "-days", "30")

    # --- hands --------------------------------------------------------------------------

    def certify(self, name):
        """A key and a certificate of our authority."""
        openssl(self.desk.work, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-keyout", name + ".key", "-out", name + ".csr", "-subj",
                "/CN=" + name)
        with open(self.desk.path("usage"), "w", encoding="ascii") as usage:
            usage.write("keyUsage=critical,digitalSignature,nonRepudiation\n")
        openssl(self.desk.work, "x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey",
                "ca.key", "-set_serial", str(random.getrandbits(60)), "-days", "30", "-extfile",
                "usage", "-out", name + ".pem")
        os.chmod(self.desk.path(name + ".key"), 0o600)

    def sign_as(self, name):
        """From here on papers are sealed with this key; None: with none."""
        text = self.unsigned
        if name is not None:
            text += "\n[signature]\ncertificate=%s\nkey_file=%s\n" % (
                self.desk.path(name + ".pem"), self.desk.path(name + ".key"))
        with open(self.desk.conf, "w", encoding="utf-8") as conf:
            conf.write(text)

    def draw(self, name, number=1, size="620x877", more=()):
        """A page image with words; its suffix is its format."""
        path = self.desk.path(name)
        run("convert", "-size", size, "xc:white", "-font", "DejaVu-Sans", "-pointsize", "22",
            "-annotate", "+40+80", LINES % number, *more, "-depth", "8", "-density", "75", "-units",
            "PixelsPerInch", path)
        return path

    def intake(self, *files):
        done = self.desk.run("intake", "--procedure", ANY_PAPER, *files)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def take_out(self, dossier, name):
        folder = self.desk.export(dossier, name)
        return sorted(glob.glob(folder + "/**/*.pdf", recursive=True))

    # --- what others say ----------------------------------------------------------------

    def pdfsig(self, pdf):
        return subprocess.run(["pdfsig", pdf], capture_output=True, text=True).stdout

    def assert_signed(self, pdf):
        """By Poppler, and by OpenSSL, with the chain."""
        said = self.pdfsig(pdf)
        self.assertIn("Signature is Valid", said)
        self.assertIn("Total document signed", said)
        with open(pdf, "rb") as file:
            data = file.read()
        first, length, second, rest = map(int, re.search(
            rb"/ByteRange ?\[ *(\d+) +(\d+) +(\d+) +(\d+) *\]", data).groups())
        self.assertEqual(second + rest, len(data))
        cms = bytes.fromhex(data[first + length + 1:second - 1].decode("ascii"))
        with open(self.desk.path("content"), "wb") as file:
            file.write(data[first:first + length] + data[second:])
        with open(self.desk.path("cms"), "wb") as file:
            file.write(cms)
        openssl(self.desk.work, "cms", "-verify", "-binary", "-inform", "DER", "-in", "cms",
                "-content", "content", "-CAfile", "ca.pem", "-purpose", "any", "-out",
                "verified")

    def assert_sound(self, pdf, pages):
        self.assertEqual(pdfa.check(pdf)[0], [], pdf)
        checked = run("qpdf", "--check", pdf, text=True)
        self.assertNotIn("WARNING", checked.stdout + checked.stderr)
        for command in (["mutool", "info", pdf], ["mutool", "draw", "-q", "-N", "-r", "20", "-F", "png",
                                                  "-o", os.devnull, pdf],
                        ["pdftoppm", "-r", "20", "-png", pdf, self.desk.path("shown")]):
            self.assertEqual(run(*command, text=True).stderr.strip(), "", command)
        shown = glob.glob(self.desk.path("shown") + "*.png")
        self.assertEqual(len(shown), pages)
        for path in shown:
            os.unlink(path)
        text = run("pdftotext", pdf, "-", text=True)
        self.assertEqual(text.stderr.strip(), "")
        return text.stdout

    # --- tests --------------------------------------------------------------------------

    def make_citizens_pdf(self):
        self.certify("citizen")
        self.sign_as("citizen")
        made = self.take_out(self.intake(self.draw("page.png")), "citizen")[0]
        self.assert_signed(made)
        return shutil.copy(made, self.desk.path("ky-so.pdf"))

    def test_citizens_signature(self):
        given = self.make_citizens_pdf()
        self.certify("office")
        self.sign_as("office")
        dossier = self.intake(given, self.draw("other.png"))
        sent = self.desk.run("upload", "--drain")
        self.assertEqual(sent.returncode, 0, sent.stderr)
        self.assertEqual(self.desk.dossiers()[dossier]["state"], "accepted")
        held = [path for _, folder in self.desk.filings()[dossier]
                for path in glob.glob(folder + "/*") if sha256(path) == sha256(given)]
        self.assertEqual(len(held), 1)
        self.assert_signed(held[0])
        papers = self.take_out(dossier, "back")
        self.assertEqual([sha256(path) for path in papers].count(sha256(given)), 1)
        for path in papers:
            self.assert_signed(path)
        self.assertEqual(self.desk.run("verify", "--all", "--replay").returncode, 0)

    def test_one_byte(self):
        given = self.make_citizens_pdf()
        with open(given, "rb") as file:
            good = file.read()
        start = good.index(b"/Contents <") + len(b"/Contents <")
        hole = range(start, good.index(b">", start))
        for at in random.Random(1).sample(range(len(good)), 60):
            if at in hole:
                continue
            data = bytearray(good)
            data[at] ^= 1
            with open(self.desk.path("changed.pdf"), "wb") as file:
                file.write(data)
            self.assertNotIn("Signature is Valid", self.pdfsig(self.desk.path("changed.pdf")))
        sealed, = glob.glob(self.desk.store + "/dossiers/*/sealed/*.pdf")
        with open(sealed, "rb") as file:
            data = bytearray(file.read())
        data[len(data) // 2] ^= 1
        os.chmod(sealed, 0o600)
        with open(sealed, "wb") as file:
            file.write(data)
        told = json.loads(self.desk.run("verify", "--all", "--json").stdout)["violations"]
        self.assertEqual([v["file"] for v in told], [os.path.basename(sealed)])

    def make_many(self, pages):
        """Files of every kind that people bring, with their number of pages."""
        grey, colour = ["-colorspace", "Gray"], ["-fill", "red", "-draw", "circle 300,600 360,640"]
        bilevel = ["-colorspace", "Gray", "-threshold", "60%"]
        made = [(self.draw("grey.png", more=grey), 1), (self.draw("colour.jpg", more=colour), 1),
                (self.draw("bits.png", more=bilevel), 1)]
        sides = [self.draw("side-%d.png" % i, i, more=colour if i % 3 == 0 else grey)
                 for i in range(1, pages + 1)]
        run("convert", *sides, "-depth", "8", "-compress", "zip", self.desk.path("many.tif"))
        run("convert", self.draw("fax.png", more=bilevel), "-compress", "group4",
            self.desk.path("fax.tif"))
        run("mutool", "convert", "-o", self.desk.path("brought.pdf"), sides[0])
        return made + [(self.desk.path("many.tif"), pages), (self.desk.path("fax.tif"), 1),
                       (self.desk.path("brought.pdf"), 1)]

    def test_many_makes(self):
        self.certify("office")
        files = self.make_many(30 if WIDE else 3)
        for signer in (None, "office"):
            self.sign_as(signer)
            for batch in ([[file] for file in files] if WIDE else [files]):
                dossier = self.intake(*(path for path, _ in batch))
                papers = self.take_out(dossier, "many-%s" % dossier)
                total = 0
                for pdf in papers:
                    pages = int(re.search(r"Pages: +(\d+)", run("pdfinfo", pdf,
                                                                text=True).stdout)[1])
                    total += pages
                    self.assert_sound(pdf, pages)
                    if signer is not None:
                        self.assert_signed(pdf)
                self.assertEqual(total, sum(pages for _, pages in batch))
        self.assertEqual(self.desk.run("verify", "--all").returncode, 0)


if __name__ == "__main__":
    unittest.main()
