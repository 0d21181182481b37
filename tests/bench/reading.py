#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well pages are read, beside the bare tesseract command on the same pages.

usage: reading.py BUILD [--seed N] [--pages M] [--dpi D] [--kinds A,B] [--troubles X,Y]
                  [--pages-dir DIR] [--results DIR] [--by degradation|template]
                  [--no-peer] [--wrong] [--most PERCENT] [--picture FILE.svg]

Prints M pages of chance (the same seed gives the same pages), or takes DIR with its
manifest.json (in DIR or DIR/truth), and reads each page with `motcua read` and with
`tesseract -l vie`. Text is compared in NFC, white space collapsed, leaders left out:

  CER    edits of characters between what was read and what stands there, in the order of
         reading, in per cent of the characters that stand there
  free   the same without regard to order: equal words are paired off, then the rest by
         least distance; texts of seals are neither wanted nor punished
  bare   free, with all diacritics removed from both sides
  tone   words that are right but for their mark of tone, in per cent of the words with one

Below: of the characters in figures, in capitals and in other words, how many were read
wrongly; CPU seconds a page. --wrong lists every word that was read wrongly. --results keeps
what was read, or takes it from there. Exit status 1 when the CER of motcua is above
--most."""

import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict

TONES = "\u0300\u0301\u0303\u0309\u0323"
TROUBLES = ("clean,skew,turn180,yellow,blur,speckle,stamp,shade,lowcontrast,bleed,border,"
            "streak,jpeg40,fold,punch")
KINDS = ("tk_khai_sinh,tk_ket_hon,tk_khai_tu,tk_tthn,ct01,ct01_2,de_nghi_hkd,don_bien_dong,"
         "giay_uy_quyen,giay_khai_sinh,giay_chung_sinh,gcn_ket_hon,the_can_cuoc,"
         "giay_tiep_nhan,cong_van,quyet_dinh")
COUNTS = ("cer", "free", "bare", "tone")


# --- text ---------------------------------------------------------------------------------

def normal(text):
    text = unicodedata.normalize("NFC", text.replace("\u00ad", "").replace("\f", " "))
    text = re.sub("[‘’ʼ`´]", "'", re.sub("[“”]", '"', re.sub("[–—]", "-", text)))
    text = re.sub(r"[.…_·․‥]{2,}|…|(?<=\s)[.·](?=\s)", " ", text)
    return " ".join(text.split())


def without(text, marks):
    apart = unicodedata.normalize("NFD", text)
    if marks is None:
        apart = apart.replace("đ", "d").replace("Đ", "D")
    kept = (c for c in apart if not (unicodedata.combining(c) if marks is None else c in marks))
    return unicodedata.normalize("NFC", "".join(kept))


def distance(one, other):
    """Levenshtein's, a column at a time in the bits of one number (Myers, Hyyrö)."""
    if not one or not other:
        return len(one) + len(other)
    places, all_bits, last = defaultdict(int), (1 << len(one)) - 1, 1 << (len(one) - 1)
    for i, c in enumerate(one):
        places[c] |= 1 << i
    up, down, edits = all_bits, 0, len(one)
    for c in other:
        equal = places.get(c, 0)
        across = (((equal & up) + up) ^ up) | equal
        rise, fall = down | (all_bits & ~(across | up)), up & across
        edits += bool(rise & last) - bool(fall & last)
        rise, fall = (rise << 1 | 1) & all_bits, (fall << 1) & all_bits
        up, down = fall | (all_bits & ~((equal | down) | rise)), rise & (equal | down)
    return edits


