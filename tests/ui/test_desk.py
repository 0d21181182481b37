# SPDX-License-Identifier: Apache-2.0
"""The clerk's desk: who is at it, and many pages with one act. Only what a screen reader or a
keyboard can is done."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from test_kiosk import check_controls  # noqa: E402
from test_scan import Station, is_page, play, starting  # noqa: E402
from tree import BUTTON, LABEL, STATUS, strike, until  # noqa: E402

BOSS = ("ba", "Trần Thị Ba", "supervisor", "583920")
CLERK = ("hoa", "Lê Văn Hòa", "clerk", "471836")


def add_member(station, member, *asks):
    """Each PIN is a line of its own: who asks first, then the new one twice."""
    name, shown, role, pin = member
    reader, writer = os.pipe()
    os.write(writer, "".join(line + "\n" for line in (*(who[3] for who in asks), pin, pin)).encode())
    os.close(writer)
    subprocess.run([os.path.join(station.build, "motcua"), "staff", "add", name, "--name", shown,
                    "--role", role, "--store", station.store, "--config", station.config,
                    "--pin-fd", str(reader), *(f"--member={who[0]}" for who in asks)],
                   check=True, pass_fds=[reader])
    os.close(reader)


def type_pin(tree, pin):
    tree.wait_focus("Mã PIN")
    for digit in pin:
        strike(digit)
    strike("Return")


def check_sign_in(station, shoot):
    """A wrong PIN, a right one, a dossier left for a colleague and gone on with."""
    tree = station.tree
    station.write_config(f"device=hopper:{station.papers}")
    add_member(station, BOSS)
    add_member(station, CLERK, BOSS)
    station.start_kiosk()
    tree.wait_named(LABEL, "Ai đang ở quầy?")
    check_controls(tree, "sign in")
    shoot("desk-sign-in")
    type_pin(tree, "000001")
    tree.wait(LABEL, starting("Mã PIN không đúng"), "a wrong PIN")
    type_pin(tree, CLERK[3])
    tree.wait_focus("Tìm thủ tục")
    shoot("desk-choose")
    station.begin()
    tree.press("Quét")
    station.wait_pages(3)
    strike("F12")
    type_pin(tree, CLERK[3])
    tree.wait_focus("Tìm thủ tục")
    tree.press(tree.wait(BUTTON, starting("Làm tiếp: "), "the dossier that was left")[0])
    station.wait_pages(3)


def count_chosen(tree):
    return len(tree.look(BUTTON, lambda name: is_page(name) and name.endswith("đã chọn")))


def check_many(station, shoot):
    """Odd pages are turned at once, and that is one undo; a page is moved by number; by
    keys alone."""
    tree = station.tree
    station.write_config(f"device=hopper:{station.papers}")
    station.start()
    station.begin()
    strike("F9")
    station.wait_pages(3)
    tree.wait_named(LABEL, "Còn thiếu")
    tree.wait_named(STATUS, "Đã quét 3 trang, đã đọc xong")
    tree.tab_to(starting("Trang 1,"))
    strike("2", "Control")
    until(lambda: count_chosen(tree) == 2, "two pages to be chosen")
    tree.wait_named(LABEL, "Đã chọn 2 trang")
    check_controls(tree, "several pages")
    shoot("desk-many")
    strike("r", "Control")
    tree.wait_named(BUTTON, "Hoàn tác: xoay 2 trang")
    strike("z", "Control")
    tree.wait_named(BUTTON, "Làm lại: xoay 2 trang")
    strike("Delete")
    tree.wait_count(BUTTON, is_page, 1)
    strike("z", "Control")
    tree.wait_count(BUTTON, is_page, 3)
    strike("4", "Control")
    until(lambda: count_chosen(tree) == 0, "no page to be chosen")
    tree.tab_to(starting("Trang 1,"))
    strike("g", "Control")
    tree.wait_focus("Chuyển đến số thứ tự")
    strike("3")
    strike("Return")
    tree.wait_named(BUTTON, "Hoàn tác: chuyển trang 3")
    tree.wait_focus_where(starting("Trang 3,"), "the page that was moved")
    strike("F4")
    tree.wait_named(BUTTON, "Để nguyên")
    strike("Return")
    tree.wait_named(BUTTON, "Hoàn tác: xếp trang 3")


WALKS = {"many": check_many, "sign-in": check_sign_in}


if __name__ == "__main__":
    play(*sys.argv[1:], Station, WALKS)
