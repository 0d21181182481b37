#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Searches a whole disk for what nobody may find on it.

A dossier of known people goes from paper to receipt on a file system of its own; then the raw
image of that disk is searched for their names and numbers in every spelling a program may
leave behind, and for bytes of their pages and papers: before and after deletion, with many
small dossiers deleted beside it, and with an old copy of the database put back. Logs,
temporary files and core files are on the same disk. Memory file systems and temporary folders
are our own for the time (a mount namespace), and all that comes to be in them is searched as
well, so are core files where the kernel would put them, and the database's journal as often
as there is one. At the end one needle is written there in
clear: a search that cannot find it has found nothing either.

Needs root and loop devices; skipped (77) otherwise. --short is for `make check`.
"""
import argparse
import glob
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import practice  # noqa: E402

PROCEDURE = "2.000815"  # takes any paper
SECRET = "Trịnh Bích Quỳ Dưới Hầm"  # typed by a person, in no sample
CROWD = ["Nguyễn Thị Mẫu", "093188001231"]  # whom tests/fault/stock.c puts in
WINDOW_BYTES = 64
OWN = ["/tmp", "/var/tmp", "/dev/shm"]  # empty ones of ours while this runs
CORES = ["/var/crash", "/var/lib/systemd/coredump"]  # and the folder of core_pattern
ELSEWHERE_MOST = 64 << 20  # of a file; ours are smaller
WINDOWS = 6  # of each file


def spellings(text):
    """Every way in which a program may leave a text behind."""
    found = set()
    for form in ("NFC", "NFD"):
        for case in (str, str.upper, str.lower):
            shaped = case(unicodedata.normalize(form, text))
            for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
                found.add(shaped.encode(code))
    return found


def written_bytes(image):
    """All of the disk that was ever written, one piece after the other: the image is sparse,
    and what a file system has given up is still in it."""
    pieces = []
    with open(image, "rb") as disk:
        size = os.fstat(disk.fileno()).st_size
        end = 0
        while end < size:
            try:
                start = os.lseek(disk.fileno(), end, os.SEEK_DATA)
            except OSError:
                break
            end = os.lseek(disk.fileno(), start, os.SEEK_HOLE)
            pieces.append(os.pread(disk.fileno(), end - start, start))
    return bytes(4).join(pieces)


def core_folder():
    """Where the kernel puts core files, when that is a folder."""
    with open("/proc/sys/kernel/core_pattern", encoding="utf-8") as pattern:
        return os.path.dirname(pattern.read().strip()) or "/"


class Forensics(practice.Desk):
    def __init__(self, build, image_bytes, seed):
        super().__init__(build, "forensics")
        self.began = time.time() - 1
        self.searched = 0
        self.journals = 0
        self.image = self.path("disk")
        self.mount = self.path("mount")
        self.random = random.Random(seed)
        self.needles = {}  # bytes -> what it is
        self.hits = 0
        with open(self.image, "wb") as disk:
            disk.truncate(image_bytes)
        subprocess.run(["mkfs.ext4", "-q", "-F", self.image], check=True)
        os.mkdir(self.mount)
        self.attach()
        self.store = self.mount + "/store"
        for name in ("tmp", "logs", "cores"):
            os.mkdir(self.mount + "/" + name)
        os.environ.update(TMPDIR=self.mount + "/tmp", MOTCUA_LOG="debug")

    def attach(self):
        subprocess.run(["mount", "-o", "loop", self.image, self.mount], check=True)

    def detach(self):
        for _ in range(100):
            if subprocess.run(["umount", self.mount],
                              stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("cannot unmount " + self.mount)

    def close(self):
        subprocess.run(["umount", "-l", self.mount], stderr=subprocess.DEVNULL)
        super().close()

    def carry_out(self, *arguments):
        """Runs a command; what it says stays on the disk that is searched."""
        ran = self.run(*arguments, cwd=self.mount + "/cores")
        with open(self.mount + "/logs/all", "a", encoding="utf-8") as log:
            log.write(ran.stderr)
        if ran.returncode != 0:
            raise SystemExit("%s: %s" % (arguments[0], ran.stderr))
        return ran.stdout

    # --- needles ----------------------------------------------------------------

    def add_text(self, text, what):
        for needle in spellings(text):
            self.needles[needle] = what

    def add_windows(self, path):
        """Some stretches of a file that are not all alike, and not the procedure's name."""
        with open(path, "rb") as file:
            content = file.read()
        with open(self.build + "/config/procedures.json", "rb") as file:
            public = file.read()
        for _ in range(WINDOWS * 10):
            if len(content) <= WINDOW_BYTES:
                break
            at = self.random.randrange(len(content) - WINDOW_BYTES)
            window = content[at:at + WINDOW_BYTES]
            if len(set(window)) > 24 and window not in public:
                self.needles[window] = "bytes of " + os.path.basename(path)
        if path.endswith(".tif"):
            return
        self.needles[hashlib.sha256(content).digest()] = "raw digest"

    def search(self, when):
        """Reads the raw image; the file system is brought down, so nothing is only in memory."""
        self.detach()
        found = []
        raw = written_bytes(self.image)
        for needle, what in self.needles.items():
            if needle in raw:
                found.append(what)
        del raw
        self.attach()
        found += self.search_elsewhere()
        print("%s: %d needles, %d found; %d files elsewhere" % (
            when, len(self.needles), len(found), self.searched), flush=True)
        return found

    def find_in(self, path):
        """What of the needles stands in a file; a file may go while we look."""
        try:
            with open(path, "rb") as file:
                content = file.read(ELSEWHERE_MOST)
        except OSError:
            return []
        self.searched += 1
        return ["%s in %s" % (what, path) for needle, what in self.needles.items()
                if needle in content]

    def search_elsewhere(self):
        """What was left outside of the disk. The papers that are fed, the portal's copies and
        what we took out are in our own folder, plain by right."""
        self.searched, paths = 0, []
        for top in OWN:
            for folder, folders, names in os.walk(top):
                folders[:] = [name for name in folders
                              if os.path.join(folder, name) != self.work
                              and not os.path.ismount(os.path.join(folder, name))]
                paths += [os.path.join(folder, name) for name in names]
        for top in CORES + [core_folder()]:
            if os.path.isdir(top):
                paths += [entry.path for entry in os.scandir(top)
                          if entry.is_file(follow_symlinks=False)
                          and entry.stat().st_mtime >= self.began]
        return [what for path in paths if os.path.isfile(path) and not os.path.islink(path)
                for what in self.find_in(path)]

    def watch(self):
        """Looks at the database's journal as often as there is one, while work goes on."""
        while not self.watching.wait(0.002):
            for suffix in ("-journal", "-wal", "-shm"):
                path = self.store + "/motcua.db" + suffix
                if os.path.exists(path):
                    self.journals += 1
                    for what in self.find_in(path):
                        self.hits += 1
                        print("violation: journal: " + what, flush=True)

    def watched(self, act):
        self.watching = threading.Event()
        watcher = threading.Thread(target=self.watch)
        watcher.start()
        try:
            return act()
        finally:
            self.watching.set()
            watcher.join()

    def expect_nothing(self, when):
        for what in self.search(when):
            print("violation: %s: %s" % (when, what), flush=True)
            self.hits += 1

    # --- the story --------------------------------------------------------------

    def take(self, short):
        """One dossier from paper to receipt; returns its id."""
        options = ["--pages", "2", "--kinds", "the_can_cuoc"] if short else []
        papers = self.print_papers("papers", "--seed", "5", "--dpi", "200", *options)
        with open(papers + "/truth/manifest.json", encoding="utf-8") as file:
            for page in json.load(file):
                for name, value in page["fields"].items():
                    if name in ("full_name", "id_number", "address", "father_name",
                                "mother_name", "phone") and len(value) > 5:
                        self.add_text(value.splitlines()[0], "the " + name)
        self.add_text(SECRET, "a reason")
        dossier = self.carry_out("intake", "--procedure", PROCEDURE, "--device", "hopper:" + papers,
                            "--waive", "TP09=" + SECRET).strip()
        self.carry_out("upload", "--drain")
        if self.dossiers()[dossier]["state"] != "accepted":
            raise SystemExit("the dossier was not accepted")
        for path in glob.glob(self.export(dossier, "out", "--scans") + "/*"):
            self.add_windows(path)
        return dossier

    def crash(self):
        """A crash leaves no core file, whatever the shell allows."""
        serving = subprocess.Popen(
            ["sh", "-c", "ulimit -c unlimited; exec \"$@\"", "sh", *self.command("upload")],
            cwd=self.mount + "/cores", stderr=subprocess.DEVNULL)
        time.sleep(1)
        serving.send_signal(signal.SIGSEGV)
        serving.wait()
        if os.listdir(self.mount + "/cores"):
            self.hits += 1
            print("violation: a crash left a core file", flush=True)

    def crowd(self, count):
        """Small dossiers, withdrawn; returns their ids."""
        stocked = subprocess.run([self.build + "/tests/stock", self.store, "practice",
                                  str(count), "1", "0"], stdout=subprocess.PIPE, text=True)
        ids = stocked.stdout.split()
        if len(ids) != count:
            raise SystemExit("only %d of %d dossiers were stocked" % (len(ids), count))
        for text in CROWD:
            self.add_text(text, "one of the crowd")
        for at in range(0, count, 200):
            self.carry_out("queue", "withdraw", *ids[at:at + 200])
        return ids

    def erase(self, ids):
        for at in range(0, len(ids), 200):
            self.carry_out("purge", *ids[at:at + 200])

    def check_old_database(self, copy, ids):
        """An old copy of the database knows the dossiers and opens none of them."""
        shutil.copy(copy, self.store + "/motcua.db")
        known = self.dossiers()
        for dossier in ids:
            shown = self.run("queue", "show", dossier)
            out = self.run("export", dossier, "--out", self.path("none"))
            told = (shown.stdout + out.stderr).encode()
            if dossier not in known or out.returncode == 0 \
                    or any(needle in told for needle in self.needles):
                self.hits += 1
                print("violation: an old database brings %s back" % dossier, flush=True)

    def plant(self):
        """The search must find what is there."""
        needle = SECRET.encode("utf-16-le")
        with open(self.mount + "/planted", "wb") as file:
            file.write(needle)
        if not self.search("one needle planted in clear"):
            self.hits += 1
            print("violation: the search finds nothing that is there", flush=True)


