# SPDX-License-Identifier: Apache-2.0
"""Scanning as a clerk does it: which scanner, which page, two passes. Only what a screen reader
or a keyboard can is done; pages are sparse, so that each walk is short."""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from test_kiosk import check_controls, shoot  # noqa: E402
from tree import BUTTON, LABEL, STATUS, Tree, strike, until  # noqa: E402

PROCEDURE = "tinh trang hon nhan"


class Station:
    """A store, sample papers and the kiosk; nothing is sent."""

    def __init__(self, build, work, kinds="so_trang,con_dau,mot_dong", pages=3):
        self.build = build
        self.store = os.path.join(work, "store")
        self.papers = os.path.join(work, "papers")
        self.config = os.path.join(work, "motcua.conf")
        self.tree = Tree("motcua-kiosk")
        self.kiosk = None
        subprocess.run([os.path.join(build, "tests", "printer", "printer"), "--out", self.papers,
                        "--seed", "5", "--dpi", "100", "--kinds", kinds, "--troubles", "clean",
                        "--pages", str(pages)], check=True)

    def write_config(self, *lines):
        with open(self.config, "w") as conf:
            conf.write("\n".join(["[scan]", *lines]) + "\n")

    def start_kiosk(self):
        self.kiosk = subprocess.Popen([os.path.join(self.build, "motcua-kiosk"), "--store",
                                       self.store, "--config", self.config])

    def start(self):
        self.start_kiosk()
        self.tree.wait_focus("Tìm thủ tục")

    def begin(self):
        self.tree.write("Tìm thủ tục", PROCEDURE)
        self.tree.wait_named(BUTTON, "Quét")

    def wait_pages(self, count):
        self.tree.wait_count(BUTTON, is_page, count)
        self.tree.wait(STATUS, lambda name: name.endswith("đã đọc xong"), "the end of reading")

    def stop(self):
        if self.kiosk is None:
            return
        self.kiosk.terminate()
        assert self.kiosk.wait(timeout=60) == 0, self.kiosk.returncode
        self.kiosk = None


def is_page(name):
    return name.startswith("Trang ") and "," in name


def starting(text):
    return lambda name: name.startswith(text)


def check_devices(station, shoot):
    """Several scanners; one goes away and comes back; the one that is chosen is remembered."""
    tree = station.tree
    hopper = f"hopper:{station.papers}"
    station.write_config("drivers=test", f"device={hopper}")
    station.start()
    station.begin()
    tree.press(tree.wait(BUTTON, starting("Máy quét: "), "the scanner")[0])
    tree.wait(BUTTON, starting("Đang dùng: "), "the scanner in use")
    check_controls(tree, "devices")
    shoot("scan-devices")
    os.rename(station.papers, station.papers + ".away")
    tree.wait(BUTTON, starting("Thử lại: "), "a scanner that has gone")
    os.rename(station.papers + ".away", station.papers)
    tree.wait(BUTTON, starting("Đang dùng: "), "the scanner that came back")
    other, _ = tree.wait(BUTTON, starting("Dùng máy này: "), "another scanner")
    tree.press(other)
    tree.wait(BUTTON, starting("Máy quét: "), "the pages again")
    station.stop()
    station.start()
    station.begin()
    strike("F3")
    tree.wait_named(BUTTON, other.replace("Dùng máy này", "Đang dùng"))
    strike("Escape")
    tree.wait_named(BUTTON, "Quét")


def check_no_device(station, shoot):
    """Without any scanner the screen says what to do, and scanning leads there."""
    tree = station.tree
    station.write_config("drivers=")
    station.start()
    station.begin()
    tree.wait_named(BUTTON, "Máy quét: Chưa chọn máy quét.")
    tree.press("Quét")
    tree.wait(LABEL, starting("Không thấy máy quét nào."), "what to do")
    check_controls(tree, "no device")
    shoot("scan-no-device")