def pair(wanted, read, optional):
    """Pairs of (wanted, read) words that differ; None where one side has nothing."""
    left, rest = Counter(wanted), Counter(read)
    common = left & rest
    left, rest = left - common, rest - common
    for word in optional:
        near = next((r for r in rest if len(r) > 1
                     and distance(r.lower(), word.lower()) * 3 <= len(word)), None)
        if near is not None:
            rest -= Counter([near])
    left, rest = list(left.elements()), list(rest.elements())
    near = sorted((distance(a, b) / len(a), i, j) for i, a in enumerate(left)
                  for j, b in enumerate(rest))
    pairs, used_left, used_rest = [], set(), set()
    for share, i, j in near:
        if i in used_left or j in used_rest or share >= max(1, len(rest[j]) / len(left[i])):
            continue
        used_left.add(i)
        used_rest.add(j)
        pairs.append((left[i], rest[j]))
    pairs += [(a, None) for i, a in enumerate(left) if i not in used_left]
    return pairs + [(None, b) for j, b in enumerate(rest) if j not in used_rest]


def cost(pairs):
    return sum(distance(a or "", b or "") for a, b in pairs)


def class_of(word):
    if sum(c.isdigit() for c in word) * 2 >= len(word):
        return "figures"
    return "capitals" if word.isupper() and len(word) > 1 else "words"


def compare(truth, read, optional):
    """Counts of one page: errors and what they are of, and the pairs that differ."""
    words = truth.split()
    pairs = pair(words, read.split(), optional)
    bare = pair([without(w, None) for w in words], [without(w, None) for w in read.split()],
                [without(w, None) for w in optional])
    count = Counter(chars=len(truth), cer=distance(truth, read),
                    free_of=sum(map(len, words)), free=cost(pairs), bare=cost(bare))
    count["toned"] = sum(without(w, TONES) != w for w in words)
    count["tone"] = sum(a != b and without(a, TONES) == without(b, TONES)
                        for a, b in pairs if a and b)
    for word in words:
        count["of " + class_of(word)] += len(word)
    for a, b in pairs:
        if a:
            count["in " + class_of(a)] += min(len(a), distance(a, b or ""))
        else:
            count["in nothing"] += len(b)
    return count, pairs


# --- reading ------------------------------------------------------------------------------

