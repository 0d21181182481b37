# SPDX-License-Identifier: Apache-2.0
"""A dossier from paper to receipt by the window alone.

Practice portal, uploader and kiosk run as they would for a person; the test sees and does
only what a screen reader or a keyboard can. Pictures of each step stay in BUILD/tests/ui.
"""

import json
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tree import BUTTON, LABEL, STATUS, TEXT, Atspi, Tree, has_state, strike, until  # noqa: E402

TARGET_PX = 56  # least height of what can be pressed
PROCEDURE = "lien thong khai sinh"  # as one types it in a hurry
READING_S = 240  # of all papers, on a busy machine
CORRECTED = "Nguyễn Thị Kiểm Thử"


class Desk:
    """Sample papers, practice portal, uploader and store."""

    def __init__(self, build, work):
        self.build = build
        self.papers = os.path.join(work, "papers")
        self.store = os.path.join(work, "store")
        self.config = os.path.join(work, "portal", "motcua.conf")
        self.started = []
        subprocess.run([self.find("tests/printer/printer"), "--out", self.papers, "--seed", "7"],
                       check=True)
        self.start_portal(os.path.join(work, "portal"))
        self.start(["motcua-upload", "--config", self.config, "--store", self.store])

    def find(self, program):
        return os.path.join(self.build, program)

    def start(self, command, **how):
        process = subprocess.Popen([self.find(command[0]), *command[1:]], **how)
        self.started.append(process)
        return process

    def start_portal(self, folder):
        os.makedirs(folder)
        portal = self.start(["motcua", "sandbox-portal", "--listen", "127.0.0.1:0", "--dir", folder],
                            stdout=subprocess.PIPE, text=True)
        for line in portal.stdout:
            if line.startswith("ready"):
                return
        raise AssertionError("the practice portal did not start")

    def start_kiosk(self):
        return self.start(["motcua-kiosk", "--config", self.config, "--store", self.store,
                           "--device", f"hopper:{self.papers}"])

    def ask(self, *arguments):
        """What the command line says of the same store."""
        answer = subprocess.run([self.find("motcua"), "--config", self.config, "--store", self.store,
                                 *arguments, "--json"], check=True, capture_output=True, text=True)
        return json.loads(answer.stdout)

    def count_papers(self):
        return len([name for name in os.listdir(self.papers) if name.endswith(".png")])

    def load_kinds(self):
        """Number and kind of each page that begins a paper, as it was printed."""
        with open(os.path.join(self.papers, "truth", "manifest.json")) as truth:
            return [(number, page["paper"]) for number, page in enumerate(json.load(truth), 1)
                    if not page["blank"] and not page["continues"]]

    def load_paper_names(self):
        with open(self.find("config/procedures.json")) as catalogue:
            types = json.load(catalogue)["paper_types"]
        return {key: paper["vi"] for key, paper in types.items()}

    def close(self):
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            process.wait(timeout=30)


def check_controls(tree, where):
    """Every control has a name of its own and is large enough for a finger."""
    names = set()
    unsaid = [name for name, _ in tree.look(LABEL, lambda name: name.startswith("Gtk"))]
    assert not unsaid, f"{where}: a label says nothing"
    for node in tree.walk():
        if not has_state(node, Atspi.StateType.FOCUSABLE):
            continue
        role, name = node.get_role_name(), node.get_name() or ""
        assert name.strip(), f"{where}: a {role} without a name"
        assert not name.startswith(("Gtk", "Ui")), f"{where}: a {role} is called {name}"
        assert (role, name) not in names, f"{where}: two controls are called {name}"
        names.add((role, name))
        if role in (BUTTON, TEXT):
            height = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW).height
            assert height >= TARGET_PX, f"{where}: {name} is only {height} px high"
    assert names, f"{where}: nothing to press"


