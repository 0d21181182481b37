# SPDX-License-Identifier: Apache-2.0
"""The accessibility tree of the window: what a screen reader sees, and what it can do."""

import os
import time

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("Gdk", "4.0")
from gi.repository import Atspi, Gdk, GLib  # noqa: E402

BUTTON = "push button"
TEXT = "text"
LABEL = "label"
STATUS = "status bar"

# X key codes of a PC keyboard; AT-SPI takes these where a key is only pressed.
HELD_KEYS = {"Control": 37, "Shift": 50, "Alt": 64}

PATIENCE_S = float(os.environ.get("MOTCUA_PATIENCE_S", "90"))


def has_state(node, state):
    return node.get_state_set().contains(state)


class Tree:
    """Nodes come and go while one looks; a node that has gone is no error."""

    def __init__(self, program):
        self.program = program

    def find_application(self):
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(number)
            if application is not None and application.get_name() == self.program:
                return application
        return None

    def walk(self, node=None):
        """Everything visible; what stands below something hidden is hidden too."""
        node = node or self.find_application()
        if node is None:
            return
        try:
            count = node.get_child_count()
        except GLib.Error:
            return
        for number in range(count):
            try:
                child = node.get_child_at_index(number)
                if child is None or not has_state(child, Atspi.StateType.VISIBLE):
                    continue
            except GLib.Error:
                continue
            yield child
            yield from self.walk(child)

    def look(self, role, matches):
        """All visible nodes of @role whose name @matches, as (name, node)."""
        found = []
        for node in self.walk():
            try:
                name = node.get_name() or ""
                if node.get_role_name() == role and matches(name):
                    found.append((name, node))
            except GLib.Error:
                continue
        return found

    def wait(self, role, matches, what, patience_s=PATIENCE_S):
        """The first such node, as soon as there is one."""
        return until(lambda: next(iter(self.look(role, matches)), None),
                     lambda: f"a {role} for {what}; there are: "
                     + "; ".join(name for name, _ in self.look(role, bool)[:40]), patience_s)

    def wait_gone(self, role, matches, what, patience_s=PATIENCE_S):
        """Until there is no such node."""
        until(lambda: not self.look(role, matches), f"{what} to go", patience_s)

    def wait_count(self, role, matches, count, patience_s=PATIENCE_S):
        until(lambda: len(self.look(role, matches)) == count,
              lambda: f"{count} of {role}; there are "
              + "; ".join(name for name, _ in self.look(role, bool)[:40]), patience_s)

    def wait_named(self, role, name, patience_s=PATIENCE_S):
        return self.wait(role, lambda other: other == name, repr(name), patience_s)[1]

    def press(self, name):
        def try_press():
            try:
                node = self.wait_named(BUTTON, name)
                return has_state(node, Atspi.StateType.SENSITIVE) and act(node, "click")
            except GLib.Error:
                return False  # it went while it was looked at

        until(try_press, f"“{name}” to be pressed")

    def write(self, name, text):
        """Types into the entry called @name and presses Enter in it."""
        node = self.wait(TEXT, lambda other: other.startswith(name), repr(name))[1]
        if not Atspi.EditableText.set_text_contents(node, text):
            raise AssertionError(f"“{name}” takes no text")
        act(node, "activate")

    def find_focus(self):
        """Name of what the keyboard is at."""
        for node in self.walk():
            if has_state(node, Atspi.StateType.FOCUSED):
                return node.get_name() or ""
        return None

    def wait_focus(self, name, patience_s=PATIENCE_S):
        self.wait_focus_where(lambda focus: focus == name, repr(name), patience_s)

    def wait_focus_where(self, matches, what, patience_s=PATIENCE_S):
        """Name of what the keyboard is at, as soon as that is right."""
        def find():
            focus = self.find_focus()
            return focus if focus is not None and matches(focus) else None

        return until(find, lambda: f"the keyboard at {what}; it is at {self.find_focus()!r}",
                     patience_s)

    def tab_to(self, name, most=120):
        """Each press has its effect before the next: a slow window is not raced. The keyboard
        is never nowhere. A name that may still change is a function of it."""
        for _ in range(most):
            focus = self.find_focus()
            if focus == name or callable(name) and focus is not None and name(focus):
                return
            strike("Tab")
            moved = time.monotonic() + 1
            while self.find_focus() == focus and time.monotonic() < moved:
                time.sleep(0.02)
        raise AssertionError(f"{most} times Tab do not reach “{name}”")

    def list_all(self):
        """What can be seen, to be compared."""
        return sorted((node.get_role_name(), node.get_name() or "") for node in self.walk())

    def read(self, name):
        node = self.wait(TEXT, lambda other: other.startswith(name), repr(name))[1]
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def until(condition, what, patience_s=PATIENCE_S):
    """What @condition gives, as soon as that is something; @what: a text, or what makes one."""
    end = time.monotonic() + patience_s
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience_s} s for "
                                 + (what() if callable(what) else what))
        time.sleep(0.05)


def strike(key, *held):
    """Presses a key, by name, while others are held."""
    for name in held:
        Atspi.generate_keyboard_event(HELD_KEYS[name], None, Atspi.KeySynthType.PRESS)
    Atspi.generate_keyboard_event(Gdk.keyval_from_name(key), None, Atspi.KeySynthType.SYM)
    for name in reversed(held):
        Atspi.generate_keyboard_event(HELD_KEYS[name], None, Atspi.KeySynthType.RELEASE)


def act(node, action):
    for number in range(node.get_n_actions()):
        if Atspi.Action.get_action_name(node, number) == action:
            node.do_action(number)
            return True
    raise AssertionError(f"“{node.get_name()}” knows no {action}")
