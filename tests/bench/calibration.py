#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How far a confidence can be believed.

usage: calibration.py BUILD [--seed N] [--pages M] [--dpi D] [--pages-dir DIR] [--results DIR]
                      [--picture FILE.svg] [--fit]

Prints M pages of chance, or takes DIR (pages in DIR, truth/manifest.json as the printer writes
it), reads them with `motcua read`, and compares each value with the truth: how many
are right in each range of confidence, and among those that nobody is asked to look at.
The picture shows the share of right values over the confidence; on the diagonal a
confidence means what it says; above it, it promises less than it keeps. Pages of an unseen
seed tell most.

--fit prints the table of ocr/trust.c: for each kind of value what its evidence is worth, by
logistic regression over the values that were read from print. Fit on one seed and look at
another. --results keeps what was read, or takes it from there; --pages-dir and --results may
be lists with commas."""

import argparse
import json
import math
import pathlib
import re
import subprocess
import tempfile
import unicodedata

SURE = 0.85
KINDS = ("figures", "name", "address", "text", "line", "choice")
MARKS = ("proven", "misshapen", "agreed", "decided", "disputed", "restored", "place", "no_place",
         "twice", "namesake", "birth", "rare", "denied")
SHARE_LEAST, SHARE_MOST, ODDS_ZERO, WORDS_MOST, WORDS_UNIT = 0.02, 0.985, 2.5, 12, 4
PRIOR = (0, 1, 1, -2, -0.5) + (0,) * len(MARKS)  # where few values tell
WEAKEST_LEAST = 0.7  # better words never harm, and the worst one always counts
EDGES = [0, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 1.0001]


def normal(name, value):
    value = unicodedata.normalize("NFC", value).casefold()
    if re.search(r"(^|_)(id|phone|number|time|vnd)$", name) and name != "doc_number":
        return re.sub(r"\D", "", value)
    return re.sub(r"[\s.,;:]+", " ", value).strip()


def collect(pages, results):
    """(name, confidence, right, field) of each value that the truth knows."""
    found = []
    for page in json.loads((pages / "truth/manifest.json").read_text()):
        path = results / (page["page"] + ".json")
        if page["blank"] or not path.exists():
            continue
        fields = json.loads(path.read_text())["fields"]
        for name, wanted in page["fields"].items():
            if name in fields:
                right = normal(name, fields[name]["value"]) == normal(name, wanted)
                found.append((name, fields[name]["confidence"], right, fields[name]))
    return found


def bins(found):
    for low, high in zip(EDGES, EDGES[1:]):
        inside = [f for f in found if low <= f[1] < high]
        if inside:
            yield low, min(high, 1), len(inside), sum(f[2] for f in inside), sum(
                f[1] for f in inside
            ) / len(inside)


def draw(found, path):
    dots = [(mean, right / count, count) for _, _, count, right, mean in bins(found)]
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-60 -20 480 480" '
        'font-family="sans-serif" font-size="13">',
        '<rect width="400" height="400" fill="#fff" stroke="#444"/>',
        '<path d="M0 400L400 0" stroke="#aaa" stroke-dasharray="4"/>',
        f'<path d="M{SURE * 400} 0V400" stroke="#c60"/>',
        '<text x="130" y="440">confidence</text>',
        '<text transform="translate(-35 260) rotate(-90)">share that is right</text>',
    ]
    lines += [
        f'<circle cx="{x * 400:.1f}" cy="{400 - y * 400:.1f}" r="{3 + count ** 0.5 / 2:.1f}" '
        f'fill="#06c" fill-opacity="0.6"><title>{count} values</title></circle>'
        for x, y, count in dots
    ]
    lines += [
        f'<text x="{x * 400 - 8:.0f}" y="416">{x}</text>'
        f'<text x="-28" y="{404 - x * 400:.0f}">{x}</text>'
        for x in (0, 0.5, 1)
    ]
    path.write_text("\n".join(lines + ["</svg>\n"]))


def report(found):
    print("confidence     values  right   share")
    for low, high, count, right, _ in bins(found):
        print(f"{low:.2f} .. {high:.2f}  {count:6} {right:6} {100 * right / count:6.1f} %")
    sure = [f for f in found if f[1] >= SURE]
    right = sum(f[2] for f in sure)
    print(
        f"sure: {len(sure)} of {len(found)} values, {right} right, "
        f"{100 * right / max(1, len(sure)):.2f} %"
    )
    wrong = {}
    for name, _, good, _ in sure:
        if not good:
            wrong[name] = wrong.get(name, 0) + 1
    for name, count in sorted(wrong.items(), key=lambda item: -item[1]):
        print(f"  sure and wrong: {name} {count}")


# --- the table of ocr/trust.c ---------------------------------------------------------------

def odds(share):
    bounded = min(max(share, SHARE_LEAST), SHARE_MOST)
    return math.log(bounded / (1 - bounded)) - ODDS_ZERO


def weigh(field):
    """What ocr/trust.c multiplies with its weights, in their order."""
    evidence = field["evidence"]
    return [1, odds(evidence["weakest"]), odds(evidence["words"]), evidence["label"] < 1,
            min(len(field["value"].split()), WORDS_MOST) / WORDS_UNIT,
            *(mark in evidence["marks"] for mark in MARKS)]


def fit(rows, rounds=600, penalty=0.3, step=0.02):
    """Weights by gradient descent; each step is scaled by its own past (RMSprop)."""
    weights = list(PRIOR)
    past = [1e-8] * len(weights)
    for _ in range(rounds):
        slope = [penalty * (w - p) if i else 0
                 for i, (w, p) in enumerate(zip(weights, PRIOR))]
        for inputs, right in rows:
            z = sum(a * b for a, b in zip(weights, inputs))
            error = 1 / (1 + math.exp(-max(-30, min(30, z)))) - right
            for i, value in enumerate(inputs):
                if value:
                    slope[i] += error * value
        for i, s in enumerate(slope):
            past[i] = 0.95 * past[i] + 0.05 * s * s
            weights[i] -= step * s / math.sqrt(past[i])
        weights[1] = max(WEAKEST_LEAST, weights[1])
        weights[2] = max(0, weights[2])
    return weights


def print_table(found):
    for kind in KINDS:
        rows = [(weigh(field), right) for _, _, right, field in found
                if field.get("evidence", {}).get("kind") == kind]
        weights = fit(rows)
        bias, weakest, words, label, length = weights[:5]
        print(f"    /* {len(rows)} values, {sum(not r for _, r in rows)} wrong */")
        print(f"    [EVIDENCE_{kind.upper()}] = {{{bias:.2f}, {weakest:.2f}, {words:.2f}, "
              f"{label:.2f}, {length:.2f}, {{")
        for mark, weight in zip(MARKS, weights[5:]):
            if abs(weight) >= 0.05:
                print(f"        [EVIDENCE_{mark.upper()}] = {weight:.2f},")
        print("    }},")


def read(build, pages, results):
    images = sorted(pages.glob("*.png")) + sorted(pages.glob("*.jpg"))
    left = [i for i in images if not (results / (i.stem + ".json")).exists()]
    if left:
        subprocess.run([build / "motcua", "read", "--out", results, *left],
                       stderr=subprocess.DEVNULL)


def list_folders(asked, folder):
    """(pages, results) of each set; a set of chance is printed."""
    if asked.pages_dir is None:
        pages = pathlib.Path(folder, "pages")
        subprocess.run(
            [asked.build / "tests/printer/printer", "--out", pages, "--seed",
             str(asked.seed), "--pages", str(asked.pages), "--dpi", str(asked.dpi)],
            check=True,
        )
        return [(pages, pathlib.Path(asked.results or folder, "results"))]
    pages = [pathlib.Path(p) for p in asked.pages_dir.split(",")]
    if asked.results is None:
        return [(p, pathlib.Path(folder, f"results{i}")) for i, p in enumerate(pages)]
    return list(zip(pages, map(pathlib.Path, asked.results.split(","))))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--pages-dir")
    parser.add_argument("--results")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--picture", type=pathlib.Path)
    asked = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for pages, results in list_folders(asked, folder):
            read(asked.build, pages, results)
            found += collect(pages, results)
    if asked.fit:
        print_table(found)
        return
    report(found)
    if asked.picture is not None:
        draw(found, asked.picture)
        print(f"picture: {asked.picture}")


if __name__ == "__main__":
    main()
