#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that a PDF is what PDF/A-2u (ISO 19005-2, level U) asks of a scanned paper.

usage: pdfa.py FILE...     prints what is wrong, one line each; exit 1 when anything is

No free validator of PDF/A-2 is packaged for Debian. PDFBox's preflight judges the PDF/A-1b
twin (tests/unit/test-pdf.c); this looks at what is of 2u only or what preflight does not
look at, on qpdf's reading of the file. It knows the objects that our files may have and
calls anything else wrong.
"""

import base64
import json
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as xml

FILTERS = {"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode"}
CATALOG = {"/Type", "/Pages", "/Metadata", "/Lang", "/ViewerPreferences", "/OutputIntents",
           "/AcroForm"}
PAGE = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Annots"}
IMAGE = {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent",
         "/Filter", "/DecodeParms", "/ImageMask", "/Mask", "/Length"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
EVENT = "{http://ns.adobe.com/xap/1.0/sType/ResourceEvent#}"


class File:
    def __init__(self, path):
        self.wrong = []
        with open(path, "rb") as file:
            self.bytes = file.read()
        check = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
        if check.returncode != 0:
            self.wrong.append("qpdf --check: " + (check.stdout + check.stderr).strip())
        text = subprocess.run(
            ["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized",
             path], capture_output=True, check=True).stdout
        self.objects = json.loads(text)["qpdf"][1]

    def expect(self, true, what):
        if not true:
            self.wrong.append(what)

    def get(self, value):
        """The value, or the object that it refers to."""
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            entry = self.objects["obj:" + value]
            value = entry["stream"]["dict"] if "stream" in entry else entry["value"]
        return value

    def get_stream(self, reference):
        return base64.b64decode(self.objects["obj:" + reference]["stream"]["data"])

    def streams(self):
        for name, entry in self.objects.items():
            if "stream" in entry:
                yield name, entry["stream"]["dict"]


def check_frame(file):
    trailer = file.objects["trailer"]["value"]
    file.expect(file.bytes.startswith(b"%PDF-1.7\n%"), "header is not PDF 1.7")
    file.expect(min(file.bytes[10:14]) > 127, "no binary comment after the header")
    file.expect(file.bytes.endswith(b"%%EOF\n"), "bytes after the end")
    file.expect("/Encrypt" not in trailer, "encrypted")
    file.expect(len(trailer.get("/ID", [])) == 2, "no file identifier")
    return file.get(trailer["/Root"]), file.get(trailer["/Info"])


def check_catalog(file, catalog):
    file.expect(set(catalog) <= CATALOG, f"catalogue has {set(catalog) - CATALOG}")
    file.expect(catalog.get("/Lang") == "u:vi-VN", "language is not vi-VN")
    intents = catalog.get("/OutputIntents", [])
    file.expect(len(intents) == 1 and intents[0]["/S"] == "/GTS_PDFA1", "no output intent")
    for intent in intents:
        profile = file.get_stream(intent["/DestOutputProfile"])
        file.expect(file.get(intent["/DestOutputProfile"]).get("/N") == 3
                    and profile[16:20] == b"RGB " and profile[36:40] == b"acsp",
                    "the output intent's profile is not an RGB profile")


def check_metadata(file, catalog, info):
    entry = file.objects["obj:" + catalog["/Metadata"]]["stream"]["dict"]
    file.expect("/Filter" not in entry, "metadata is compressed")
    raw = file.get_stream(catalog["/Metadata"])
    tree = xml.fromstring(raw.decode("utf-8"))
    value = lambda name: tree.findtext(".//" + name)
    file.expect(value(PDFAID + "part") == "2", "pdfaid:part is not 2")
    file.expect(value(PDFAID + "conformance") == "U", "pdfaid:conformance is not U")
    title = value(DC + "title/" + RDF + "Alt/" + RDF + "li")
    file.expect(title and info.get("/Title") == "u:" + title, "titles differ")
    file.expect(value(DC + "language/" + RDF + "Bag/" + RDF + "li") == "vi-VN",
                "metadata has another language")
    created = value("{http://ns.adobe.com/xap/1.0/}CreateDate")
    file.expect(re.sub(r"\D", "", created)[:14]
                == re.sub(r"\D", "", info.get("/CreationDate", ""))[:14], "dates differ")
    return tree


def check_history(file, tree, pages):
    told = [event.text for event in tree.iter(EVENT + "parameters")]
    file.expect(len(told) == pages, "history does not tell of every page")
    for number, text in enumerate(told, 1):
        file.expect(re.match(rf"page {number}: (master sha256 [0-9a-f]{{64}}; )?rung \d: .+",
                             text), f"history of page {number}: {text}")


def check_image(file, name):
    image = file.get(name)
    file.expect(set(image) <= IMAGE, f"image has {set(image) - IMAGE}")
    file.expect(image["/Filter"] in {"/DCTDecode", "/CCITTFaxDecode"},
                f"image coded by {image['/Filter']}")
    if image.get("/ImageMask"):
        file.expect("/ColorSpace" not in image and image["/BitsPerComponent"] == 1,
                    "mask with colours")
    else:
        file.expect(image["/ColorSpace"] in {"/DeviceRGB", "/DeviceGray"},
                    "image in other colours than the output intent's")
    if "/Mask" in image:
        file.expect(file.get(image["/Mask"]).get("/ImageMask"), "mask is no mask")


def check_font(file, font):
    inner = file.get(file.get(font["/DescendantFonts"])[0])
    descriptor = file.get(inner["/FontDescriptor"])
    file.expect("/FontFile2" in descriptor, "font is not embedded")
    file.expect("/CIDToGIDMap" in inner, "font has no glyph map")
    file.expect("/ToUnicode" in font, "font has no Unicode map")
    return set() if "/ToUnicode" not in font else read_ranges(
        file.get_stream(font["/ToUnicode"]).decode("ascii"))


def read_ranges(cmap):
    codes = set()
    for low, high, to in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>", cmap):
        if low == to:
            codes.update(range(int(low, 16), int(high, 16) + 1))
    return codes


def read_text(file, page):
    """All shown codes of a page, in order."""
    content = file.get_stream(page["/Contents"]).decode("ascii")
    codes = []
    for word in re.findall(r"<([0-9A-F]*)> Tj", content):
        codes += [int(word[i:i + 4], 16) for i in range(0, len(word), 4)]
    file.expect("3 Tr" in content or not codes, "text is visible")
    file.expect(not re.search(r"\b(gs|sh|BI|PS)\b", content), "content has other operators")
    return codes


def check_page(file, page, used):
    file.expect(set(page) <= PAGE, f"page has {set(page) - PAGE}")
    for image in page["/Resources"]["/XObject"].values():
        check_image(file, image)
    known = check_font(file, file.get(page["/Resources"]["/Font"]["/F0"]))
    codes = read_text(file, page)
    bad = {code for code in codes if code not in known or code in (0, 0xfeff, 0xfffe)}
    file.expect(not bad, f"codes without Unicode: {sorted(bad)}")
    text = "".join(map(chr, codes))
    file.expect(text == unicodedata.normalize("NFC", text), "text is not NFC")
    used.append(text)


def check_streams(file):
    for name, entry in file.streams():
        filters = entry.get("/Filter", [])
        filters = filters if isinstance(filters, list) else [filters]
        file.expect(set(filters) <= FILTERS, f"{name} is coded by {filters}")
        file.expect("/F" not in entry, f"{name} lies outside of the file")


def check(path):
    """What is wrong with the file, and its text by pages."""
    file = File(path)
    text = []
    catalog, info = check_frame(file)
    check_catalog(file, catalog)
    tree = check_metadata(file, catalog, info)
    pages = file.get(catalog["/Pages"])["/Kids"]
    check_history(file, tree, len(pages))
    for page in pages:
        check_page(file, file.get(page), text)
    check_streams(file)
    return file.wrong, text


def main(paths):
    failed = False
    for path in paths:
        for what in check(path)[0]:
            print(f"{path}: {what}")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
