# SPDX-License-Identifier: Apache-2.0
"""The machine that citizens stand at alone, by robots.

`touches` sees only the accessibility tree and counts its touches; `keys` has a keyboard and
nothing else; `switch` has one key. Each hands in a dossier of papers, laid onto the
glass one by one, and the store says what came of it.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tree import BUTTON, LABEL, TEXT, Atspi, GLib, Tree, has_state, strike, until  # noqa: E402

PROCEDURE = "2.000986"
KINDS = "tk_khai_sinh,giay_chung_sinh,ct01,gcn_ket_hon,the_can_cuoc"
PAPERS = 5
TOUCHES_MOST = 12


class Machine:
    """A store, sample papers, and the kiosk in front of it."""

    def __init__(self, build, work, *options, settings="", kinds=KINDS):
        self.build = build
        self.store = os.path.join(work, "store")
        self.papers = os.path.join(work, "papers")
        self.glass = os.path.join(work, "glass")
        self.config = os.path.join(work, "motcua.conf")
        os.makedirs(work, exist_ok=True)
        subprocess.run([os.path.join(build, "tests", "printer", "printer"), "--out", self.papers,
                        "--seed", "5", "--dpi", "200", "--kinds", kinds, "--troubles", "clean",
                        "--pages", str(kinds.count(",") + 1)], check=True, stdout=subprocess.DEVNULL)
        with open(self.config, "w") as conf:
            conf.write("[station]\nid=0293-01\n[scan]\nsource=flatbed\n"
                       f"[kiosk]\nservices={PROCEDURE}\n{settings}")
        self.left = sorted(name for name in os.listdir(self.papers) if name.endswith(".png"))
        os.makedirs(self.glass)
        self.lay()
        self.tree = Tree("motcua-kiosk")
        self.options = options
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [os.path.join(self.build, "motcua-kiosk"), "--citizen", "--store", self.store,
             "--config", self.config, "--device", f"hopper:{self.glass}", *self.options])

    def lay(self):
        """A hand lays the next paper onto the glass."""
        shutil.copy(os.path.join(self.papers, self.left.pop(0)), os.path.join(self.glass, "new"))
        os.replace(os.path.join(self.glass, "new"), os.path.join(self.glass, "001.png"))

    def ask(self, query):
        """Of the database, beside the programs."""
        with sqlite3.connect(f"file:{self.store}/motcua.db?mode=ro", uri=True) as database:
            return database.execute(query).fetchall()

    def count_pages(self):
        return self.ask("SELECT count(*) FROM page")[0][0]

    def states(self):
        return [state for state, in self.ask("SELECT state FROM dossier ORDER BY seq")]

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=60)


def shoot(machine, name):
    folder = os.path.join(machine.build, "tests", "ui")
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["import", "-window", "root", os.path.join(folder, f"citizen-{name}.png")],
                   check=False)


def check_handed_in(machine):
    assert machine.states() == ["queued"], machine.states()
    kinds = [kind for kind, in machine.ask("SELECT kind FROM decision ORDER BY number")]
    assert kinds[:2] == ["consent-asked", "consent-given"], kinds
    assert machine.ask("SELECT count(*) FROM page") == [(PAPERS,)]


def touches(machine):
    """The whole way by presses of what a screen reader finds."""
    tree, count = machine.tree, 0

    def touch(name, shot):
        nonlocal count
        tree.wait_named(BUTTON, name)
        shoot(machine, f"{count:02d}-{shot}")
        tree.press(name)
        count += 1

    touch("Bắt đầu", "welcome")
    card = tree.wait(BUTTON, lambda name: "khai sinh" in name, "the card")[0]
    touch(card, "service")
    touch("Tôi đồng ý", "consent")
    for number in range(PAPERS):
        scanned = until(lambda: machine.count_pages() == number and tree.look(
            BUTTON, lambda name: name == "Quét"), "the next paper to be asked for")
        assert scanned
        if number > 0:
            machine.lay()
        touch("Quét", f"paper-{number + 1}")
    touch("Đúng cả rồi", "answer")
    touch("Tôi đã lấy hết giấy tờ", "farewell")
    tree.wait_named(BUTTON, "Bắt đầu")
    assert count <= TOUCHES_MOST, f"{count} touches"
    print(f"touches={count} papers={PAPERS}")
    check_handed_in(machine)


def main():
    build, walk = sys.argv[1:3]
    work = os.path.join(build, "tests", "ui", f"citizen-{walk}")
    shutil.rmtree(work, ignore_errors=True)
    os.environ.setdefault("MOTCUA_KEY_FILE", os.path.join(work, "station.key"))
    machine = Machine(build, work, *sys.argv[3:])
    try:
        {"touches": touches}[walk](machine)
    except BaseException:
        shoot(machine, f"{walk}-failed")
        raise
    finally:
        machine.close()


if __name__ == "__main__":
    main()