def scan_papers(tree, desk):
    """Pages appear one by one, and each is read."""
    sides = desk.count_papers()
    seen = set()
    tree.press("Quét")
    until = time.monotonic() + READING_S
    while time.monotonic() < until:
        seen.add(len(tree.look(BUTTON, lambda name: name.startswith("Trang "))))
        if tree.look(STATUS, lambda name: name == f"Đã quét {sides} trang, đã đọc xong"):
            break
        time.sleep(0.05)
    else:
        raise AssertionError(f"{sides} sides were not read; seen: {sorted(seen)}")
    assert len(seen) > 2, f"pages did not appear one by one: {sorted(seen)}"
    shown = tree.look(BUTTON, lambda name: name.startswith("Trang "))
    assert len(shown) == sides, f"{sides} sides were scanned, {len(shown)} are shown"
    lost = tree.look(BUTTON, lambda name: name.startswith("Trang ") and "Không đọc được" in name)
    assert not lost, f"not read: {lost}"


def correct_value(tree):
    """One value is corrected, taken back, corrected again."""
    label, _ = tree.wait(TEXT, bool, "a value")
    label = label.removesuffix(", cần xem lại")
    before = tree.read(label)
    tree.write(label, CORRECTED)
    tree.press(f"Hoàn tác: {label}")
    tree.wait_named(BUTTON, "Hoàn tác")
    until(lambda: tree.read(label) == before, "undo to bring the value back")
    tree.write(label, CORRECTED)
    tree.wait_named(BUTTON, f"Hoàn tác: {label}")
    tree.wait_named(LABEL, "người nhập")
    return label


def settle_doubts(tree):
    """Goes to the next doubtful value and says that it is right."""
    tree.press("Mục cần xem tiếp theo")
    confirm, _ = tree.wait(BUTTON, lambda name: name.startswith("Đúng: "), "a doubtful value")
    tree.press(confirm)


def shoot(folder, name):
    subprocess.run(["import", "-window", "root", os.path.join(folder, name + ".png")], check=True)


def name_papers(tree, desk):
    """A person says which paper a page is where the reader could not, as on a machine so
    busy that a page's time ran out."""
    names = desk.load_paper_names()
    for number, kind in desk.load_kinds():
        unknown = f"Trang {number}, Chưa rõ loại giấy"
        if kind not in names or not tree.look(BUTTON, lambda name: name == unknown):
            continue
        tree.press(unknown)
        tree.wait(LABEL, lambda name: name.startswith(f"Trang {number} trên"), "the page")
        tree.press("Đổi loại giấy")
        tree.wait_named(BUTTON, "Để nguyên")
        offered = tree.look(BUTTON, lambda name: name == names[kind])
        tree.press(names[kind] if offered else "Để nguyên")
        tree.wait_named(BUTTON, "Đổi loại giấy")


def walk_flow(tree, desk, shoot):
    tree.wait_named(LABEL, "Chọn thủ tục")
    check_controls(tree, "choose")
    shoot("1-choose")
    tree.write("Tìm thủ tục", PROCEDURE)

    tree.wait_named(BUTTON, "Quét")
    check_controls(tree, "scan, empty")
    scan_papers(tree, desk)
    check_controls(tree, "scan")
    shoot("2-scan")
    tree.press("Tiếp tục")

    tree.wait(TEXT, bool, "values")
    time.sleep(1)  # the page glides to the value
    shoot("3-review")
    check_controls(tree, "review")
    correct_value(tree)
    if tree.look(BUTTON, lambda name: name == "Mục cần xem tiếp theo"):
        settle_doubts(tree)
    tree.press("Đổi loại giấy")
    tree.wait_named(LABEL, "Trang này là giấy tờ nào?")
    check_controls(tree, "kinds of paper")
    tree.press("Để nguyên")
    name_papers(tree, desk)
    tree.press("Tiếp tục")

    tree.wait_named(BUTTON, "Gửi lên cổng")
    check_controls(tree, "submit")
    shoot("4-submit")
    tree.press("Gửi lên cổng")
    tree.wait_named(STATUS, "Cổng đã nhận")
    time.sleep(0.5)
    shoot("5-receipt")
    check_controls(tree, "receipt")


