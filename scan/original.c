/* SPDX-License-Identifier: Apache-2.0 */

/* Most images are upright and stored line after line, and pass through here a line at a
 * time. Interlaced ones, and those whose first stored line is not their upper edge, are
 * laid into a file first (scan/shelf.h), at the first line that is asked for.
 *
 * How the image is turned is held as three switches. A pixel (x, y) of the result is mirrored
 * in x and y if so switched, and then, if transposed, x is the stored line and y the place
 * in it; else the other way round. */

#include "scan/original.h"

#include "scan/codec.h"
#include "scan/shelf.h"

#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC_BYTES 8

typedef struct {
  gboolean is_transposed;
  gboolean is_mirrored; /* in x */
  gboolean is_flipped;  /* in y */
} Turn;

struct Original {
  const Codec *codec;
  gpointer state;
  CodecImage image;
  const gint *is_stopped;
  Turn turn;
  Shelf *shelf; /* or NULL */
  guint next;   /* line of the result */
};

gboolean
codec_set_damaged (GError **error, const char *reason) {
  g_set_error (error, FAULT, FAULT_IMAGE, "the image cannot be read: %s",
               *reason != '\0' ? reason : "it is damaged");
  return FALSE;
}

gboolean
codec_check_size (guint width_px, guint height_px, GError **error) {
  if (width_px > 0 && height_px > 0 && width_px <= LIMIT_HOPPER_SIDE_PX
      && height_px <= LIMIT_HOPPER_SIDE_PX
      && (guint64) width_px * height_px <= LIMIT_HOPPER_AREA_PX)
    return TRUE;
  g_set_error (error, FAULT, FAULT_IMAGE,
               "an image of %u x %u pixels is not read: it has no area, or is too large",
               width_px, height_px);
  return FALSE;
}

double
codec_round_dpi (double dpi) {
  return fabs (dpi - round (dpi)) < 0.05 ? round (dpi) : dpi;
}

/* A folder may have pipes and devices in it, which must not be waited for. */
static int
open_regular (const char *path) {
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  struct stat status;

  if (fd < 0 || (fstat (fd, &status) == 0 && S_ISREG (status.st_mode)))
    return fd;
  close (fd);
  return -1;
}

static const Codec *
find_codec (int fd) {
  static const struct {
    const char *magic;
    gsize size;
    const Codec *codec;
  } kinds[] = {
      {"\x89PNG\r\n\x1a\n", 8, &codec_png}, {"\xff\xd8\xff", 3, &codec_jpeg},
      {"II\x2a\0", 4, &codec_tiff},         {"MM\0\x2a", 4, &codec_tiff},
      {"II\x2b\0", 4, &codec_tiff},         {"MM\0\x2b", 4, &codec_tiff},
  };
  char magic[MAGIC_BYTES] = {0};
  gssize got = pread (fd, magic, sizeof magic, 0);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (got >= (gssize) kinds[i].size
        && memcmp (magic, kinds[i].magic, kinds[i].size) == 0)
      return kinds[i].codec;
  }
  return NULL;
}

/* A file that may not be read could be a page, and nobody should miss it silently. */
static gboolean
is_locked (const char *path) {
  struct stat status;

  return stat (path, &status) == 0 && S_ISREG (status.st_mode)
         && access (path, R_OK) != 0;
}

/* A TIFF whose directory is damaged is an image all the same, which cannot be read. */
guint
original_count (const char *path) {
  int fd = open_regular (path);
  const Codec *codec = fd >= 0 ? find_codec (fd) : NULL;

  guint count;

  if (fd < 0)
    return is_locked (path) ? 1 : 0;
  if (codec == &codec_tiff) {
    count = codec_tiff_count (fd);
    return MAX (count, 1);
  }
  close (fd);
  return codec != NULL ? 1 : 0;
}

static Turn
parse_turn (guint orientation) {
  static const Turn turns[] = {
      [2] = {FALSE, TRUE, FALSE}, [3] = {FALSE, TRUE, TRUE}, [4] = {FALSE, FALSE, TRUE},
      [5] = {TRUE, FALSE, FALSE}, [6] = {TRUE, TRUE, FALSE}, [7] = {TRUE, TRUE, TRUE},
      [8] = {TRUE, FALSE, TRUE},
  };

  return orientation < G_N_ELEMENTS (turns) ? turns[orientation] : turns[0];
}

