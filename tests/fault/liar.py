#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A portal that lies: every value of every answer is changed, one at a time.

usage: liar.py --build DIR [--only PORTAL,...] [--rounds N] [--seed S] [--believed]

Between motcua-upload and the practice portal stands a proxy that changes one thing of one
answer, each time it is given: a value into another, into another type, or away; a list
emptied, cut, or with its first entry twice; a whole answer into a page in HTML, into another
kind of JSON, into half of itself, into a gzip of nothing, or into a redirection; a file that is
read back into other bytes; a Retry-After into nonsense. One dossier is sent for each change,
once with the lie and, where that left it waiting, without.

With the lie a dossier may be accepted only where what was changed proves nothing (TRIFLES
lists those values; --believed prints each that was). Afterwards it stands at the portal at
most once, with exactly its files if it is accepted; and what was sent waits no longer than
an hour, whatever Retry-After says.

Prints rounds, faults that hit, violations and the seed. Exit status 1 for violations.
"""
import argparse
import copy
import datetime
import gzip
import http.client
import http.server
import json
import os
import random
import re
import ssl
import subprocess
import sys
import threading

if os.path.isdir("/dev/shm"):
    os.environ["TMPDIR"] = "/dev/shm"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402

PORTALS = ["practice", "dvcqg", "dvcqg-plain", "sixstep", "igate", "practice-tus",
           "sixstep-tus"]
HTML = b"<!DOCTYPE html><html><body>Please log in to the hotel's network.</body></html>"
MOST_WAIT_S = 3600 * 1.25  # an hour, and jitter
HOPS = {"transfer-encoding", "connection", "content-length", "content-encoding"}

# What an answer says beside what it proves: kind of portal, and the value's path.
TRIFLES = []


def walk(value, path=()):
    """Each value in a JSON answer, with its path."""
    yield path, value
    items = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from walk(inner, path + (key,))


def variants(value):
    """What may stand in the place of @value: name -> value."""
    yield "null", None
    if isinstance(value, str):
        yield "number", 7
        yield "list", [value]
        yield "object", {"value": value}
        yield "empty", ""
        yield "long", "A" * 300000
        changed = value[:-1] + ("0" if value[-1:] != "0" else "1")
        yield "other", changed
    elif isinstance(value, bool) or isinstance(value, (int, float)):
        yield "text", "x%s" % value
        yield "list", [value]
        yield "other", value + 1
        yield "negative", -value - 1
        yield "huge", 10 ** 30
    elif isinstance(value, list):
        yield "emptied", []
        yield "text", "none"
        if value:
            yield "twice", value[:1] + value
            yield "cut", value[:-1]
            yield "nested", [value]
    elif isinstance(value, dict):
        yield "list", [value]
        yield "emptied", {}
        yield "text", "none"


def put(answer, path, value, remove=False):
    answer = copy.deepcopy(answer)
    if not path:
        return value
    inner = answer
    for key in path[:-1]:
        inner = inner[key]
    if remove:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return answer


class Lie:
    """What is done to the answers of one place."""

    def __init__(self, place, name, change):
        self.place, self.name, self.change = place, name, change
        self.told = 0


class Proxy(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, portal_dir, port):
        super().__init__(("127.0.0.1", 0), Talk)
        self.target = port
        files = {name: os.path.join(portal_dir, name)
                 for name in os.listdir(portal_dir)}
        self.here = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.here.load_cert_chain(files["server.pem"], files["server.key"])
        self.there = ssl.create_default_context(cafile=files["ca.pem"])
        self.there.load_cert_chain(files["client.pem"], files["client.key"])
        self.lie = None
        self.seen = {}  # place -> the first answer there, as it came

    def get_request(self):
        connection, address = super().get_request()
        return self.here.wrap_socket(connection, server_side=True,
                                     do_handshake_on_connect=False), address

    def handle_error(self, request, address):
        """A line that the other side breaks off is none of ours to tell."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, address)


