# SPDX-License-Identifier: Apache-2.0
"""A supervisor's job: is anything stuck, why, and what is done about it. First as a screen
reader does it, then with keys alone, in one window on one store."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from test_kiosk import check_controls  # noqa: E402
from test_scan import play  # noqa: E402
from tree import BUTTON, LABEL, STATUS, Tree, strike, until  # noqa: E402

DOSSIERS = "60"
STUCK = "cần người xử lý: "


class Office:
    """A store as an office has it after some days, and the kiosk on it; nothing is sent."""

    def __init__(self, build, work):
        self.build = build
        self.store = os.path.join(work, "store")
        self.tree = Tree("motcua-kiosk")
        self.kiosk = None
        self.config = os.path.join(work, "motcua.conf")
        with open(self.config, "w") as conf:
            conf.write("[scan]\n")
        subprocess.run([self.find("tests/crowd"), self.store, DOSSIERS,
                        self.find("config/procedures.json")], check=True)

    def find(self, program):
        return os.path.join(self.build, program)

    def start(self):
        self.kiosk = subprocess.Popen([self.find("motcua-kiosk"), "--store", self.store,
                                       "--config", self.config, "--supervisor"])

    def ask_states(self):
        """What the command line says of the same store: state of each dossier, by code."""
        answer = subprocess.run([self.find("motcua"), "--store", self.store, "--config",
                                 self.config, "queue", "list", "--json"], check=True,
                                capture_output=True, text=True)
        return {row["code"]: row["state"] for row in json.loads(answer.stdout)}

    def count(self, state):
        return sum(1 for other in self.ask_states().values() if other == state)

    def wait_count(self, state, count):
        until(lambda: self.count(state) == count,
              lambda: f"{count} dossiers {state}; there are {self.count(state)}")

    def stop(self):
        self.kiosk.terminate()
        assert self.kiosk.wait(timeout=60) == 0, self.kiosk.returncode
        self.kiosk = None


def read_count(text):
    return int(text.split(" ")[0].replace(".", ""))


def count_shown(tree):
    """How many dossiers the list says it has."""
    name, _ = tree.wait(STATUS, lambda name: "chờ lâu nhất trước" in name, "the list's length")
    return read_count(name)


def find_stuck(tree):
    name, _ = tree.wait(BUTTON, lambda name: name.startswith(STUCK), "the figure of what is stuck")
    return name, int(name.removeprefix(STUCK).split(".")[0])


def toggle(tree, start):
    """A line of the table stays pressed."""
    tree.press(tree.wait(BUTTON, lambda name: name.startswith(start), start)[0])


def walk_by_tree(tree, office, shoot):
    """What is stuck is found, looked at, tried again and taken back, and sent back with a
    mark."""
    tree.wait(STATUS, lambda name: "chờ lâu nhất trước" in name, "the list")
    check_controls(tree, "queue")
    refused = office.count("needs_person")
    figure, stuck = find_stuck(tree)
    assert stuck >= refused > 1, (stuck, refused)
    shoot("queue")
    tree.press(figure)
    until(lambda: count_shown(tree) == stuck, "the list of what is stuck")

    tree.press("Bỏ lọc")
    toggle(tree, "Cần xử lý:")
    until(lambda: count_shown(tree) == refused, "the list of what was refused")
    tree.press("Mở hồ sơ")
    tree.wait_named(BUTTON, "Trả lại, F9")
    tree.wait(LABEL, lambda name: name.startswith("Bạn đang giữ"), "whose hands it is in")
    check_controls(tree, "dossier")
    shoot("dossier")
    tree.press("Gửi lại ngay, F5")
    office.wait_count("needs_person", refused - 1)
    tree.press("Hoàn tác")
    office.wait_count("needs_person", refused)
    tree.press("Trả lại, F9")
    check_controls(tree, "mark")
    tree.press("Thiếu trang hoặc mất góc")
    shoot("mark")
    tree.press("Trả lại")
    office.wait_count("needs_person", refused - 1)
    tree.wait(LABEL, lambda name: name.startswith("Đã trả lại"), "what was done")
    tree.press("Xong")
    until(lambda: count_shown(tree) == refused - 1, "one less in the list")
    tree.press("Bỏ lọc")


def walk_by_keys(tree, office, shoot):
    """Two are held at once and let go again; one is found by a name without marks."""
    every = count_shown(tree)
    held = office.count("held")
    strike("f", "Control")
    tree.wait_focus("Tìm hồ sơ")
    strike("Return")
    tree.wait_focus_where(lambda name: name.startswith("TAM-"), "a dossier")
    strike("Home")
    walked = 0
    while ", chờ gửi" not in (tree.find_focus() or ""):
        strike("Down")
        walked += 1
        assert walked < every, "no dossier waits to be sent"
    strike("F4")
    office.wait_count("held", held + 1)
    strike("z", "Control")
    office.wait_count("held", held)
    strike("Return")
    tree.wait_named(BUTTON, "Trả lại, F9")
    strike("F7")
    tree.wait_named(BUTTON, "Hoàn tác")
    strike("Escape")
    tree.wait(STATUS, lambda name: "chờ lâu nhất trước" in name, "the list")
    tree.wait_focus_where(lambda name: name.startswith("TAM-"), "the same dossier")


def check_supervisor(office, shoot):
    office.start()
    walk_by_tree(office.tree, office, shoot)
    walk_by_keys(office.tree, office, shoot)


WALKS = {"supervisor": check_supervisor}


if __name__ == "__main__":
    play(*sys.argv[1:], Office, WALKS)