Original *
original_open (const char *path, guint image, const gint *is_stopped, GError **error) {
  g_autoptr (Original) original = g_new0 (Original, 1);
  int fd = open_regular (path);

  if (fd < 0) {
    fault_set_errno (error, FAULT_IMAGE, "no file that can be read");
    return NULL;
  }
  original->codec = find_codec (fd);
  if (original->codec == NULL) {
    close (fd);
    codec_set_damaged (error, "it is neither PNG nor JPEG nor TIFF");
    return NULL;
  }
  original->is_stopped = is_stopped;
  original->state
      = original->codec->open (fd, image, is_stopped, &original->image, error);
  if (original->state == NULL)
    return NULL;
  original->turn = parse_turn (original->image.turn);
  return g_steal_pointer (&original);
}

void
original_free (Original *original) {
  g_clear_pointer (&original->shelf, shelf_free);
  if (original->state != NULL)
    original->codec->close (original->state);
  g_free (original);
}

OriginalShape
original_get_shape (const Original *original) {
  OriginalShape shape = original->image.shape;

  if (original->turn.is_transposed) {
    const OriginalShape stored = shape;

    shape.width_px = stored.height_px;
    shape.height_px = stored.width_px;
    shape.x_dpi = stored.y_dpi;
    shape.y_dpi = stored.x_dpi;
  }
  return shape;
}

void
original_turn (Original *original) {
  Turn before = original->turn;

  g_assert (original->next == 0 && original->shelf == NULL);
  original->turn = (Turn){.is_transposed = !before.is_transposed,
                          .is_mirrored = !before.is_flipped,
                          .is_flipped = before.is_mirrored};
}

static gboolean
is_shelved (const Original *original) {
  return original->turn.is_transposed || original->turn.is_flipped
         || original->image.passes > 1;
}

static gboolean
check_stopped (const Original *original, GError **error) {
  return original->is_stopped == NULL || !g_atomic_int_get (original->is_stopped)
         || codec_set_damaged (error, "the scan was cancelled");
}

static gboolean
fill_shelf (Original *original, GError **error) {
  const OriginalShape *stored = &original->image.shape;
  g_autofree guint8 *line = g_malloc0 ((gsize) stored->width_px * stored->channels);

  original->shelf
      = shelf_new (stored->height_px, stored->width_px, stored->channels, error);
  if (original->shelf == NULL)
    return FALSE;
  for (guint pass = 0; pass < original->image.passes; pass++) {
    for (guint i = 0; i < stored->height_px; i++) {
      if (!check_stopped (original, error)
          || (pass > 0 && !shelf_read (original->shelf, i, line, error))
          || !original->codec->read (original->state, line, error)
          || !shelf_write (original->shelf, i, line, error))
        return FALSE;
    }
  }
  return TRUE;
}

static void
mirror_line (guint8 *line, gsize pixels, gsize channels) {
  guint8 spare[3];

  for (gsize left = 0, right = pixels - 1; left < right; left++, right--) {
    memcpy (spare, line + left * channels, channels);
    memcpy (line + left * channels, line + right * channels, channels);
    memcpy (line + right * channels, spare, channels);
  }
}

static gboolean
read_shelved (Original *original, guint8 *line, GError **error) {
  const OriginalShape shape = original_get_shape (original);
  guint y
      = original->turn.is_flipped ? shape.height_px - 1 - original->next : original->next;

  if (original->shelf == NULL && !fill_shelf (original, error))
    return FALSE;
  return original->turn.is_transposed
             ? shelf_read_column (original->shelf, y, line, error)
             : shelf_read (original->shelf, y, line, error);
}

gboolean
original_read (Original *original, guint8 *line, GError **error) {
  OriginalShape shape = original_get_shape (original);

  g_assert (original->next < shape.height_px);
  if (!(is_shelved (original) ? read_shelved (original, line, error)
                              : original->codec->read (original->state, line, error)))
    return FALSE;
  if (original->turn.is_mirrored)
    mirror_line (line, shape.width_px, shape.channels);
  original->next++;
  return TRUE;
}
