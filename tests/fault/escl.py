#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A driverless (eSCL) scanner on a loopback port, with a feeder of white pages.

usage: escl.py [--pages N] [--trouble none|stall|wrong]

Prints its port and serves until it is killed. `stall` stops in the middle of the second
page and never goes on; `wrong` sends something that is no image. Only what sane-airscan asks
for is there: ScannerCapabilities, ScannerStatus, ScanJobs, NextDocument, DELETE.
"""
import argparse
import http.server
import struct
import time
import zlib

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dpi
SCAN = "http://schemas.hp.com/imaging/escl/2011/05/03"
PWG = "http://www.pwg.org/schemas/2010/12/sm"
INPUT = """<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>
<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>
<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes>
<scan:ColorMode>RGB24</scan:ColorMode><scan:ColorMode>Grayscale8</scan:ColorMode>
</scan:ColorModes><scan:DocumentFormats><pwg:DocumentFormat>image/png</pwg:DocumentFormat>
<scan:DocumentFormatExt>image/png</scan:DocumentFormatExt></scan:DocumentFormats>
<scan:SupportedResolutions><scan:DiscreteResolutions><scan:DiscreteResolution>
<scan:XResolution>150</scan:XResolution><scan:YResolution>150</scan:YResolution>
</scan:DiscreteResolution></scan:DiscreteResolutions></scan:SupportedResolutions>
</scan:SettingProfile></scan:SettingProfiles>"""
CAPABILITIES = f"""<?xml version="1.0"?><scan:ScannerCapabilities xmlns:scan="{SCAN}"
 xmlns:pwg="{PWG}"><pwg:Version>2.6</pwg:Version><pwg:MakeAndModel>Practice eSCL</pwg:MakeAndModel>
<scan:Platen><scan:PlatenInputCaps>{INPUT}</scan:PlatenInputCaps></scan:Platen>
<scan:Adf><scan:AdfSimplexInputCaps>{INPUT}</scan:AdfSimplexInputCaps></scan:Adf>
</scan:ScannerCapabilities>"""
STATUS = f"""<?xml version="1.0"?><scan:ScannerStatus xmlns:scan="{SCAN}" xmlns:pwg="{PWG}">
<pwg:Version>2.6</pwg:Version><pwg:State>Idle</pwg:State>
<scan:AdfState>%s</scan:AdfState></scan:ScannerStatus>"""


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def even_page(level=250, width=WIDTH, height=HEIGHT):
    """A PNG of one shade."""
    lines = (b"\0" + bytes([level]) * (width * 3)) * height
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(lines, 1)) + chunk(b"IEND", b""))


class Scanner(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    left = 0  # pages in the feeder
    sent = 0
    trouble = "none"
    page = even_page()

    def answer(self, code, body=b"", kind="text/xml", **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_page(self):
        if Scanner.trouble == "wrong":  # and the paper stays, so that none is not the news
            self.answer(200, b"no image at all", "image/png")
            return
        Scanner.left -= 1
        Scanner.sent += 1
        if Scanner.trouble == "stall" and Scanner.sent > 1:
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(self.page)))
            self.end_headers()
            self.wfile.write(self.page[:len(self.page) // 2])
            self.wfile.flush()
            time.sleep(600)
        else:
            self.answer(200, self.page, "image/png")

    def do_GET(self):
        if self.path.endswith("ScannerCapabilities"):
            self.answer(200, CAPABILITIES.encode())
        elif self.path.endswith("ScannerStatus"):
            state = "ScannerAdfLoaded" if Scanner.left > 0 else "ScannerAdfEmpty"
            self.answer(200, (STATUS % state).encode())
        elif self.path.endswith("NextDocument") and Scanner.left > 0:
            self.send_page()
        else:
            self.answer(404)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if Scanner.left > 0:
            self.answer(201, Location="/eSCL/ScanJobs/1")
        else:
            self.answer(409)

    def do_DELETE(self):
        self.answer(200)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--trouble", default="none", choices=["none", "stall", "wrong"])
    options = parser.parse_args()
    Scanner.left = options.pages
    Scanner.trouble = options.trouble
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Scanner)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
