# SPDX-License-Identifier: Apache-2.0
# A thin front door: Meson builds, this file installs what is missing and names the doors.

BUILD ?= build
ASAN ?= build-asan

# What the program needs to be built and to run.
PACKAGES = build-essential gettext meson ninja-build pkg-config \
  libcurl4-openssl-dev libglib2.0-dev libgtk-4-dev libjson-glib-dev libleptonica-dev \
  libp11-dev \
  libsane-dev libseccomp-dev libsodium-dev libsoup-3.0-dev libsqlite3-dev libssl-dev libtesseract-dev \
  libjpeg-dev libpng-dev libtiff-dev libzxing-dev zlib1g-dev $(PDF) glib-networking \
  tesseract-ocr-eng tesseract-ocr-script-viet tesseract-ocr-vie fonts-noto-core espeak-ng
# What draws PDFs that people bring: MuPDF, and what its static library wants.
PDF = libmupdf-dev libfreetype-dev libgumbo-dev libharfbuzz-dev libjbig2dec0-dev \
  libjpeg-dev libmujs-dev libopenjp2-7-dev
# What prints the sample papers and cover sheets, and ZBar, which checks their codes.
SAMPLES = libcairo2-dev libpango1.0-dev libqrencode-dev libzbar-dev fonts-dejavu-core fonts-liberation
# PDFBox's preflight, the one free judge of PDF/A in Debian.
PREFLIGHT = default-jre-headless libactivation-java libcommons-logging-java \
  libfontbox2-java libjaxb-api-java libpdfbox2-java
# What the tests check with.
CHECKERS = $(PREFLIGHT) at-spi2-core curl dbus dbus-x11 e2fsprogs \
  gir1.2-atspi-2.0 imagemagick iproute2 \
  mupdf-tools openssl poppler-utils python3 python3-gi qpdf sane-airscan sane-utils softhsm2 strace \
  systemd xauth xvfb

SUDO = $(shell test "$$(id -u)" = 0 || echo sudo)

.PHONY: all demo kiosk check sanitized packages install clean

all: $(BUILD)/build.ninja
	@ninja -C $(BUILD)

$(BUILD)/build.ninja: packages
	@test -e $@ || meson setup $(BUILD) $(MESON_FLAGS)

packages:
	@missing=; for p in $(PACKAGES) $(SAMPLES) $(EXTRA); do \
	  dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if test -n "$$missing"; then echo "Installing:$$missing"; \
	  $(SUDO) apt-get -q update && DEBIAN_FRONTEND=noninteractive \
	  $(SUDO) apt-get -q install -y --no-install-recommends $$missing; fi

# The main job, without hardware and without a question.
demo: all
	@tests/demo/demo $(BUILD)

# The same on screen.
kiosk: all
	@tests/demo/kiosk $(BUILD)

# All tests, in a plain build and in one with the address and behaviour sanitizers.
check:
	@$(MAKE) --no-print-directory packages EXTRA="$(CHECKERS)"
	@$(MAKE) --no-print-directory all
	@meson test -C $(BUILD) --print-errorlogs
	@$(MAKE) --no-print-directory sanitized

sanitized:
	@test -e $(ASAN)/build.ninja || meson setup $(ASAN) $(MESON_FLAGS) \
	  -Db_sanitize=address,undefined -Db_lundef=false
	@ninja -C $(ASAN)
	@meson test -C $(ASAN) --print-errorlogs --timeout-multiplier 4

install: all
	@meson install -C $(BUILD)

clean:
	rm -rf $(BUILD) $(ASAN)
