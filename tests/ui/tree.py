# SPDX-License-Identifier: Apache-2.0
"""The accessibility tree of the window: what a screen reader sees, and what it can do."""

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
HELD_KEYS = {"Control": 37, "Shift": 50}

PATIENCE_S = 90


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
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            found = self.look(role, matches)
            if found:
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no {role} for {what} in {patience_s} s; there are: "
                             + "; ".join(name for name, _ in self.look(role, bool)[:40]))

    def wait_named(self, role, name, patience_s=PATIENCE_S):
        return self.wait(role, lambda other: other == name, repr(name), patience_s)[1]

    def press(self, name):
        node = self.wait_named(BUTTON, name)
        until = time.monotonic() + PATIENCE_S
        while not has_state(node, Atspi.StateType.SENSITIVE):
            if time.monotonic() > until:
                raise AssertionError(f"“{name}” stays grey")
            time.sleep(0.1)
            node = self.wait_named(BUTTON, name)
        act(node, "click")

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
        until = time.monotonic() + patience_s
        while self.find_focus() != name:
            if time.monotonic() > until:
                raise AssertionError(f"the keyboard is at {self.find_focus()!r}, not at {name!r}")
            time.sleep(0.1)

    def tab_to(self, name, most=120):
        for _ in range(most):
            if self.find_focus() == name:
                return
            strike("Tab")
            time.sleep(0.05)
        raise AssertionError(f"{most} times Tab do not reach “{name}”")

    def list_all(self):
        """What can be seen, to be compared."""
        return sorted((node.get_role_name(), node.get_name() or "") for node in self.walk())

    def read(self, name):
        node = self.wait(TEXT, lambda other: other.startswith(name), repr(name))[1]
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


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
            return
    raise AssertionError(f"“{node.get_name()}” knows no {action}")
