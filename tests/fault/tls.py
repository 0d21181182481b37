#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Portals that are not who they should be, or talk as none should, behind real TLS.

usage: tls.py --build DIR [--long]

One dossier is sent to one server after another; a case says what the server shows and does,
what the settings say, and which sentence a clerk reads then. Whatever the case, the dossier
waits, is not called accepted, and none of it has left: not its code, nor its owner, nor a
byte of a file. --long adds the answer that drips (45 s).

Prints rounds, faults that hit and violations. Exit status 1 for violations.
"""
import argparse
import base64
import collections
import hashlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings

if os.path.isdir("/dev/shm"):
    os.environ["TMPDIR"] = "/dev/shm"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402,F401 (a station key of its own)

warnings.simplefilter("ignore", DeprecationWarning)  # old protocols are what is tried

BUSY = (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
OWNER = "Nguyễn Thị Mẫu"
OWNER_NUMBER = "093188001231"

CONFIG = """
[ca]
default_ca=one
[one]
dir={0}
database={0}/index.txt
serial={0}/serial
crlnumber={0}/crlnumber
new_certs_dir={0}
certificate={0}/ca.pem
private_key={0}/ca.key
default_md=sha256
default_days=30
default_crl_days=30
policy=any
unique_subject=no
copy_extensions=copy
[any]
commonName=supplied
"""


def openssl(*arguments, **options):
    return subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, **options).stdout


class Authority:
    """Certificates as `openssl ca` makes them."""

    def __init__(self, folder, name):
        self.folder = os.path.join(folder, name)
        os.mkdir(self.folder)
        self.write("ca.conf", CONFIG.format(self.folder))
        self.write("index.txt", "")
        self.write("serial", "01\n")
        self.write("crlnumber", "01\n")
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-keyout", self.path("ca.key"), "-out", self.path("ca.pem"),
                "-subj", "/CN=" + name, "-days", "30")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def issue(self, name, host="IP:127.0.0.1", start="", end=""):
        """NAME.pem and NAME.key; their common path."""
        stem = self.path(name)
        dates = (["-startdate", start] if start else []) + (["-enddate", end] if end else [])
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", stem + ".key", "-out", stem + ".csr", "-subj", "/CN=" + name,
                "-addext", "subjectAltName=" + host)
        openssl("ca", "-batch", "-notext", "-config", self.path("ca.conf"),
                "-in", stem + ".csr", "-out", stem + ".pem", *dates)
        return stem

    def revoke(self, stem):
        openssl("ca", "-config", self.path("ca.conf"), "-revoke", stem + ".pem")

    def list_revoked(self):
        openssl("ca", "-config", self.path("ca.conf"), "-gencrl", "-out",
                self.path("crl.pem"))
        return self.path("crl.pem")


def pin(stem):
    key = openssl("x509", "-in", stem + ".pem", "-pubkey", "-noout")
    der = openssl("pkey", "-pubin", "-outform", "der", input=key)
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


class Server:
    """One certificate, one answer; `heard` is all that came through TLS, `visits` counts
    connections."""

    def __init__(self, stem=None, answer=BUSY, versions=None, clients=None):
        self.answer = answer
        self.heard, self.visits = b"", 0
        self.context = None
        if stem:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            if versions:
                self.context.set_ciphers("ALL:@SECLEVEL=0")
                self.context.minimum_version, self.context.maximum_version = versions
            self.context.load_cert_chain(stem + ".pem", stem + ".key")
            if clients:
                self.context.verify_mode = ssl.CERT_REQUIRED
                self.context.load_verify_locations(clients)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def close(self):
        self.listener.close()

    def serve(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            self.visits += 1
            try:
                self.talk(plain)
            except OSError:
                pass
            plain.close()

    def shake_hands(self, plain):
        """Whoever is turned away gets to read why: what it has sent by then is read first."""
        line = self.context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        try:
            line.do_handshake()
        except OSError:
            line.shutdown(socket.SHUT_WR)
            while os.read(line.fileno(), 65536):
                pass
            line.close()
            raise
        return line

    def talk(self, plain):
        plain.settimeout(60)
        line = self.shake_hands(plain) if self.context else plain
        request = b""
        while b"\r\n\r\n" not in request and (self.context or not request):
            block = line.recv(65536)
            if not block:
                break
            request += block
            self.heard += block
        if not request:
            return
        if callable(self.answer):
            for block in self.answer():
                line.sendall(block)
        else:
            line.sendall(self.answer)
        if self.context:
            line.unwrap()


def endless():
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    while True:
        yield b" " * 65536


def crowded():
    yield b"HTTP/1.1 200 OK\r\n"
    for i in range(20000):
        yield b"X-Filler-%d: %s\r\n" % (i, b"x" * 60)
    yield b"Content-Length: 2\r\n\r\n{}"


def dripping():
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n{"
    while True:
        time.sleep(1)
        yield b" "


Case = collections.namedtuple("Case", "name server settings sentence heard")


class Campaign:
    def __init__(self, options):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="motcua-tls-")
        self.store = os.path.join(self.folder, "store")
        self.violations = []
        self.rounds = self.hits = 0
        self.dossier = subprocess.run(
            [options.build + "/tests/stock", self.store, "tls", "1", "1", "0"], check=True,
            stdout=subprocess.PIPE, text=True).stdout.strip()

    def run(self, *arguments, conf=None, env=None):
        return subprocess.run([self.options.build + "/motcua", "--store", self.store,
                               "--config", conf or self.conf, *arguments], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)

    def save_conf(self, server, settings):
        self.conf = os.path.join(self.folder, "motcua.conf")
        with open(self.conf, "w", encoding="utf-8") as conf:
            conf.write("[portal tls]\nadapter=opencps\nfiles=multipart\n"
                       "base_url=https://127.0.0.1:%d/opencps\n" % server.port)
            for name, value in settings.items():
                conf.write("%s=%s\n" % (name, value))
            conf.write("[queue]\nretry_base_s=1\n[route]\ndefault=tls\n")

    def violate(self, case, what):
        self.violations.append(what)
        print("VIOLATION: %s: %s" % (case.name, what), flush=True)

    def check_silence(self, case, server):
        """What identifies the dossier or its owner; its key alone is what is asked for."""
        for what in (OWNER.encode(), OWNER_NUMBER.encode(), b"%PDF", b"TAM-"):
            if what in server.heard:
                self.violate(case, "%r has left" % what)
        if bool(server.heard) != case.heard:
            self.violate(case, "the server heard %d bytes" % len(server.heard))

    def play(self, case, env=None):
        server = case.server
        self.save_conf(server, case.settings)
        self.run("queue", "retry", self.dossier)
        self.run("upload", "--once", env=env)
        shown = json.loads(self.run("queue", "show", self.dossier, "--json").stdout)
        server.close()
        self.rounds += 1
        self.hits += server.visits > 0
        if shown["state"] != "deferred" or shown["proof"] or shown["portal_id"]:
            self.violate(case, "the dossier is %s" % shown["state"])
        if case.sentence not in (shown["last_answer"] or ""):
            self.violate(case, "a clerk reads: %s" % shown["last_answer"])
        told = shown["explanation"]["vi"]["what"]
        if "portal" in told:
            self.violate(case, "no Vietnamese for: %s" % told)
        self.check_silence(case, server)
        print("%-24s %s" % (case.name, shown["last_answer"]), flush=True)

    def cases(self):
        ours, other = (Authority(self.folder, name) for name in ("ours", "other"))
        good, following = ours.issue("good"), ours.issue("next")
        client, stranger = ours.issue("client"), other.issue("stranger")
        revoked = ours.issue("revoked")
        ours.revoke(revoked)
        crl = ours.list_revoked()
        trust = {"ca_file": ours.path("ca.pem")}
        identity = dict(trust, client_cert=client + ".pem", client_key=client + ".key")
        false_identity = dict(trust, client_cert=stranger + ".pem",
                              client_key=stranger + ".key")
        old = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
        away = Server(stem=good)  # where a redirect leads; nobody may come
        self.away = away
        redirect = (b"HTTP/1.1 307 Elsewhere\r\nLocation: https://127.0.0.1:%d/x\r\n"
                    b"Content-Length: 0\r\nConnection: close\r\n\r\n" % away.port)
        busy, through = "HTTP 503", True
        pins = {"right": pin(good), "next": pin(following), "wrong": pin(stranger)}

        def pinned(*names):
            return dict(trust, pin_sha256=";".join(pins[name] for name in names))

        yield Case("good", Server(good), trust, busy, through)
        yield Case("expired", Server(ours.issue("expired", start="200101000000Z",
                                                end="210101000000Z")),
                   trust, "has expired", False)
        yield Case("not yet valid", Server(ours.issue("early", start="20490101000000Z",
                                                      end="20500101000000Z")),
                   trust, "not valid yet", False)
        yield Case("self-signed", Server(self.sign_self()), trust, "configured authority",
                   False)
        yield Case("unknown authority", Server(other.issue("foreign")), trust,
                   "configured authority", False)
        yield Case("other host", Server(ours.issue("host", host="DNS:elsewhere.example")),
                   trust, "another name", False)
        yield Case("revoked", Server(revoked), dict(trust, crl_file=crl), "revoked", False)
        yield Case("not revoked", Server(good), dict(trust, crl_file=crl), busy, through)
        yield Case("no list of its authority", Server(good),
                   dict(trust, crl_file=other.list_revoked()), "configured authority", False)
        yield Case("pinned", Server(good), pinned("right"), busy, through)
        yield Case("pinned, another key", Server(good), pinned("wrong"), "pinned", False)
        yield Case("next key, before", Server(good), pinned("right", "next"), busy, through)
        yield Case("next key, after", Server(following), pinned("right", "next"), busy,
                   through)
        yield Case("next key, unannounced", Server(following), pinned("right"), "pinned",
                   False)
        yield Case("TLS 1.1 at most", Server(good, versions=old), trust,
                   "No secure connection", False)
        yield Case("client certificate", Server(good, clients=ours.path("ca.pem")), identity,
                   busy, through)
        yield Case("no client certificate", Server(good, clients=ours.path("ca.pem")), trust,
                   "does not let this kiosk's certificate in", False)
        yield Case("foreign client certificate", Server(good, clients=ours.path("ca.pem")),
                   false_identity, "does not let this kiosk's certificate in", False)
        yield Case("client key of another", Server(good, clients=ours.path("ca.pem")),
                   dict(identity, client_key=stranger + ".key"), "cannot be used", False)
        yield Case("no TLS at all", Server(None), trust, "No secure connection", True)
        yield Case("redirect", Server(good, redirect), trust, "another address", through)
        yield Case("huge headers", Server(good, crowded), trust, "longer than", through)
        yield Case("endless body", Server(good, endless), trust, "longer than", through)
        yield Case("page of a network", Server(good, b"HTTP/1.1 200 OK\r\nContent-Type: "
                                               b"text/html\r\n\r\n<html>Wi-Fi</html>"), trust,
                   "not the portal", through)
        if self.options.long:
            yield Case("dripping body", Server(good, dripping), trust, "in time", through)

    def sign_self(self):
        stem = os.path.join(self.folder, "self")
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-keyout", stem + ".key", "-out", stem + ".pem", "-subj",
                "/CN=self", "-addext", "subjectAltName=IP:127.0.0.1")
        return stem

    def meet_proxy(self):
        """A proxy of the environment is none of ours."""
        proxy = Server(None)
        good = Authority(self.folder, "proxied")
        case = Case("proxy in the environment", Server(good.issue("good")),
                    {"ca_file": good.path("ca.pem")}, "HTTP 503", True)
        url = "http://127.0.0.1:%d" % proxy.port
        env = dict(os.environ, **{name: url for name in (
            "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")})
        env.pop("no_proxy", None)
        self.play(case, env)
        if proxy.visits:
            self.violate(case, "the proxy was asked")
        proxy.close()

    def go(self):
        for case in self.cases():
            self.play(case)
        if self.away.visits:
            self.violate(Case("redirect", *4 * [None]), "it was followed")
        self.meet_proxy()
        shutil.rmtree(self.folder)
        print("rounds %d faults_hit %d violations %d"
              % (self.rounds, self.hits, len(self.violations)))
        return 1 if self.violations or not self.hits else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True, type=os.path.abspath)
    parser.add_argument("--long", action="store_true")
    sys.exit(Campaign(parser.parse_args()).go())


if __name__ == "__main__":
    main()
