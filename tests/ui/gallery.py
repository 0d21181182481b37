# SPDX-License-Identifier: Apache-2.0
"""Pictures of every screen, for eyes. See `gallery` beside this file.

`fill` makes a desk with three dossiers, each stopped where there is something to see; `show`
opens a copy of it in one look and takes the pictures.
"""

import gettext
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tree import BUTTON, LABEL, STATUS, TEXT, Atspi, Tree, act, strike  # noqa: E402

JAMMED = "khai tu"  # the procedure of each dossier, as one types it
ODD = "lien thong khai sinh"
FRONTS = "dang ky ket hon"


class Program:
    """The kiosk on a store of its own, without a portal."""

    def __init__(self, build, store, papers, *options):
        self.build = build
        self.store = store
        self.tree = Tree("motcua-kiosk")
        self.process = subprocess.Popen([os.path.join(build, "motcua-kiosk"), "--store", store,
                                         "--device", f"hopper:{papers}", *options])

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=60)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def print_papers(build, folder, kinds, trouble="clean"):
    run(os.path.join(build, "tests", "printer", "printer"), "--out", folder, "--seed", "11",
        "--dpi", "150", "--kinds", kinds, "--troubles", trouble, "--pages", "4")


def make_odd(build, folder):
    """One of each: known, unknown, streaked twice, and a page that comes twice."""
    print_papers(build, folder, "tk_khai_sinh,giay_chung_sinh")
    print_papers(build, folder + "-streak", "cong_van", "streak")
    for number, name in enumerate(sorted(os.listdir(folder + "-streak"))):
        if name.endswith(".png"):
            shutil.copy(os.path.join(folder + "-streak", name),
                        os.path.join(folder, f"x{number}.png"))
    first = sorted(name for name in os.listdir(folder) if name.endswith(".png"))[0]
    shutil.copy(os.path.join(folder, first), os.path.join(folder, "y.png"))


def scan_until(program, procedure, shown):
    tree = program.tree
    tree.wait_focus("Tìm thủ tục")
    tree.write("Tìm thủ tục", procedure)
    tree.press("Quét")
    shown(tree)
    tree.wait(STATUS, lambda name: name.endswith("đã đọc xong"), "the end of reading")


def fill(build, desk):
    os.makedirs(desk)
    store = os.path.join(desk, "store")
    papers = os.path.join(desk, "papers")
    print_papers(build, papers, "tk_khai_tu,giay_uy_quyen,quyet_dinh")
    with open(os.path.join(papers, "hopper.conf"), "w") as conf:
        conf.write("sheet 2 = jam\n")
    program = Program(build, store, papers)
    scan_until(program, JAMMED, lambda tree: tree.wait_named(BUTTON, "Quét tiếp"))
    program.close()

    odd = os.path.join(desk, "odd")
    make_odd(build, odd)
    program = Program(build, store, odd)
    scan_until(program, ODD, lambda tree: tree.wait_named(BUTTON, "Quét thêm"))
    program.close()
    spoilt = os.path.join(desk, "spoilt.png")
    with open(spoilt, "wb") as image:
        image.write(b"\x89PNG\r\n\x1a\n" + bytes(64))
    add_spoilt(build, store, spoilt)

    run(os.path.join(build, "tests", "crowd"), os.path.join(desk, "crowd"), "400",
        os.path.join(build, "config", "procedures.json"))
    program = Program(build, store, papers)
    tree = program.tree
    os.remove(os.path.join(papers, "hopper.conf"))
    tree.wait_focus("Tìm thủ tục")
    tree.write("Tìm thủ tục", FRONTS)
    tree.wait_named(BUTTON, "Quét")
    strike("F2")
    tree.press("Hai lượt")
    tree.press("Xong")
    tree.press("Quét mặt trước")
    tree.wait_named(BUTTON, "Quét mặt sau")
    program.close()


