#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A time-stamp server for tests: HTTP around `openssl ts`.

usage: tsa.py FOLDER [good|replay|error|other]
Makes an authority (tsa-ca.pem) and its server's key in FOLDER, prints the port, serves.
replay: always the first answer;  error: status 500;  other: the answer of another request.
"""

import http.server
import os
import subprocess
import sys

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {0}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def make_authority(folder):
    os.chdir(folder)
    with open("tsa.conf", "w") as file:
        file.write(CONFIG.format(folder))
    with open("tsa.ext", "w") as file:
        file.write("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    with open("serial", "w") as file:
        file.write("01\n")
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", "tsa-ca.key", "-out", "tsa-ca.pem", "-subj", "/CN=tsa authority")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=tsa")
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "tsa-ca.pem", "-CAkey", "tsa-ca.key",
            "-CAcreateserial", "-days", "30", "-extfile", "tsa.ext", "-out", "tsa.pem")


class Server(http.server.BaseHTTPRequestHandler):
    mode = "good"
    first = None

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        if self.mode == "other":
            openssl("ts", "-query", "-digest", "00" * 32, "-sha256", "-cert", "-out", "query")
        else:
            with open("query", "wb") as file:
                file.write(query)
        openssl("ts", "-reply", "-config", "tsa.conf", "-queryfile", "query", "-inkey",
                "tsa.key", "-signer", "tsa.pem", "-out", "reply")
        with open("reply", "rb") as file:
            reply = file.read()
        Server.first = Server.first or reply
        if self.mode == "replay":
            reply = Server.first
        self.send_response(500 if self.mode == "error" else 200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)


def main():
    make_authority(os.path.abspath(sys.argv[1]))
    Server.mode = sys.argv[2] if len(sys.argv) > 2 else "good"
    server = http.server.HTTPServer(("127.0.0.1", 0), Server)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
