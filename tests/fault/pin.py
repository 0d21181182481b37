#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""PINs attacked by a script: tries killed at any moment, many at once, a clock that is set,
and what the time of an answer tells.

usage: pin.py [BUILD] [--rounds N]

Prints what it found, and fails when more PINs than allowed were looked at, a wait was
shortened, or wrong and unknown members can be told apart by time.
"""
import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

BOSS, LAN = "482913", "730158"
ALLOWED = 5


class Desk:
    """A store of its own with a supervisor and a clerk."""

    def __init__(self, build):
        self.motcua = os.path.join(build, "motcua")
        self.folder = tempfile.mkdtemp(prefix="motcua-pin-")
        self.env = dict(os.environ, MOTCUA_STORE=os.path.join(self.folder, "store"),
                        MOTCUA_KEY_FILE=os.path.join(self.folder, "station.key"))
        for name in ("MOTCUA_PIN_FD",):
            self.env.pop(name, None)
        self.add("binh", "supervisor", BOSS)
        self.add("lan", "clerk", LAN)

    def close(self):
        shutil.rmtree(self.folder)

    def start(self, pins, *arguments, **extra):
        reader, writer = os.pipe()
        os.write(writer, "".join(pin + "\n" for pin in pins).encode())
        os.close(writer)
        process = subprocess.Popen([self.motcua, *arguments, "--pin-fd", str(reader)],
                                   env=dict(self.env, **extra), pass_fds=[reader],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        os.close(reader)
        return process

    def run(self, pins, *arguments, **extra):
        process = self.start(pins, *arguments, **extra)
        said, told = process.communicate(timeout=120)
        return process.returncode, said, told

    def add(self, member, role, pin):
        first = member == "binh"
        pins = [pin] if first else [BOSS, pin]
        status, _, told = self.run(pins, "staff", "add", "--role", role, "--name", member,
                                   member, *([] if first else ["--member", "binh"]))
        assert status == 0, told

    def try_pin(self, member, pin, **extra):
        """"right", "wrong" or "wait"."""
        _, _, told = self.run([pin], "staff", "list", "--member", member, **extra)
        if "too many" in told:
            return "wait"
        return "wrong" if "wrong PIN" in told else "right"

    def unlock(self, member="lan"):
        status, _, told = self.run([BOSS], "staff", "unlock", member, "--member", "binh")
        assert status == 0, told

    def get(self, member="lan"):
        status, said, told = self.run([BOSS], "staff", "list", "--json", "--member", "binh")
        assert status == 0, told
        return next(one for one in json.loads(said) if one["id"] == member)


def kill_between(desk, rounds):
    """Each try is killed at a random moment; whatever was counted stays counted."""
    looked_at = counted = lost = 0
    for _ in range(rounds):
        process = desk.start(["%06d" % random.randrange(10 ** 6)], "staff", "list",
                             "--member", "lan")
        try:
            _, told = process.communicate(timeout=random.uniform(0, 1.5))
            looked_at += "wrong PIN" in told
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        wrong = desk.get()["wrong"]
        lost += wrong < counted
        counted = wrong
        if counted >= ALLOWED:
            assert desk.get()["wait_s"] > 0, "no wait after %d tries" % counted
            desk.unlock()
            assert looked_at <= ALLOWED, "%d PINs were looked at" % looked_at
            looked_at = counted = 0
    assert lost == 0, "%d counts went back" % lost
    print(f"{rounds} tries killed at random moments: no count went back, never more than "
          f"{ALLOWED} looked at before a wait")


def many_at_once(desk, count=50):
    desk.unlock()
    tries = [desk.start(["%06d" % number], "staff", "list", "--member", "lan")
             for number in range(count)]
    looked_at = sum("too many" not in process.communicate(timeout=300)[1]
                    for process in tries)
    assert looked_at == ALLOWED, f"{looked_at} of {count} were looked at"
    print(f"{count} tries at once: {looked_at} looked at")


def clock(desk):
    """While a wait is on, the wall clock of the program is set forth and back by years."""
    library = next((path for path in ("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
                                      "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1")
                    if os.path.exists(path)), None)
    assert desk.get()["wait_s"] > 0
    if library is None:
        print("no libfaketime: the clock was not set")
        return
    for shift in ("+2y", "-2y", "+61s", "-1d"):
        answer = desk.try_pin("lan", LAN, LD_PRELOAD=library, FAKETIME=shift)
        assert answer == "wait", f"a clock set by {shift} ended the wait"
    print("a clock set by years, days and a minute: the wait stays")


def get_processor_s():
    """What processes that have ended took of the processor: not the machine's other work."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timing(desk, rounds):
    """Time to refuse a wrong PIN, and a member nobody is, in turns."""
    took = {"lan": [], "khong-co": []}
    for _ in range(rounds):
        desk.unlock()
        for member in took:
            began = get_processor_s()
            answer = desk.try_pin(member, "%06d" % random.randrange(10 ** 6))
            if answer == "wrong":
                took[member].append(get_processor_s() - began)
    wrong, unknown = (statistics.median(times) for times in took.values())
    differs = abs(wrong - unknown) / wrong * 100
    assert differs < 5, f"{differs:.1f} % apart"
    print(f"wrong PIN {wrong * 1000:.0f} ms, unknown member {unknown * 1000:.0f} ms "
          f"(medians of {[len(times) for times in took.values()]}): {differs:.1f} % apart")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", nargs="?", default="build")
    parser.add_argument("--rounds", type=int, default=30)
    arguments = parser.parse_args()
    desk = Desk(os.path.abspath(arguments.build))
    try:
        kill_between(desk, arguments.rounds)
        many_at_once(desk)
        clock(desk)
        timing(desk, 4)
    finally:
        desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
