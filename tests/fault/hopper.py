#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Feeds the hopper scripts, images and options that nobody has thought of, through scanimage.

usage: hopper.py BUILD [--rounds N] [--seed S] [--keep DIR]

Each round makes a folder of images (whole, cut short, empty, unreadable, links, of every sort
that ImageMagick writes), a script (sound lines, lines with hostile values, lines of noise)
and options of scanimage, and scans the folder. A backend with sanitizers runs under them.

What must hold
  - scanimage ends by itself, or hangs where the script says hang or silent;
  - it ends with a status, never by a signal, or where the script says crash;
  - a script that is refused is refused with FILE:LINE: and a reason;
  - no sanitizer speaks.

Meson builds the backend without sanitizers, for programs of others load it. One with them:
  gcc -std=gnu17 -g -fsanitize=address,undefined -fPIC -shared -I. -o DIR/scan/libsane-hopper.so.1
  with scan/hopper.c, config/fault.c, the hopper_parts of scan/meson.build and their libraries;
then BUILD is DIR.

Prints rounds, scans that gave a page, refused scripts, violations and the seed.
"""
import argparse
import glob
import os
import random
import shutil
import subprocess
import sys
import tempfile

HANG_S = 40
WORDS = ("jam cover no-docs busy denied no-memory inval unsupported io-error eof cancelled "
         "double-feed unplug short long lines no-length padding fuzzy delay line-delay skew "
         "shift streak silent hang crash exit").split()
NUMBERS = ("0 1 2 3 -1 0.5 -0.5 45 -45 46 99 300 65535 65536 600000 600001 4294967296 "
           "99999999999999999999 1e9 nan inf 0x10 +3 3,5").split()
COLOURS = "black white grey red #123456 #12 #zzzzzz".split()
SOUND = ("jam|cover|no-docs|busy|io-error|eof|unplug|short|long|long 40|lines 3|lines 999999|"
         "no-length|padding 7|padding 60000|fuzzy|skew 3|skew -45|skew 44.9|skew 0.001|"
         "shift 30 -20|shift -900 900|streak 1 0.1|streak 20 300 #ff0000|double-feed|crash"
         ).split("|")
SETTINGS = {
    "pace": NUMBERS, "page-delay": ["0", "1", "7", "-1", "600001", "x"],
    "bed": ["216 x 297", "50 x 50", "49 x 50", "1200x1200", "x", "305", "305 x"],
    "background": COLOURS + ["0", "255", "256", "-1"],
    "model": ["A", "", "m" * 61, "Máy quét"],
    "source flatbed": ["Glass", "none", ""], "source adf": ["ADF", "none", "s" * 200],
    "source duplex": ["ADF Duplex", "none"], "double-feed-detection": ["yes", "no", "maybe"],
    "place": ["kept", "forgotten", "lost"], "cover": ["open", "closed", "ajar"],
    "button": ["pressed", "pressed after 1", "pressed after x", "released"],
}
# Images: name and what ImageMagick is asked for.
SORTS = {
    "grey.png": ["-size", "90x120", "gradient:", "-depth", "8"],
    "deep.png": ["-size", "60x80", "gradient:red-blue", "-depth", "16"],
    "palette.png": ["-size", "64x64", "plasma:", "-colors", "7", "-type", "Palette"],
    "bits.png": ["-size", "63x70", "pattern:checkerboard", "-monochrome"],
    "laced.png": ["-size", "70x90", "plasma:", "-interlace", "PNG"],
    "alpha.png": ["-size", "70x90", "radial-gradient:none-black"],
    "plain.jpg": ["-size", "80x100", "plasma:"],
    "slow.jpg": ["-size", "80x100", "plasma:", "-interlace", "JPEG"],
    "inks.jpg": ["-size", "80x100", "plasma:", "-colorspace", "CMYK"],
    "turned.jpg": ["-size", "80x100", "plasma:", "-orient", "RightTop"],
    "strips.tif": ["-size", "80x100", "plasma:", "-compress", "LZW"],
    "fax.tif": ["-size", "80x100", "pattern:checkerboard", "-monochrome", "-compress", "Group4"],
    "inks.tif": ["-size", "80x100", "plasma:", "-colorspace", "CMYK"],
    "alpha.tif": ["-size", "80x100", "radial-gradient:none-black", "-compress", "Zip"],
    "deep.tif": ["-size", "80x100", "plasma:", "-depth", "16"],
    "tiles.tif": ["-size", "90x100", "plasma:", "-define", "tiff:tile-geometry=32x32"],
    "planes.tif": ["-size", "80x100", "plasma:", "-interlace", "Plane"],
    "turned.tif": ["-size", "80x100", "plasma:", "-orient", "BottomLeft"],
    "big.tif": ["-size", "80x100", "plasma:", "TIFF64:"],
    "mixed.tif": ["-size", "80x100", "plasma:", "-size", "300x20", "plasma:",
                  "-size", "9x400", "plasma:"],
    "wide.png": ["-size", "700x90", "plasma:", "-units", "PixelsPerInch", "-density", "72"],
    "dot.png": ["-size", "1x1", "xc:red"],
}


def make_images(folder):
    for name, arguments in SORTS.items():
        target = os.path.join(folder, name)
        if arguments[-1].endswith(":") and arguments[-1].isupper():
            arguments, target = arguments[:-1], arguments[-1] + target
        subprocess.run(["convert", "-density", "50", *arguments, target], check=True,
                       env=dict(os.environ, MAGICK_THREAD_LIMIT="1"))


class Campaign:
    def __init__(self, options):
        self.dice = random.Random(options.seed)
        self.build = os.path.abspath(options.build)
        self.room = tempfile.mkdtemp(prefix="hopper-")
        self.images = os.path.join(self.room, "images")
        self.sane = os.path.join(self.room, "sane")
        self.keep = options.keep
        self.pages = self.refused = self.violations = 0
        os.mkdir(self.images)
        os.mkdir(self.sane)
        with open(os.path.join(self.sane, "dll.conf"), "w") as conf:
            conf.write("hopper\n")
        make_images(self.images)
        self.environment = dict(os.environ, SANE_CONFIG_DIR=self.sane, LC_ALL="C.UTF-8",
                                LD_LIBRARY_PATH=os.path.join(self.build, "scan"))
        backend = os.path.join(self.build, "scan", "libsane-hopper.so.1")
        needed = subprocess.run(["ldd", backend], stdout=subprocess.PIPE, text=True).stdout
        sanitizers = [line.split()[2] for line in needed.splitlines() if "libasan" in line]
        if sanitizers:
            self.environment.update(LD_PRELOAD=sanitizers[0],
                                    ASAN_OPTIONS="detect_leaks=0:exitcode=99",
                                    UBSAN_OPTIONS="halt_on_error=1:exitcode=99")

    def fill(self, folder):
        for name in self.dice.sample(sorted(SORTS), self.dice.choice((0, 1, 2, 3, 4))):
            path = os.path.join(folder, name)
            shutil.copy(os.path.join(self.images, name), path)
            fate = self.dice.random()
            if fate < 0.15:
                size = os.path.getsize(path)
                os.truncate(path, self.dice.choice((0, 1, 8, 30, size // 2, size - 1)))
            elif fate < 0.3:
                with open(path, "r+b") as file:
                    for _ in range(self.dice.choice((1, 4, 20))):
                        file.seek(self.dice.randrange(os.path.getsize(path)))
                        file.write(bytes([self.dice.randrange(256)]))
            elif fate < 0.35:
                os.rename(path, path + ".real")
                os.symlink(self.dice.choice((path + ".real", path, "/nowhere", "/dev/zero",
                                             "/etc/passwd", ".")), path)
        if self.dice.random() < 0.1:
            os.mkfifo(os.path.join(folder, "pipe.png"))

    def draw_fault(self):
        pick = self.dice.choice
        if self.dice.random() < 0.8:
            return "sheet %s%s = %s%s" % (pick("123*"), pick(("", " front", " back")),
                                          pick(SOUND), pick(("", "", " once", " put-back all")))
        where = pick(("open", "cancel", "close", "sheet %s" % pick(("1", "2", "*", "1-2", "2-1",
                      "0", "99999999999", "x", "1-"))))
        if where.startswith("sheet"):
            where += pick(("", " front", " back", " front back"))
            where += pick(("", " start", " read", " read at line 5", " read at byte 0",
                           " read at byte 99999999999", " at line", " read at line -1"))
        words = WORDS if self.dice.random() < 0.15 else WORDS[:-4]
        what = " ".join([pick(words)] + [pick(NUMBERS + COLOURS)
                                         for _ in range(pick((0, 0, 1, 2, 3)))])
        return "%s = %s%s" % (where, what, pick(("", "", " once", " times 2", " times 0",
                                                 " put-back 0", " put-back all", " put-back")))

    def draw_line(self):
        kind = self.dice.random()
        if kind < 0.8:
            return self.draw_fault()
        if kind < 0.95:
            name = self.dice.choice(sorted(SETTINGS))
            return "%s = %s" % (name, self.dice.choice(SETTINGS[name]))
        return self.dice.choice(("", "#", "=", "= =", "\0", "\x80\xff", "sheet", "a" * 100000,
                                 " sheet  1 =jam", "sheet 1 == jam", "\t", "\r"))

    def draw_options(self):
        pick = self.dice.choice
        options = ["--resolution", pick(("25", "50", "75") * 3 + ("1200", "1", "9999"))]
        if options[1] == "1200":
            options += ["-x", "20", "-y", "20"]
        for name, values in (("--mode", ("Color", "Gray", "Lineart") * 3 + ("Sepia",)),
                             ("--depth", ("8", "16") * 3 + ("1",)),
                             ("--source", ("Flatbed", "ADF Front", "ADF Duplex") * 3 + ("none",)),
                             ("--threshold", ("0", "50", "100", "500")),
                             ("-l", ("0", "100", "-3", "5000")), ("-x", ("1", "0", "3000")),
                             ("--df-action", ("Stop", "Continue", "Default")),
                             ("--pace", ("0", "1000", "2000"))):
            if self.dice.random() < 0.3:
                options += [name, pick(values)]
        if self.dice.random() < 0.6:
            options += ["--batch=" + os.path.join(self.room, "out%d.pnm"), "--batch-count=4"]
        return options + self.dice.choice(([],) * 8 + (["--test"], ["-A"], ["-n"]))

    def violate(self, folder, command, what):
        self.violations += 1
        print("violation: %s\n  %s" % (what, " ".join(command)), flush=True)
        if self.keep:
            os.makedirs(self.keep, exist_ok=True)
            shutil.copytree(folder, os.path.join(self.keep, "%d" % self.violations),
                            symlinks=True, ignore=lambda _, names: [
                                name for name in names if name == "pipe.png"])

    def play(self):
        folder = tempfile.mkdtemp(dir=self.room)
        self.fill(folder)
        script = "\n".join(self.draw_line() for _ in range(self.dice.choice((0, 1, 1, 2, 4))))
        with open(os.path.join(folder, "hopper.conf"), "wb") as file:
            file.write(script.encode("latin-1", "replace"))
        command = ["scanimage", "-d", "hopper:" + folder, *self.draw_options()]
        stops = any(word in script for word in ("hang", "silent", "delay", "pace"))
        try:
            done = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  timeout=1 if stops else HANG_S)
        except subprocess.TimeoutExpired:
            if not stops:
                self.violate(folder, command, "it hangs")
            return
        finally:
            made = glob.glob(os.path.join(self.room, "out*.pnm"))
            self.pages += bool(made)
            for path in made:
                os.unlink(path)
        said = done.stderr.decode("utf-8", "replace")
        self.pages += len(done.stdout) > 0
        self.refused += "hopper.conf:" in said
        if "runtime error" in said or "Sanitizer" in said:
            self.violate(folder, command, said[-3000:])
        elif done.returncode < 0 and "crash" not in script:
            self.violate(folder, command, "ended by signal %d: %s" % (-done.returncode,
                                                                      said[-500:]))
        shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", default="")
    options = parser.parse_args()
    campaign = Campaign(options)
    try:
        for _ in range(options.rounds):
            campaign.play()
    finally:
        shutil.rmtree(campaign.room, ignore_errors=True)
    print("rounds=%d pages=%d refused=%d violations=%d seed=%d" % (
        options.rounds, campaign.pages, campaign.refused, campaign.violations, options.seed))
    return 1 if campaign.violations or campaign.pages == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