def check_receipt(tree, desk):
    """Screen, store and portal say the same."""
    dossiers = desk.ask("queue", "list")
    assert len(dossiers) == 1, dossiers
    dossier = dossiers[0]
    assert dossier["state"] == "accepted", dossier
    receipt, _ = tree.wait(LABEL, lambda name: dossier["id"] in name, "the receipt")
    assert dossier["code"] in receipt, receipt
    code = tree.look(LABEL, lambda name: "-" in name and "\n" not in name and name in receipt)
    assert code, f"the screen names no code of: {receipt}"
    assert desk.ask("verify", "--all")["violations"] == []
    assert os.path.exists(os.path.join(desk.store, "dossiers", dossier["id"], "receipt.txt"))


def check_doors(tree):
    """Nothing opens that a passer-by has no business with."""
    before = tree.list_all()
    strike("F10", "Shift")
    strike("Menu")
    strike("period", "Control")
    strike("semicolon", "Control")
    strike("d", "Control", "Shift")
    strike("i", "Control", "Shift")
    click_right(tree.wait(TEXT, bool, "an entry")[1])
    time.sleep(1)
    opened = set(tree.list_all()) ^ set(before)
    assert not opened, sorted(opened)[:10]
    assert tree.find_focus() == "Tìm thủ tục", "something else took the keyboard"


