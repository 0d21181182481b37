#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How far a confidence can be believed.

usage: calibration.py BUILD [--seed N] [--pages M] [--dpi D] [--pages-dir DIR] [--picture FILE.svg]

Prints M pages of chance, or takes DIR (pages in DIR, truth/manifest.json as the printer writes
it), reads them with `motcua read`, and compares each value with the truth: how many
are right in each range of confidence, and among those that nobody is asked to look at.
The picture shows the share of right values over the confidence; on the diagonal a
confidence means what it says. Pages of an unseen seed tell most."""

import argparse
import json
import pathlib
import re
import subprocess
import tempfile
import unicodedata

SURE = 0.85
EDGES = [0, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 1.0001]


def normal(name, value):
    value = unicodedata.normalize("NFC", value).casefold()
    if re.search(r"(^|_)(id|phone|number|time|vnd)$", name) and name != "doc_number":
        return re.sub(r"\D", "", value)
    return re.sub(r"[\s.,;:]+", " ", value).strip()


def collect(pages, results):
    """(name, confidence, right) of each value that the truth knows."""
    found = []
    for page in json.loads((pages / "truth/manifest.json").read_text()):
        path = results / (page["page"] + ".json")
        if page["blank"] or not path.exists():
            continue
        fields = json.loads(path.read_text())["fields"]
        for name, wanted in page["fields"].items():
            if name in fields:
                right = normal(name, fields[name]["value"]) == normal(name, wanted)
                found.append((name, fields[name]["confidence"], right))
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
    for name, _, good in sure:
        if not good:
            wrong[name] = wrong.get(name, 0) + 1
    for name, count in sorted(wrong.items(), key=lambda item: -item[1]):
        print(f"  sure and wrong: {name} {count}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--pages-dir", type=pathlib.Path)
    parser.add_argument("--picture", type=pathlib.Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = asked.pages_dir or pathlib.Path(folder, "pages")
        results = pathlib.Path(folder, "results")
        if asked.pages_dir is None:
            subprocess.run(
                [asked.build / "tests/printer/printer", "--out", pages, "--seed",
                 str(asked.seed), "--pages", str(asked.pages), "--dpi", str(asked.dpi)],
                check=True,
            )
        images = sorted(pages.glob("*.png")) + sorted(pages.glob("*.jpg"))
        subprocess.run(
            [asked.build / "motcua", "read", "--out", results, *images],
            stderr=subprocess.DEVNULL,
        )
        found = collect(pages, results)
    report(found)
    if asked.picture is not None:
        draw(found, asked.picture)
        print(f"picture: {asked.picture}")


if __name__ == "__main__":
    main()