class Talk(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def place(self, body):
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,}|(?<=/)[A-Za-z]*[0-9][^/?]*",
                      "N", self.path.split("?")[0])
        service = re.search(rb'"service"\s*:\s*"(\w+)"', body[:4000])
        return "%s %s%s" % (self.command, path,
                            " " + service[1].decode() if service else "")

    def ask(self, body):
        line = http.client.HTTPSConnection("127.0.0.1", self.server.target,
                                           context=self.server.there, timeout=60)
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in ("connection", "expect", "accept-encoding")}
        line.request(self.command, self.path, body, headers)
        answer = line.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        line.close()
        return found

    def read_body(self):
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            body += self.rfile.read(size)
            self.rfile.readline()
            if size == 0:
                return body

    def talk(self):
        body = self.read_body()
        status, headers, answer = self.ask(body)
        place = self.place(body)
        self.server.seen.setdefault(place, (status, headers, answer))
        lie = self.server.lie
        cut = 0
        if lie is not None and lie.place == place:
            lie.told += 1
            status, headers, answer, cut = lie.change(status, dict(headers), answer)
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in HOPS or name == "Content-Encoding":
                self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(answer) + cut))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)
        if cut:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = do_DELETE = do_OPTIONS = talk


def whole_lies(answer):
    """Changes of a whole answer: name -> function."""
    def show(body, kind="text/html", status=200, **more):
        def change(_, headers, __):
            headers.update({"Content-Type": kind}, **more)
            return status, headers, body, 0
        return change

    yield "html", show(HTML)
    yield "html as json", show(HTML, "application/json")
    yield "nothing", show(b"", "application/json")
    for text in (b"null", b"[]", b"{}", b"0", b'"ok"', b"true", b"[[[[" * 5000,
                 b'{"a":1}{"a":2}', b"\xff\xfe{}", b"NaN"):
        yield text[:14].decode("latin-1"), show(text, "application/json")
    yield "gzip", show(gzip.compress(b" " * 50_000_000), "application/json",
                       **{"Content-Encoding": "gzip"})
    yield "redirect", show(b"", status=302, Location="https://127.0.0.1:9/elsewhere")
    yield "permanent", show(b"", status=308, Location="/elsewhere")
    for status in (201, 202, 204, 206, 400, 404, 413, 418, 500):
        yield "status %d" % status, lambda _, headers, answer, status=status: \
            (status, headers, b"" if status == 204 else answer, 0)
    late = datetime.datetime.utcnow() + datetime.timedelta(days=400)
    for word in ("-5", "99999999999999999999", "soon", "", "1e9", "0x10", "3,4",
                 late.strftime("%a, %d %b %Y %H:%M:%S GMT"),
                 "Thu, 01 Jan 1970 00:00:00 GMT"):
        yield "429 " + word, show(b"{}", "application/json", 429, **{"Retry-After": word})
    yield "half", lambda status, headers, answer: \
        (status, headers, answer[:len(answer) // 2], len(answer) - len(answer) // 2)
    yield "half, said whole", lambda status, headers, answer: \
        (status, headers, answer[:len(answer) // 2], 0)


def byte_lies():
    """Changes of a file that is read back."""
    def change(edit):
        return lambda status, headers, answer: (status, headers, edit(answer), 0)

    yield "flipped", change(lambda b: b[:-1] + bytes([b[-1] ^ 1]) if b else b"x")
    yield "longer", change(lambda b: b + b"\n")
    yield "shorter", change(lambda b: b[:-1])
    yield "empty", change(lambda b: b"")


def value_lies(answer):
    def change(path, value, remove=False):
        def edit(status, headers, body):
            try:
                changed = put(json.loads(body), path, value, remove)
            except (ValueError, LookupError, TypeError):
                return status, headers, body, 0
            return status, headers, json.dumps(changed).encode(), 0
        return edit

    for path, value in walk(answer):
        where = ".".join(map(str, path)) or "all"
        for name, other in variants(value):
            yield "%s %s" % (where, name), change(path, other)
        if path and isinstance(path[-1], str):
            yield "%s gone" % where, change(path, None, True)


class Campaign:
    def __init__(self, options):
        self.options = options
        self.desk = practice.Desk(options.build, "liar")
        self.random = random.Random(options.seed)
        self.rounds = self.hits = 0
        self.violations = []

    def violate(self, what):
        self.violations.append(what)
        print("VIOLATION:", what, flush=True)

    def stock(self, portal):
        made = subprocess.run([self.options.build + "/tests/stock", self.desk.store, portal,
                               "1", "2", "0"], check=True, stdout=subprocess.PIPE, text=True)
        return made.stdout.strip()

    def show(self, id):
        return json.loads(self.desk.run("queue", "show", id, "--json").stdout)

    def learn(self, portal):
        """The lies that fit the answers this portal gives."""
        self.proxy.seen = {}
        self.proxy.lie = None
        for _ in range(2):  # new, and sent again
            id = self.stock(portal)
            self.desk.run("upload", "--once")
        if self.show(id)["state"] != "accepted":
            self.violate("%s: an honest portal is not believed: %s"
                         % (portal, self.show(id)["last_answer"]))
        lies = []
        for place, (_, headers, answer) in sorted(self.proxy.seen.items()):
            found = list(whole_lies(answer))
            try:
                found += list(value_lies(json.loads(answer)))
            except ValueError:
                found += list(byte_lies()) if answer else []
            for name, value in headers.items():
                if name.lower().startswith(("upload-", "location", "tus-")):
                    for other in ("", "x", "-1", "0", "9" * 30, value + "0"):
                        found.append(("header %s: %.8s" % (name, other),
                                      lambda s, h, a, name=name, other=other:
                                      (s, {**h, name: other}, a, 0)))
            lies += [(portal, Lie(place, name, change)) for name, change in found]
        return lies

    def check(self, what, shown):
        held = [filing for filings in self.desk.filings().values() for filing, _ in filings
                if shown["portal_code"] in (filing["dossierNo"], filing["referenceUid"])
                or filing["referenceUid"] in (shown["id"], shown["code"])]
        ours = sorted(file["sha256"] for file in shown["files"])
        if len(held) > 1:
            self.violate("%s: stands there %d times" % (what, len(held)))
        if shown["state"] == "accepted" and (
                not held or sorted(file["sha256"] for file in held[0]["files"]) != ours):
            self.violate("%s: accepted, and not there" % what)

    def tell(self, portal, lie):
        what = "%s: %s: %s" % (portal, lie.place, lie.name)
        self.proxy.lie = lie
        id = self.stock(portal)
        done = self.desk.run("upload", "--once")
        shown = self.show(id)
        self.rounds += 1
        self.hits += lie.told > 0
        if done.returncode not in (0, 1) or "CRITICAL" in done.stderr:
            self.violate("%s: ended with %d: %s" % (what, done.returncode, done.stderr))
        if shown["state"] == "accepted" and lie.told:
            if self.options.believed:
                print("believed", what, flush=True)
            elif not any(re.search(trifle, what) for trifle in TRIFLES):
                self.violate("%s: is believed" % what)
        if shown["state"] == "deferred":
            until = datetime.datetime.fromisoformat(shown["next_try_at"].replace("Z", "+00:00"))
            wait = until.timestamp() - datetime.datetime.now().timestamp()
            if wait > MOST_WAIT_S:
                self.violate("%s: waits for %d s" % (what, wait))
        self.check(what, shown)
        self.proxy.lie = None
        for _ in range(6):
            if shown["state"] != "deferred":
                break
            self.desk.run("queue", "retry", id)
            self.desk.run("upload", "--once")
            shown = self.show(id)
        if shown["state"] not in ("accepted", "needs_person"):
            self.violate("%s: is %s afterwards: %s" % (what, shown["state"],
                                                       shown["last_answer"]))
        self.check(what + ", afterwards", shown)

    def go(self):
        try:
            self.desk.start_portal()
            with open(self.desk.conf, encoding="utf-8") as conf:
                text = conf.read()
            port = int(re.search(r"https://127\.0\.0\.1:(\d+)/", text)[1])
            self.proxy = Proxy(self.desk.portal_dir, port)
            with open(self.desk.conf, "w", encoding="utf-8") as conf:
                conf.write(text.replace("127.0.0.1:%d" % port,
                                        "127.0.0.1:%d" % self.proxy.server_port))
            threading.Thread(target=self.proxy.serve_forever, daemon=True).start()
            lies = [lie for portal in self.options.only.split(",")
                    for lie in self.learn(portal)]
            self.random.shuffle(lies)
            print("%d lies" % len(lies), flush=True)
            for portal, lie in lies[:self.options.rounds or len(lies)]:
                self.tell(portal, lie)
        finally:
            self.desk.close()
        print("rounds=%d faults_hit=%d violations=%d seed=%d"
              % (self.rounds, self.hits, len(self.violations), self.options.seed))
        return 1 if self.violations or not self.hits else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True, type=os.path.abspath)
    parser.add_argument("--only", default=",".join(PORTALS))
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--believed", action="store_true")
    sys.exit(Campaign(parser.parse_args()).go())


if __name__ == "__main__":
    main()