def add_spoilt(build, store, image):
    """A page that cannot be read, into the dossier that was opened last."""
    dossiers = os.path.join(store, "dossiers")
    newest = max(os.listdir(dossiers), key=lambda name: os.path.getmtime(os.path.join(dossiers, name)))
    subprocess.run([os.path.join(build, "motcua"), "--store", store, "pages", "insert", newest, "2",
                    image], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Show:
    """One look."""

    def __init__(self, build, desk, out, options, kept="store"):
        language = os.environ["MOTCUA_LANG"]
        folder = os.path.join(build, "ui", "po")
        self.words = gettext.translation("motcua", folder, [language],
                                         fallback=language == "vi")
        self.out = out
        self.count = 0
        os.makedirs(out, exist_ok=True)
        store = os.path.join(out, "store")
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(os.path.join(desk, kept), store)
        self.program = Program(build, store, os.path.join(desk, "odd"), *options)
        self.tree = self.program.tree

    def say(self, text):
        return self.words.gettext(text)

    def shoot(self, name):
        time.sleep(0.6)  # what glides or fades has come to rest
        self.count += 1
        subprocess.run(["import", "-window", "root",
                        os.path.join(self.out, f"{self.count:02}-{name}.png")], check=True)

    def press(self, text, *numbers):
        self.tree.press(self.say(text) % numbers if numbers else self.say(text))

    def press_starting(self, text):
        start = self.say(text)
        name, _ = self.tree.wait(BUTTON, lambda other: other.startswith(start), start)
        self.tree.press(name)

    def resume(self, number):
        """The open dossiers stand in the order of their age, the newest first."""
        start = self.say("Làm tiếp: %s, %s").split("%")[0]
        self.tree.wait(BUTTON, lambda name: name.startswith(start), "open dossiers")
        node = self.tree.look(BUTTON, lambda name: name.startswith(start))[number][1]
        act(node, "click")
        self.tree.wait(BUTTON, lambda name: name.startswith(self.say("Trang %u").split("%")[0]),
                       "pages")

    def clear_search(self):
        entry = self.tree.wait(TEXT, bool, "the search")[1]
        Atspi.EditableText.set_text_contents(entry, "")

    def leave(self):
        self.press("Quay lại")
        self.tree.wait_named(LABEL, self.say("Chọn thủ tục"))

    def close(self):
        self.program.close()
        shutil.rmtree(os.path.join(self.out, "store"))


def show_detours(show):
    show.press_starting("Máy quét")
    show.tree.wait(BUTTON, lambda name: name.startswith(show.say("Đang dùng")), "the scanner")
    show.shoot("devices")
    show.press("Xong")
    show.tree.wait_named(BUTTON, show.say("Quét thêm"))
    show.press_starting("Cách quét")
    show.tree.wait_named(BUTTON, show.say("Hai lượt"))
    show.shoot("plan")
    show.press("Xong")
    show.tree.wait_named(BUTTON, show.say("Quét thêm"))
    strike("F1")
    show.tree.wait_named(LABEL, show.say("Phím tắt và hiển thị"))
    show.shoot("keys")
    show.press("Xong")
    show.tree.wait_named(BUTTON, show.say("Quét thêm"))


def show_pages(show):
    page = show.say("Trang %u") % 1
    name, _ = show.tree.wait(BUTTON, lambda other: other.startswith(page + ","), page)
    show.tree.press(name)
    show.tree.wait_named(BUTTON, show.say("Quét lại trang này"))
    show.shoot("page")
    show_one(show, show.say("Xếp trang %u vào giấy tờ").split("%")[0], "sort", "Để nguyên")
    show_state(show, show.say("Không đọc được"), "Cho qua, ghi lý do", "let-go")
    show_detours(show)


def show_one(show, start, name, back):
    found = show.tree.look(BUTTON, lambda other: other.startswith(start))
    if not found:
        return
    act(found[0][1], "click")
    show.tree.wait_named(BUTTON, show.say(back))
    show.shoot(name)
    show.press(back)


def show_state(show, state, tool, name):
    found = show.tree.look(BUTTON, lambda other: other.endswith(state))
    if not found:
        return
    act(found[0][1], "click")
    show.press(tool)
    show.shoot(name)
    show.press("Quay lại")


def show_pair(show):
    """Whichever page the reader took for a copy of an earlier one."""
    pages = show.tree.look(BUTTON, lambda name: name.startswith(show.say("Trang %u").split("%")[0]))
    for name, _ in reversed(pages):
        show.tree.press(name)
        time.sleep(0.2)
        if show.tree.look(BUTTON, lambda other: other == show.say("So hai trang giống nhau")):
            show.press("So hai trang giống nhau")
            show.shoot("pair")
            show.press("Quay lại")
            return


def show(build, desk, out, *options):
    look = Show(build, desk, out, options)
    try:
        look.tree.wait_named(LABEL, look.say("Chọn thủ tục"))
        look.shoot("choose")
        look.tree.write(look.say("Tìm thủ tục"), "tinh trang hon nhan")
        look.tree.wait_named(BUTTON, look.say("Quét"))
        look.shoot("empty")
        look.leave()
        look.clear_search()
        look.resume(2)
        look.tree.wait_named(BUTTON, look.say("Quét tiếp"))
        look.shoot("jam")
        look.leave()
        look.resume(0)
        look.tree.wait_named(BUTTON, look.say("Quét mặt sau"))
        look.shoot("backs")
        look.leave()
        look.resume(1)
        look.tree.wait(STATUS, lambda name: name.endswith(look.say("đã đọc xong")), "reading")
        look.shoot("scan")
        show_pages(look)
        show_pair(look)
        look.press("Tiếp tục")
        time.sleep(1)
        look.shoot("review")
        look.press("Đổi loại giấy")
        look.shoot("type")
        look.press("Để nguyên")
        look.press("Tiếp tục")
        look.tree.wait_named(BUTTON, look.say("Gửi lên cổng"))
        look.shoot("submit")
    finally:
        look.close()
    print(f"{out}: {look.count} pictures")


def show_supervisor(build, desk, out, *options):
    """The queue of an office with 400 dossiers, and one of them."""
    look = Show(build, desk, out, (*options, "--supervisor"), "crowd")
    try:
        look.tree.wait(LABEL, lambda name: name == look.say("Mở hồ sơ"), "the list")
        look.shoot("queue")
        strike("Down", "Shift")
        look.shoot("queue-selected")
        strike("f", "Control")
        strike("q")
        look.shoot("queue-search")
        strike("q")
        look.shoot("queue-none")
        look.press("Bỏ lọc")
        name, _ = look.tree.wait(BUTTON, lambda other: look.say("cần người xử lý") in other, "a figure")
        look.tree.press(name)
        look.shoot("queue-stuck")
        look.press("Mở hồ sơ")
        look.tree.wait_named(BUTTON, look.say("Xong"))
        look.shoot("dossier")
        strike("F9")
        look.shoot("dossier-mark")
    finally:
        look.close()
    print(f"{out}: {look.count} pictures of a supervisor's screens")


if __name__ == "__main__":
    {"fill": fill, "show": show, "supervisor": show_supervisor}[sys.argv[2]](sys.argv[1], *sys.argv[3:])