def click_right(node):
    place = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    Atspi.generate_mouse_event(place.x + 20, place.y + place.height // 2, "b3c")


def check_words(build):
    """What the program says before there is a window."""
    kiosk = os.path.join(build, "motcua-kiosk")
    bare = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    blind = subprocess.run([kiosk], env=bare, capture_output=True, text=True)
    assert blind.returncode == 1, blind
    assert blind.stderr.count("\n") == 1 and "make demo" in blind.stderr, blind.stderr
    assert subprocess.run([kiosk, "--version"], capture_output=True).returncode == 0
    assert subprocess.run([kiosk, "--nonsense"], capture_output=True).returncode == 2


def check_flow(tree, desk, shoot):
    """The whole way, as a screen reader goes it."""
    kiosk = desk.start_kiosk()
    walk_flow(tree, desk, shoot)
    check_receipt(tree, desk)
    tree.press("Hồ sơ mới")
    tree.wait_named(LABEL, "Chọn thủ tục")
    stop_kiosk(kiosk)


def stop_kiosk(kiosk):
    kiosk.terminate()
    assert kiosk.wait(timeout=30) == 0, kiosk.returncode


def check_power_cut(tree, desk, shoot):
    """By keyboard alone, on a smaller screen, with the kiosk killed while it scans."""
    with open(os.path.join(desk.papers, "hopper.conf"), "w") as conf:
        conf.write("pace = 20\n")  # so that the cut comes before the last sheet
    kiosk = desk.start_kiosk()
    tree.wait_focus("Tìm thủ tục")
    check_doors(tree)
    check_controls(tree, "choose, small")
    for letter in PROCEDURE:
        strike("space" if letter == " " else letter)
    tree.wait_named(LABEL, "1 thủ tục")
    strike("Return")
    tree.wait_focus("Quét")
    strike("Return")
    # Two whole sheets: of a sheet cut in half, the front is fed again with its back.
    tree.wait(BUTTON, lambda name: name.startswith("Trang 4,"), "page 4")
    kiosk.kill()
    kiosk.wait()

    kiosk = desk.start_kiosk()
    tree.wait_focus("Tìm thủ tục")
    resume, _ = tree.wait(BUTTON, lambda name: name.startswith("Làm tiếp: "), "what was left open")
    tree.tab_to(resume)
    strike("Return")
    tree.wait(BUTTON, lambda name: name.startswith("Trang 4,"), "page 4 again")
    kept = len(tree.look(BUTTON, lambda name: name.startswith("Trang ")))
    assert kept % 2 == 0, kept
    tree.wait_named(BUTTON, f"Hoàn tác: nhận {kept} trang")
    tree.wait(STATUS, lambda name: name.endswith("đã đọc xong"), "the end of reading")
    shoot("6-resumed")
    check_controls(tree, "scan, small")
    tree.wait_focus("Tiếp tục")
    strike("Return")
    check_turning(tree)
    check_review_by_keyboard(tree)
    shoot("7-review-small")
    tree.tab_to("Tiếp tục")
    strike("Return")
    check_missing(tree)
    strike("Escape")
    tree.wait_named(BUTTON, "Đổi loại giấy")
    stop_kiosk(kiosk)


def check_jam(tree, desk, shoot):
    """A jam keeps the pages before it, says what to do, and goes on with one press."""
    script = os.path.join(desk.papers, "hopper.conf")
    with open(script, "w") as conf:
        conf.write("sheet 3 = jam\n")
    kiosk = desk.start_kiosk()
    tree.write("Tìm thủ tục", PROCEDURE)
    tree.press("Quét")
    tree.wait_named(BUTTON, "Quét tiếp")
    tree.wait(LABEL, lambda name: name.startswith("Kẹt giấy."), "what happened")
    tree.wait_count(BUTTON, lambda name: name.startswith("Trang "), 4)
    check_controls(tree, "jam")
    shoot("8-jam")
    with open(script, "w") as conf:
        conf.write("pace = 20\n")  # slow enough to be stopped
    tree.press("Quét tiếp")
    tree.wait(BUTTON, lambda name: name.startswith("Trang 6,"), "more pages")
    tree.press("Dừng")
    tree.wait(LABEL, lambda name: name.startswith("Đã dừng."), "the stop")
    tree.wait_named(BUTTON, "Quét thêm")
    stop_kiosk(kiosk)


def is_doubtful(name):
    return name.endswith("cần xem lại")


def is_place(name):
    """"Trang 3 trên 14"."""
    return name.startswith("Trang ") and " trên " in name


def check_turning(tree):
    """What was typed is settled on its own page when the page is turned."""
    tree.wait(TEXT, bool, "values")
    strike("F8")
    typed = tree.wait_focus_where(is_doubtful, "a doubtful value")
    page = tree.wait(LABEL, is_place, "the page's place")[0]
    before = tree.read(typed)
    strike("x")
    until(lambda: tree.read(typed) != before, "the letter to be typed")
    strike("Page_Down")
    tree.wait(LABEL, lambda name: is_place(name) and name != page, "the next page")
    strike("Page_Up")
    tree.wait_named(LABEL, page)
    tree.wait_named(TEXT, typed.removesuffix(", cần xem lại"))


def check_review_by_keyboard(tree):
    """Enter settles a value; F8 goes to the next doubtful one, wherever that is."""
    strike("F8")
    first = tree.wait_focus_where(is_doubtful, "a doubtful value")
    strike("Return")
    tree.wait_named(TEXT, first.removesuffix(", cần xem lại"))
    check_controls(tree, "review, small")


def check_missing(tree):
    """While a paper is missing nothing can be sent, and the screen names it."""
    send = tree.wait_named(BUTTON, "Gửi lên cổng")
    assert not has_state(send, Atspi.StateType.SENSITIVE), "sent in spite of missing papers"
    waive, _ = tree.wait(BUTTON, lambda name: name.startswith("Không cần: "), "a missing paper")
    check_controls(tree, "submit, small")
    tree.press(waive)
    tree.wait_focus("Lý do")
    tree.write("Lý do", "đã có trong kho dữ liệu điện tử")
    tree.wait_gone(BUTTON, lambda name: name == waive, waive)


WALKS = {"receipt": check_flow, "power-cut": check_power_cut, "jam": check_jam}


def main(build, walk):
    pictures = os.path.join(build, "tests", "ui")
    work = os.path.join(pictures, walk)
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    check_words(build)
    desk = Desk(build, work)
    try:
        WALKS[walk](Tree("motcua-kiosk"), desk, lambda name: shoot(pictures, name))
    finally:
        desk.close()
    print(f"{walk}: all is well")


if __name__ == "__main__":
    main(*sys.argv[1:])
