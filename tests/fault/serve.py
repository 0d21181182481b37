#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The daemon at rest and at work: ready, asleep, awake within a second, heard by its watchdog.

usage: serve.py --build DIR [--idle SECONDS]

motcua-upload serves a store, told of its service manager by a socket as systemd does. It must
say that it is ready, wake no more than once in five seconds while nothing happens, claim a new
dossier within a second, say that it is alive more often than its unit asks for, send a dossier
without a route as soon as the settings name one, keep going on settings that cannot be read,
outlive a store that fails for a while, and end at once when it is told to.

Prints what it measured, rounds, faults that hit and violations. Exit status 1 for violations.
"""
import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import time

if os.path.isdir("/dev/shm"):
    os.environ["TMPDIR"] = "/dev/shm"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402

PATIENCE_S = 60  # for what must happen, on a machine that is busy
WAKE_S = 1.0
END_S = 2.0
BUSY_LOAD = 1.5  # a core; above it, seconds of this machine are not a daemon's


class Trial:
    def __init__(self, options):
        self.options = options
        self.desk = practice.Desk(options.build, "serve")
        self.violations = []
        self.rounds = 0
        self.said = []

    def violate(self, what):
        self.violations.append(what)
        print("VIOLATION:", what, flush=True)

    def judge(self, what, seconds, most):
        """A time over the most is held against the daemon only where it had the machine."""
        self.rounds += 1
        print("%-34s %6.2f s" % (what, seconds), flush=True)
        busy = os.getloadavg()[0] / os.cpu_count() > BUSY_LOAD
        if seconds > (PATIENCE_S if busy else most):
            self.violate("%s took %.2f s" % (what, seconds))

    def listen(self):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.desk.path("notify"))
        self.socket.settimeout(0.05)

    def hear(self):
        try:
            while True:
                self.said.append((time.monotonic(), self.socket.recv(4096).decode()))
        except TimeoutError:
            pass

    def wait(self, what, condition):
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_S:
            self.hear()
            if condition():
                return time.monotonic() - began
        self.violate("%s did not happen in %d s" % (what, PATIENCE_S))
        return 0

    def stock(self, portal):
        return subprocess.run([self.options.build + "/tests/stock", self.desk.store, portal,
                               "1", "1", "0"], check=True, stdout=subprocess.PIPE,
                              text=True).stdout.strip()

    def state(self, id):
        return self.desk.dossiers()[id]["state"]

    def has_claimed(self, id):
        return self.log().count(id) > 0 or self.state(id) in ("sending", "accepted")

    def log(self):
        with open(self.desk.path("log"), encoding="utf-8") as file:
            return file.read()

    def switches(self):
        with open("/proc/%d/status" % self.daemon.pid, encoding="utf-8") as status:
            return int(re.search(r"\nvoluntary_ctxt_switches:\s*(\d+)", status.read())[1])

    def start(self):
        environment = dict(os.environ, NOTIFY_SOCKET=self.desk.path("notify"),
                           MOTCUA_LOG="info")
        log = open(self.desk.path("log"), "w", encoding="utf-8")
        self.daemon = subprocess.Popen(
            [self.options.build + "/motcua-upload", "--store", self.desk.store, "--config",
             self.desk.conf], env=environment, stdout=log, stderr=log)
        took = self.wait("READY=1", lambda: any("READY=1" in word for _, word in self.said))
        self.judge("ready", took, 2)

    def rest(self):
        time.sleep(1)
        before, began, heard = self.switches(), time.monotonic(), len(self.said)
        while time.monotonic() - began < self.options.idle:
            self.hear()
        woken = self.switches() - before
        self.rounds += 1
        print("idle for %d s: woken %d times, %d words to the watchdog"
              % (self.options.idle, woken, len(self.said) - heard), flush=True)
        if woken > self.options.idle / 5 + 2:
            self.violate("woken %d times in %d s" % (woken, self.options.idle))
        if self.options.idle >= 25 and len(self.said) == heard:
            self.violate("the watchdog heard nothing")

    def work(self, what, id, began):
        took = self.wait(what, lambda: self.has_claimed(id))
        self.judge(what, max(took, time.monotonic() - began - 0.2), WAKE_S)
        self.wait("acceptance", lambda: self.state(id) == "accepted")

    def write(self, text):
        with open(self.desk.conf + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(self.desk.conf + ".new", self.desk.conf)

    def change_routes(self):
        with open(self.desk.conf, encoding="utf-8") as file:
            whole = file.read()
        self.write(whole.replace("default=practice", "9.999999=practice"))
        self.wait("reading the settings", lambda: "settings have changed" in self.log())
        id = subprocess.run([self.options.build + "/tests/stock", self.desk.store, "-", "1",
                             "1", "0"], check=True, stdout=subprocess.PIPE,
                            text=True).stdout.strip()
        time.sleep(1.5)
        waiting = self.desk.dossiers()[id]
        if waiting["state"] != "queued" or waiting["attempts"]:
            self.violate("without a route it is %s" % waiting["state"])
        self.write("[nonsense\n")
        self.wait("a warning", lambda: "stay as they were" in self.log())
        self.write(whole)
        self.wait("its way by the new route", lambda: self.state(id) == "accepted")
        self.rounds += 1

    def fail_store(self):
        """A folder where the journal belongs: nothing can be read or written."""
        journal = os.path.join(self.desk.store, "motcua.db-journal")
        os.mkdir(journal)
        self.wait("a word of the fault", lambda: "the store is tried again" in self.log())
        self.wait("the service manager's word of it",
                  lambda: any("STATUS=the" in word for _, word in self.said))
        if self.daemon.poll() is not None:
            self.violate("it ended with %d on a fault" % self.daemon.returncode)
        os.rmdir(journal)
        id = self.stock("practice")
        self.wait("its way after the fault", lambda: self.state(id) == "accepted")
        self.rounds += 1

    def end(self):
        began = time.monotonic()
        self.daemon.send_signal(signal.SIGTERM)
        self.daemon.wait(PATIENCE_S)
        self.judge("end", time.monotonic() - began, END_S)
        if self.daemon.returncode != 0:
            self.violate("it ended with %d" % self.daemon.returncode)

    def go(self):
        try:
            self.desk.start_portal()
            self.listen()
            self.stock("practice")
            self.desk.run("upload", "--drain")
            self.start()
            self.rest()
            id = self.stock("practice")
            self.work("awake for a new dossier", id, time.monotonic())
            self.change_routes()
            self.fail_store()
            self.end()
        finally:
            if self.daemon.poll() is None:
                self.daemon.kill()
                self.daemon.wait()
            self.socket.close()
            self.desk.close()
        print("rounds %d faults_hit 2 violations %d" % (self.rounds, len(self.violations)))
        return 1 if self.violations else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True, type=os.path.abspath)
    parser.add_argument("--idle", type=int, default=30)
    sys.exit(Trial(parser.parse_args()).go())


if __name__ == "__main__":
    main()
