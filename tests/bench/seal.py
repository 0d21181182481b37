#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Sealed papers: what they weigh, whether they hold, what they cost, how they look.

usage: seal.py BUILD [--pages DIR] [--out DIR] [--short]

Reads the page images of DIR (printed samples when not given) and prints for each page the
kilobytes of its PDF on every rung of the ladder, beside OCRmyPDF's of the same image by
default and with -O3 (where ocrmypdf is installed; it is no dependency). Then it says

  valid     every PDF by tests/pdfa.py and qpdf, and that changed ones are found out
  words     50 words with Vietnamese marks, searched for by Poppler
  legible   character errors of Tesseract on the master and on what Poppler shows of the
            highest and the lowest rung, against our reading of the master
  sealing   processor time a page of `motcua intake` beyond its readers, 20 pages

and leaves OUT/side-by-side.png: master, ours, OCRmyPDF's, four times as large. --short is
for the test suite: two pages, no OCRmyPDF, no legibility; exit 1 when something is wrong.
"""
import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import pdfa  # noqa: E402
import practice  # noqa: E402

RUNGS = 3
WORDS = 50
SEALED_PAGES = 20
CROP = "300x200"  # of a page at 300 dpi
ENVIRONMENT = dict(os.environ, OMP_THREAD_LIMIT="1")


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT, **options)


def name_of(path):
    return os.path.splitext(os.path.basename(path))[0]


# --- sizes --------------------------------------------------------------------------------

def weigh_ours(build, out, images):
    """Name -> kilobytes of the PDF on each rung."""
    run(build + "/tests/bench-layers", out, *images)
    return {name_of(image): [os.path.getsize(f"{out}/{name_of(image)}-{rung}.pdf") / 1000
                             for rung in range(RUNGS)] for image in images}


def weigh_theirs(out, image, level):
    if shutil.which("ocrmypdf") is None:
        return None
    pdf = f"{out}/{name_of(image)}-ocrmypdf-O{level}.pdf"
    made = subprocess.run(["ocrmypdf", "-q", "-l", "vie", "--jobs", "1", "--image-dpi", "300",
                           "-O", str(level), image, pdf], capture_output=True,
                          env=ENVIRONMENT)
    return os.path.getsize(pdf) / 1000 if made.returncode == 0 else None


def print_sizes(build, out, images, compare):
    ours = weigh_ours(build, out, images)
    print(f"{'KB':12}" + "".join(f"  rung {rung}" for rung in range(RUNGS))
          + "  ocrmypdf  -O3" * compare)
    sums = [0.0] * (RUNGS + 2)
    for image in images:
        row = ours[name_of(image)]
        if compare:
            row = row + [weigh_theirs(out, image, level) or float("nan") for level in (1, 3)]
        sums = [a + b for a, b in zip(sums, row)]
        print(f"{name_of(image):12}" + "".join(f"{size:8.0f}" for size in row), flush=True)
    print(f"{'mean':12}" + "".join(f"{size / len(images):8.0f}" for size in sums[:len(row)]))


# --- validity -----------------------------------------------------------------------------

CHANGES = [(b"<pdfaid:conformance>U", b"<pdfaid:conformance>B"), (b"/Lang (vi-VN)", b"/Lang (en-GB)"),
           (b"/S /GTS_PDFA1", b"/S /GTS_PDFX1"), (b"/ToUnicode ", b"/ToUnixode "),
           (b"/Filter /CCITTFaxDecode", b"/Filter /CCITTFaxDecodx"), (b"/ID [", b"/IX ["),
           (b"rung 0:", b"rung ?:")]


def find_undetected(pdf, out):
    """Changes of a valid PDF that the checker would let pass."""
    changed, passed = out + "/changed.pdf", []
    with open(pdf, "rb") as file:
        good = file.read()
    for old, new in CHANGES:
        if old not in good:
            continue
        with open(changed, "wb") as file:
            file.write(good.replace(old, new, 1))
        try:
            if not pdfa.check(changed)[0]:
                passed.append(old.decode())
        except (subprocess.CalledProcessError, KeyError):
            pass  # so broken that it cannot be looked at
    os.unlink(changed)
    return passed


def check_valid(pdfs, out):
    wrong = [f"{name_of(pdf)}: {what}" for pdf in pdfs for what in pdfa.check(pdf)[0]]
    wrong += ["not found out: " + what for what in find_undetected(pdfs[0], out)]
    print(f"valid     {len(pdfs)} files" if not wrong else "valid     NO: " + "; ".join(wrong))
    return not wrong


# --- words --------------------------------------------------------------------------------

def has_mark(word):
    return word.isalpha() and any(unicodedata.combining(c)
                                  for c in unicodedata.normalize("NFD", word))


def check_words(folder):
    """Words that were read on the pages, looked for in what Poppler finds in the PDFs."""
    wanted, text = {}, ""
    for path in sorted(glob.glob(folder + "/*.json")):
        with open(path, encoding="utf-8") as file:
            for word in json.load(file)["words"]:
                if has_mark(word["text"]):
                    wanted.setdefault(word["text"], path)
        text += run("pdftotext", path[:-5] + ".pdf", "-", text=True).stdout
    searched = list(wanted)[:WORDS]
    missing = [word for word in searched if word not in text.split()]
    missing = [word for word in missing if word not in text]
    print(f"words     {len(searched) - len(missing)} of {len(searched)} found")
    return len(searched) == WORDS and not missing


# --- legibility ---------------------------------------------------------------------------

def distance(one, other):
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def recognise(image):
    said = run("tesseract", image, "-", "-l", "vie", "--dpi", "300", text=True).stdout
    return " ".join(unicodedata.normalize("NFC", said).split())


def print_legibility(folder, out, images):
    errors, letters = [0, 0, 0], 0
    for image in images:
        name = name_of(image)
        with open(f"{folder}/{name}.txt", encoding="utf-8") as file:
            truth = " ".join(file.read().split())
        shown = [f"{out}/{name}-{rung}" for rung in (0, RUNGS - 1)]
        for stem in shown:
            run("pdftoppm", "-r", "300", "-png", "-singlefile", stem + ".pdf", stem)
        for i, path in enumerate([image] + [stem + ".png" for stem in shown]):
            errors[i] += distance(recognise(path), truth)
        letters += len(truth)
    print("legible   errors of 1000 letters: master %.1f, rung 0 %.1f, rung %d %.1f"
          % (1000 * errors[0] / letters, 1000 * errors[1] / letters, RUNGS - 1,
             1000 * errors[2] / letters))


# --- sealing ------------------------------------------------------------------------------

def get_own_cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_sealing(build, images):
    """Own processor seconds of `motcua intake` a page: the readers are others."""
    desk = practice.Desk(build, "seal")
    try:
        desk.start_portal()
        fed = desk.path("fed")
        os.mkdir(fed)
        for page in range(SEALED_PAGES):
            image = images[page % len(images)]
            shutil.copy(image, "%s/%04d%s" % (fed, page, os.path.splitext(image)[1]))
        process = desk.start("intake", "--procedure", "2.000815",
                             *sorted(glob.glob(fed + "/*")), said=subprocess.DEVNULL)
        spent_s = 0.0
        while process.poll() is None:
            try:
                spent_s = get_own_cpu_s(process.pid)
            except (OSError, IndexError):
                break
            time.sleep(0.01)
        process.wait()
        dossier = next(iter(desk.dossiers().values()))
        pdfs = sorted(glob.glob(desk.export(dossier["id"], "sealed") + "/**/*.pdf",
                                recursive=True))
        wrong = [what for pdf in pdfs for what in pdfa.check(pdf)[0]]
        print("sealing   %.3f s of CPU a page, %d papers%s"
              % (spent_s / SEALED_PAGES, len(pdfs), ": " + "; ".join(wrong) if wrong else ""))
        return bool(pdfs) and not wrong
    finally:
        desk.close()


# --- looks --------------------------------------------------------------------------------

def show_side_by_side(out, image, place):
    """Crops of master, ours and theirs at 400 %, without smoothing."""
    name, crops = name_of(image), []
    sources = [image] + [f"{out}/{name}-{what}.pdf" for what in
                         ("0", str(RUNGS - 1), "ocrmypdf-O1", "ocrmypdf-O3")]
    for i, source in enumerate(filter(os.path.exists, sources)):
        stem = f"{out}/look-{i}"
        if source.endswith(".pdf"):
            run("pdftoppm", "-r", "300", "-png", "-singlefile", source, stem)
            source = stem + ".png"
        run("convert", source, "-crop", CROP + place, "+repage", "-filter", "point", "-resize",
            "400%", stem + "-crop.png")
        crops.append(stem + "-crop.png")
    run("convert", *crops, "-bordercolor", "white", "-border", "8", "+append",
        out + "/side-by-side.png")
    print("looks     " + out + "/side-by-side.png")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--pages", help="folder of page images")
    parser.add_argument("--out", help="folder for what is made; kept")
    parser.add_argument("--place", default="+1500+2350", help="of the crop to look at")
    parser.add_argument("--look", help="name of the page to look at")
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    out = options.out or tempfile.mkdtemp(prefix="motcua-seal-")
    os.makedirs(out, exist_ok=True)
    pages = options.pages
    if pages is None:
        pages = out + "/pages"
        run(options.build + "/tests/printer/printer", "--out", pages, "--seed", "3")
    images = sorted(path for path in glob.glob(pages + "/*")
                    if path.endswith((".png", ".jpg", ".jpeg", ".tif")))
    images = images[:2] if options.short else images
    read = out + "/read"
    run(options.build + "/motcua", "read", "--out", read, *images)
    print_sizes(options.build, out, images, not options.short)
    good = check_valid(sorted(glob.glob(read + "/*.pdf")), out)
    good = check_words(read) and good
    if not options.short:
        print_legibility(read, out, images)
        good = measure_sealing(options.build, images) and good
        show_side_by_side(out, next((image for image in images
                                     if name_of(image) == options.look), images[0]),
                          options.place)
    if options.out is None and options.short:
        shutil.rmtree(out)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