def play(desk, short, count):
    desk.start_portal()
    for text in CROWD + [SECRET]:
        desk.add_text(text, "a name")
    dossier = desk.watched(lambda: desk.take(short))
    desk.crash()
    desk.expect_nothing("dossier accepted")
    crowd = desk.crowd(count)
    desk.expect_nothing("%d small dossiers beside it" % count)
    copy = desk.path("old.db")
    shutil.copy(desk.store + "/motcua.db", copy)
    began = time.monotonic()
    desk.watched(lambda: desk.erase(crowd + [dossier]))
    taken = time.monotonic() - began
    print("%d dossiers erased in %.1f s; %d journals searched" % (
        count + 1, taken, desk.journals), flush=True)
    if os.listdir(desk.store + "/dossiers") or len(os.listdir(desk.store + "/keys")) != 1:
        desk.hits += 1
        print("violation: files are left behind", flush=True)
    desk.expect_nothing("all erased")
    desk.carry_out("verify", "--all")
    desk.check_old_database(copy, [dossier] + crowd[:3])
    desk.expect_nothing("with an old copy of the database")
    desk.plant()


def take_own_folders(*kept):
    """Goes on in a mount namespace whose temporary folders are new and empty; what is @kept
    stays where it is."""
    if "MOTCUA_OWN_FOLDERS" in os.environ:
        return
    os.environ["MOTCUA_OWN_FOLDERS"] = "1"
    mounts = ["mkdir -p /run/motcua-kept", "mount -t tmpfs kept /run/motcua-kept"]
    for i, path in enumerate(kept):
        mounts += ["mkdir /run/motcua-kept/%d" % i,
                   "mount --bind '%s' /run/motcua-kept/%d" % (path, i)]
    mounts += ["mount -t tmpfs -o mode=1777 own " + path for path in OWN]
    for i, path in enumerate(kept):
        mounts += ["mkdir -p '%s'" % path, "mount --bind /run/motcua-kept/%d '%s'" % (i, path)]
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", "sh", "-ec",
                          "; ".join(mounts) + "; exec \"$@\"", "sh", sys.executable] + sys.argv)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--dossiers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if os.geteuid() != 0 or not os.path.exists("/dev/loop-control"):
        print("skipped: needs root and loop devices")
        return 77
    take_own_folders(os.path.abspath(options.build),
                     os.path.abspath(os.path.join(os.path.dirname(__file__), "..")))
    desk = Forensics(options.build, (192 << 20) if options.short else (1 << 30), options.seed)
    try:
        play(desk, options.short, 10 if options.short else options.dossiers)
    finally:
        desk.close()
    print("hits=%d" % desk.hits)
    return 1 if desk.hits else 0


if __name__ == "__main__":
    sys.exit(main())