def run(*command, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stderr=subprocess.DEVNULL, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def read_ours(build, images, results):
    os.makedirs(results, exist_ok=True)
    left = [i for i in images if not (results / (i.stem + ".txt")).exists()]
    return run(build / "motcua", "read", "--out", results, *left)[1] if left else 0


def read_peer(images, results, dpi):
    os.makedirs(results, exist_ok=True)
    spent = 0
    for image in images:
        path = results / (image.stem + ".txt")
        if not path.exists():
            done, cpu = run("tesseract", image, "-", "-l", "vie", "--dpi", str(dpi),
                            stdout=subprocess.PIPE, text=True,
                            env=dict(os.environ, OMP_THREAD_LIMIT="1"))
            path.write_text(done.stdout, encoding="utf-8")
            spent += cpu
    return spent


def find_manifest(pages):
    path = next(p for p in (pages / "truth/manifest.json", pages / "manifest.json")
                if p.exists())
    return [p for p in json.loads(path.read_text(encoding="utf-8")) if not p["blank"]], path.parent


def find_images(pages, manifest):
    by_name = {p.stem: p for p in sorted(pages.glob("**/*"))
               if p.suffix in (".png", ".jpg", ".jpeg", ".tif")}
    return [by_name[page["page"]] for page in manifest]


def score(manifest, base, results, by, wrong):
    counts = defaultdict(Counter)
    for page in manifest:
        path = results / (page["page"] + ".txt")
        truth = normal((base / page["gt"]).read_text(encoding="utf-8"))
        read = normal(path.read_text(encoding="utf-8") if path.exists() else "")
        count, pairs = compare(truth, read, normal(" ".join(page["optional_text"])).split())
        counts[page[by]] += count
        counts["all"] += count
        for a, b in pairs if wrong else ():
            print(f"{page['page']} {page['template']} {page['degradation']}: "
                  f"{a or '-'} | {b or '-'}")
    return counts


# --- report -------------------------------------------------------------------------------

def rate(count, what):
    of = {"cer": "chars", "tone": "toned"}.get(what, "free_of")
    return 100 * count[what] / max(1, count[of])


def report(name, counts, cpu, pages):
    print(f"\n{name:16}" + "".join(f"{what:>8}" for what in COUNTS))
    for key in sorted(counts, key=lambda k: (k == "all", k)):
        print(f"{key:16}" + "".join(f"{rate(counts[key], what):8.2f}" for what in COUNTS))
    total = counts["all"]
    print("  wrong in " + ", ".join(
        f"{kind} {100 * total['in ' + kind] / max(1, total['of ' + kind]):.2f} % "
        f"of {total['of ' + kind]}" for kind in ("figures", "capitals", "words"))
        + f"; read where nothing stands: {total['in nothing']}")
    if cpu:
        print(f"  CPU {cpu / pages:.2f} s a page")


def draw(readers, path):
    keys = sorted(readers[0][1], key=lambda k: (k == "all", k))
    most = max(10, *(rate(counts[k], "cer") for _, counts in readers for k in keys))
    step, wide, colours = 34, 420, ("#06c", "#c90")
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 {len(keys) * step + 60}"'
             ' font-family="sans-serif" font-size="13"><rect width="100%" height="100%" '
             'fill="#fff"/>']
    for i, key in enumerate(keys):
        lines.append(f'<text x="130" y="{i * step + 46}" text-anchor="end">{key}</text>')
        for j, (name, counts) in enumerate(readers):
            value, y = rate(counts[key], "cer"), i * step + 30 + j * 12
            lines.append(f'<rect x="140" y="{y}" width="{value / most * wide:.1f}" height="11" '
                         f'fill="{colours[j]}"><title>{name} {key}</title></rect><text '
                         f'x="{145 + value / most * wide:.1f}" y="{y + 10}" font-size="11">'
                         f'{value:.1f}</text>')
    for j, (name, _) in enumerate(readers):
        lines.append(f'<text x="{140 + 120 * j}" y="18" fill="{colours[j]}">{name}</text>')
    lines.append('<text x="390" y="18">errors of 100 characters (CER)</text></svg>\n')
    path.write_text("\n".join(lines), encoding="utf-8")


def take_arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--pages", type=int, default=48)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--kinds", default=KINDS)
    parser.add_argument("--troubles", default=TROUBLES)
    parser.add_argument("--pages-dir", type=pathlib.Path)
    parser.add_argument("--results", type=pathlib.Path)
    parser.add_argument("--by", default="degradation", choices=("degradation", "template"))
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--most", type=float, default=100)
    parser.add_argument("--picture", type=pathlib.Path)
    return parser.parse_args()


def main():
    asked = take_arguments()
    with tempfile.TemporaryDirectory() as folder:
        pages = asked.pages_dir or pathlib.Path(folder, "pages")
        results = asked.results or pathlib.Path(folder, "results")
        if asked.pages_dir is None:
            subprocess.run([asked.build / "tests/printer/printer", "--out", pages, "--seed",
                            str(asked.seed), "--pages", str(asked.pages), "--dpi",
                            str(asked.dpi), "--kinds", asked.kinds, "--troubles",
                            asked.troubles], check=True)
        manifest, base = find_manifest(pages)
        images = find_images(pages, manifest)
        cpu = read_ours(asked.build, images, results / "motcua")
        readers = [("motcua", score(manifest, base, results / "motcua", asked.by, asked.wrong))]
        print("per cent; CER in order, free of order, bare of diacritics, tone alone")
        report(*readers[0], cpu, len(images))
        if not asked.no_peer:
            cpu = read_peer(images, results / "tesseract", asked.dpi)
            readers.append(("tesseract", score(manifest, base, results / "tesseract", asked.by,
                                               False)))
            report(*readers[1], cpu, len(images))
    if asked.picture is not None:
        draw(readers, asked.picture)
        print(f"picture: {asked.picture}")
    return 0 if rate(readers[0][1]["all"], "cer") <= asked.most else 1


if __name__ == "__main__":
    sys.exit(main())
