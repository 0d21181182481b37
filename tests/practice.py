# SPDX-License-Identifier: Apache-2.0
"""A desk to practise on: sample papers, a store, a practice portal, the command line."""
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


# A station key of the tests' own, for every program they start; the account's is left alone.
KEYS = tempfile.TemporaryDirectory(prefix="motcua-key-")
os.environ["MOTCUA_KEY_FILE"] = os.path.join(KEYS.name, "station.key")


def prefer_memory(least_bytes):
    """Lets desks lie in memory where there is room: for what tries no disk."""
    folder = "/dev/shm"
    if os.path.isdir(folder) and shutil.disk_usage(folder).free >= least_bytes:
        tempfile.tempdir = folder


class Desk:
    """Everything lives in one folder of its own, `work`, until close()."""

    def __init__(self, build, name):
        self.build = os.path.abspath(build)
        self.motcua = os.path.join(self.build, "motcua")
        self.work = tempfile.mkdtemp(prefix="motcua-%s-" % name)
        self.store = self.path("store")
        self.portal_dir = self.path("portal")
        self.conf = os.path.join(self.portal_dir, "motcua.conf")
        self.portal = None

    def path(self, *names):
        return os.path.join(self.work, *names)

    def replace(self, parts):
        """Goes on with a build folder of its own, in which some programs are others: name ->
        file. Programs look for each other where they lie, so the rest comes along."""
        folder = self.path("build")
        os.makedirs(folder + "/meson-info")
        for name in os.listdir(self.build):
            path = os.path.join(self.build, name)
            if os.path.isdir(path) and name != "meson-info":
                os.symlink(path, os.path.join(folder, name))
            elif name == "motcua" or name.startswith("motcua-"):
                shutil.copy(parts.get(name, path), os.path.join(folder, name))
        self.build = folder
        self.motcua = os.path.join(folder, "motcua")

    def close(self):
        self.stop_portal()
        shutil.rmtree(self.work, ignore_errors=True)

    def print_papers(self, name, *options):
        """Prints sample papers into a folder and returns its path."""
        folder = self.path(name)
        subprocess.run([self.build + "/tests/printer/printer", "--out", folder, *options],
                       check=True, stdout=subprocess.DEVNULL)
        return folder

    # --- the portal -------------------------------------------------------------

    def start_portal(self, *options):
        """Opens the portal, on the port it had before if it had one."""
        port = 0
        if os.path.exists(self.conf):
            with open(self.conf, encoding="utf-8") as conf:
                port = int(re.search(r"https://127\.0\.0\.1:(\d+)/", conf.read())[1])
        self.portal = subprocess.Popen(
            [self.motcua, "sandbox-portal", "--listen", "127.0.0.1:%d" % port,
             "--dir", self.portal_dir, *options], stdout=subprocess.PIPE, text=True)
        line = self.portal.stdout.readline()
        if not line.startswith("ready"):
            raise RuntimeError("the practice portal did not start: %r" % line)

    def stop_portal(self, how=signal.SIGTERM):
        if self.portal is None:
            return
        self.portal.send_signal(how)
        self.portal.wait()
        self.portal.stdout.close()
        self.portal = None

    def filings(self):
        """What the portal holds: id of ours -> [(dossier.json, folder)]."""
        held = {}
        folder = os.path.join(self.portal_dir, "dossiers")
        for entry in os.listdir(folder) if os.path.isdir(folder) else []:
            path = os.path.join(folder, entry)
            try:
                with open(os.path.join(path, "dossier.json"), encoding="utf-8") as file:
                    filing = json.load(file)
            except (FileNotFoundError, NotADirectoryError):
                continue  # never came to be
            held.setdefault(filing["referenceUid"], []).append((filing, path))
        return held

    # --- the command line -------------------------------------------------------

    def command(self, *arguments):
        return [self.motcua, "--store", self.store, "--config", self.conf, *arguments]

    def run(self, *arguments, **options):
        """Runs a command to its end."""
        return subprocess.run(self.command(*arguments), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=600, **options)

    def start(self, *arguments, said=subprocess.PIPE, **options):
        """Starts a command in a process group of its own; what it says goes to pipes, or to
        the file @said."""
        return subprocess.Popen(self.command(*arguments), stdout=said, stderr=said, text=True,
                                start_new_session=True, **options)

    def export(self, dossier, name, *options):
        """Takes the dossier's files out of the store; returns their folder."""
        folder = self.path("export-" + name)
        taken = self.run("export", dossier, "--out", folder, *options)
        if taken.returncode != 0:
            raise RuntimeError("export: " + taken.stderr)
        return folder

    def dossiers(self):
        """The queue: id -> dossier."""
        listed = self.run("queue", "list", "--json")
        if listed.returncode != 0:
            raise RuntimeError("queue list: " + listed.stderr)
        return {dossier["id"]: dossier for dossier in json.loads(listed.stdout)}