def check_pages(station, shoot):
    """Turn, move, take out, put in, replace; each undone and done again; by keys alone."""
    tree = station.tree
    station.write_config(f"device=hopper:{station.papers}")
    station.start()
    for letter in PROCEDURE:
        strike("space" if letter == " " else letter)
    tree.wait_named(LABEL, "1 thủ tục")
    strike("Return")
    tree.wait_focus("Quét")
    strike("Return")
    station.wait_pages(3)
    first = tree.wait(BUTTON, starting("Trang 1,"), "page 1")[0]
    tree.wait_focus("Tiếp tục")
    tree.tab_to(first)
    tree.wait_named(BUTTON, "Quét lại trang này")
    check_controls(tree, "a page at hand")
    shoot("scan-page")
    strike("r", "Control")
    tree.wait_named(BUTTON, "Hoàn tác: xoay trang 1")
    strike("Right", "Alt")
    tree.wait_named(BUTTON, "Hoàn tác: chuyển trang 2")
    tree.wait_focus_where(starting("Trang 2,"), "the page that was moved")
    strike("Delete")
    tree.wait_named(BUTTON, "Hoàn tác: bỏ trang 2")
    tree.wait_count(BUTTON, is_page, 2)
    strike("z", "Control")
    tree.wait_named(BUTTON, "Làm lại: bỏ trang 2")
    tree.wait_count(BUTTON, is_page, 3)
    strike("z", "Control")
    strike("z", "Control")
    tree.wait_named(BUTTON, "Làm lại: xoay trang 1")
    strike("z", "Control", "Shift")
    tree.wait_named(BUTTON, "Hoàn tác: xoay trang 1")
    check_feeding_keys(station, tree)
    strike("F1")
    tree.wait_named(LABEL, "Phím tắt và hiển thị")
    check_controls(tree, "keys")
    strike("Escape")
    tree.wait_named(BUTTON, "Quét thêm")


def check_feeding_keys(station, tree):
    """The feeder holds one sheet now, which replaces a page and goes before another."""
    for name in sorted(os.listdir(station.papers))[1:]:
        if name.endswith(".png"):
            os.remove(os.path.join(station.papers, name))
    tree.tab_to(tree.wait(BUTTON, starting("Trang 3,"), "page 3")[0])
    strike("F5")
    tree.wait_named(BUTTON, "Quét thêm")
    station.wait_pages(3)
    tree.wait(BUTTON, starting("Hoàn tác: "), "the replaced page's way back")
    tree.tab_to(tree.wait(BUTTON, starting("Trang 1,"), "page 1")[0])
    strike("Insert")
    station.wait_pages(4)
    strike("z", "Control")
    tree.wait_count(BUTTON, is_page, 3)


def check_two_pass(station, shoot):
    """Counts that differ are refused with both numbers; then the backs are fed anew."""
    tree = station.tree
    spare = os.path.join(os.path.dirname(station.papers), "spare.png")
    last = os.path.join(station.papers, "003.png")
    station.write_config(f"device=hopper:{station.papers}", "source=adf")
    station.start()
    station.begin()
    strike("F2")
    tree.press("Hai lượt")
    check_controls(tree, "plan")
    shoot("scan-plan")
    tree.press("Xong")
    tree.press("Quét mặt trước")
    tree.wait(LABEL, starting("Đã quét 3 mặt trước."), "the turn of the stack")
    check_controls(tree, "two passes")
    shoot("scan-backs")
    shutil.move(last, spare)
    tree.press("Tờ đầu nằm trên, đầu giấy như lượt đầu")
    tree.press("Quét mặt sau")
    tree.wait(LABEL, starting("Có 3 mặt trước nhưng 2 mặt sau"), "both counts")
    shoot("scan-counts")
    shutil.move(spare, last)
    tree.press("Quét lại mặt sau")
    tree.press("Quét mặt sau")
    tree.wait_named(BUTTON, "Quét thêm")
    tree.wait_count(BUTTON, is_page, 6)
    until(lambda: not tree.look(LABEL, starting("Đã quét 3 mặt trước.")), "the end of two passes")


WALKS = {"devices": check_devices, "no-device": check_no_device, "pages": check_pages,
         "two-pass": check_two_pass}


def play(build, walk, place, walks):
    """Plays one of walks at a place of its own; pictures of it go to BUILD/tests/ui."""
    pictures = os.path.join(build, "tests", "ui")
    work = os.path.join(pictures, walk)
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    os.environ.setdefault("MOTCUA_KEY_FILE", os.path.join(work, "station.key"))
    station = place(build, work)
    try:
        walks[walk](station, lambda name: shoot(pictures, name))
        station.stop()
    finally:
        if station.kiosk is not None:
            station.kiosk.kill()
    print(f"{walk}: all is well")


if __name__ == "__main__":
    play(*sys.argv[1:], Station, WALKS)
