/* SPDX-License-Identifier: Apache-2.0 */

/* One setting or one mishap (scan/mishap.c) a line:
 *
 *   pace = 40
 *   source duplex = Automatic Document Feeder (duplex)
 *   sheet 7 = jam once
 *
 * What is not understood is refused, with its line: a fault that was misspelt would
 * otherwise be a test that passes. */

#include "scan/script.h"

#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* with which some editors begin */
#define BED_WIDTH_MM    305            /* A3, and a little more */
#define BED_HEIGHT_MM   432
#define BED_LEAST_MM    50
#define MODEL_BYTES     60

struct Script {
  GPtrArray *mishaps; /* of Mishap */
  DialsBuild build;
  char *model; /* or NULL */
  guint8 bed;
  gboolean has_memory;
  gboolean is_cover_open;
  gboolean is_pressed;
  guint pressed_after_ms;
  guint seen; /* settings, a bit each */
};

/* Sets one thing from the text behind "="; FALSE when that makes no sense. */
typedef gboolean (*Setter) (Script *script, const char *value);

static gboolean
set_page_delay (Script *script, const char *value) {
  return mishap_parse_number (value, 0, LIMIT_HOPPER_DELAY_MS,
                              &script->build.page_delay_ms);
}

static gboolean
set_pace (Script *script, const char *value) {
  return mishap_parse_number (value, 0, LIMIT_HOPPER_PACE, &script->build.pace);
}

/* "216 x 297" */
static gboolean
set_bed (Script *script, const char *value) {
  g_auto (GStrv) sides = g_strsplit (value, "x", 2);

  return g_strv_length (sides) == 2
         && mishap_parse_number (g_strstrip (sides[0]), BED_LEAST_MM, LIMIT_HOPPER_BED_MM,
                                 &script->build.bed_width_mm)
         && mishap_parse_number (g_strstrip (sides[1]), BED_LEAST_MM, LIMIT_HOPPER_BED_MM,
                                 &script->build.bed_height_mm);
}

static gboolean
set_background (Script *script, const char *value) {
  guint8 colour[3];
  guint grey;

  if (mishap_parse_number (value, 0, 255, &grey)) {
    script->bed = (guint8) grey;
    return TRUE;
  }
  if (!mishap_parse_colour (value, colour) || colour[0] != colour[1]
      || colour[0] != colour[2])
    return FALSE;
  script->bed = colour[0];
  return TRUE;
}

static gboolean
set_source (Script *script, DialsSource source, const char *value) {
  if (*value == '\0')
    return FALSE;
  g_free (script->build.sources[source]);
  script->build.sources[source] = g_str_equal (value, "none") ? NULL : g_strdup (value);
  return TRUE;
}

static gboolean
set_model (Script *script, const char *value) {
  if (*value == '\0' || strlen (value) > MODEL_BYTES
      || !g_utf8_validate (value, -1, NULL))
    return FALSE;
  g_free (script->model);
  script->model = g_strdup (value);
  return TRUE;
}

static gboolean
set_flatbed (Script *script, const char *value) {
  return set_source (script, DIALS_FLATBED, value);
}

static gboolean
set_adf (Script *script, const char *value) {
  return set_source (script, DIALS_ADF, value);
}

static gboolean
set_duplex (Script *script, const char *value) {
  return set_source (script, DIALS_DUPLEX, value);
}

/* One of two words. */
static gboolean
set_switch (gboolean *place, const char *value, const char *on, const char *off) {
  *place = g_str_equal (value, on);
  return *place || g_str_equal (value, off);
}

static gboolean
set_detection (Script *script, const char *value) {
  return set_switch (&script->build.has_double_feed_detection, value, "yes", "no");
}

static gboolean
set_place (Script *script, const char *value) {
  gboolean is_kept = FALSE;

  if (!set_switch (&is_kept, value, "kept", "forgotten"))
    return FALSE;
  script->has_memory |= is_kept;
  return TRUE;
}

static gboolean
set_cover (Script *script, const char *value) {
  return set_switch (&script->is_cover_open, value, "open", "closed");
}

/* "pressed" or "pressed after MILLISECONDS" */
static gboolean
set_button (Script *script, const char *value) {
  script->is_pressed = TRUE;
  if (g_str_equal (value, "pressed"))
    return TRUE;
  return g_str_has_prefix (value, "pressed after ")
         && mishap_parse_number (value + strlen ("pressed after "), 0,
                                 LIMIT_HOPPER_DELAY_MS, &script->pressed_after_ms);
}

static const struct {
  const char *key;
  Setter set;
  const char *wanted;
} settings[] = {
    {"page-delay", set_page_delay, "milliseconds"},
    {"model", set_model, "a name of at most 60 bytes"},
    {"pace", set_pace, "sheets a minute"},
    {"bed", set_bed, "WIDTH x HEIGHT in whole millimetres"},
    {"background", set_background, "white, black, grey or 0 to 255"},
    {"source flatbed", set_flatbed, "a name or none"},
    {"source adf", set_adf, "a name or none"},
    {"source duplex", set_duplex, "a name or none"},
    {"double-feed-detection", set_detection, "yes or no"},
    {"place", set_place, "kept or forgotten"},
    {"cover", set_cover, "open or closed"},
    {"button", set_button, "pressed or pressed after MILLISECONDS"},
};

/* How often a line strikes is remembered by its text, so the second of two that are alike
 * is told from the first. */
static void
number_text (const Script *script, Mishap *mishap) {
  g_autofree char *text = g_strdup (mishap->text);
  guint number = 1;

  for (guint i = 0; i < script->mishaps->len; i++) {
    const Mishap *before = script->mishaps->pdata[i];

    if (!g_str_equal (before->text, mishap->text))
      continue;
    g_free (mishap->text);
    mishap->text = g_strdup_printf ("%s (%u)", text, ++number);
  }
}

static gboolean
add_mishap (Script *script, const char *where, const char *what, char **reason) {
  Mishap *mishap = mishap_parse (where, what, reason);

  if (mishap == NULL)
    return FALSE;
  number_text (script, mishap);
  script->has_memory |= mishap->times > 0;
  g_ptr_array_add (script->mishaps, mishap);
  return TRUE;
}

static gboolean
set_key (Script *script, const char *key, const char *value, char **reason) {
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    if (!g_str_equal (settings[i].key, key))
      continue;
    if ((script->seen & (1u << i)) != 0) {
      *reason = g_strdup_printf ("%s is set twice", key);
      return FALSE;
    }
    script->seen |= 1u << i;
    if (settings[i].set (script, value))
      return TRUE;
    *reason = g_strdup_printf ("%s is %s, not \"%s\"", key, settings[i].wanted, value);
    return FALSE;
  }
  return add_mishap (script, key, value, reason);
}

/* A # that stands alone begins a comment; one before digits is a colour. */
static void
cut_comment (char *line) {
  for (char *at = strchr (line, '#'); at != NULL; at = strchr (at + 1, '#')) {
    gboolean is_first = at == line || g_ascii_isspace (at[-1]);

    if (is_first && (at[1] == '\0' || g_ascii_isspace (at[1]))) {
      *at = '\0';
      return;
    }
  }
}

static gboolean
parse_line (Script *script, char *line, char **reason) {
  char *equals;

  cut_comment (line);
  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return TRUE;
  equals = strchr (line, '=');
  if (equals == NULL) {
    *reason = g_strdup ("there is no \"=\"");
    return FALSE;
  }
  *equals = '\0';
  return set_key (script, g_strstrip (line), g_strstrip (equals + 1), reason);
}

/* A pipe under that name must not be waited for. */
static int
open_script (const char *path, gsize *size_bytes, GError **error) {
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat status;

  if (fd < 0) {
    fault_set_errno (error, FAULT_CONFIG, "%s", path);
    return -1;
  }
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode)
      && status.st_size <= (off_t) LIMIT_SETTINGS_BYTES) {
    *size_bytes = (gsize) status.st_size;
    return fd;
  }
  close (fd);
  g_set_error (error, FAULT, FAULT_CONFIG, "%s: no file, or too long", path);
  return -1;
}

/* Caller frees; NULL when it cannot be read. */
static char *
load_text (const char *path, GError **error) {
  gsize size_bytes = 0, filled = 0;
  int fd = open_script (path, &size_bytes, error);
  g_autofree char *text = NULL;
  gssize got = 1;

  if (fd < 0)
    return NULL;
  text = g_malloc0 (size_bytes + 1);
  while (filled < size_bytes && got > 0) {
    got = read (fd, text + filled, size_bytes - filled);
    if (got > 0)
      filled += (gsize) got;
  }
  close (fd);
  if (g_utf8_validate_len (text, filled, NULL))
    return g_steal_pointer (&text);
  g_set_error (error, FAULT, FAULT_CONFIG, "%s: no text in UTF-8", path);
  return NULL;
}

static Script *
new_script (void) {
  Script *script = g_new0 (Script, 1);

  script->mishaps = g_ptr_array_new_with_free_func ((GDestroyNotify) mishap_free);
  script->bed = 255;
  script->build = (DialsBuild){
      .bed_width_mm = BED_WIDTH_MM,
      .bed_height_mm = BED_HEIGHT_MM,
      .sources = {g_strdup ("Flatbed"), g_strdup ("ADF Front"), g_strdup ("ADF Duplex")},
      .has_double_feed_detection = TRUE,
  };
  return script;
}

static gboolean
parse_text (Script *script, const char *path, const char *text, GError **error) {
  const char *start
      = g_str_has_prefix (text, BYTE_ORDER_MARK) ? text + strlen (BYTE_ORDER_MARK) : text;
  g_auto (GStrv) lines = g_strsplit (start, "\n", -1);
  guint sources = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *reason = NULL;

    if (parse_line (script, lines[i], &reason))
      continue;
    g_set_error (error, FAULT, FAULT_CONFIG, "%s:%u: %s", path, i + 1, reason);
    return FALSE;
  }
  for (guint i = 0; i < DIALS_SOURCES; i++)
    sources += script->build.sources[i] != NULL;
  if (sources > 0)
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG, "%s: there is no source left", path);
  return FALSE;
}

Script *
script_load (const char *path, GError **error) {
  g_autoptr (Script) script = new_script ();
  g_autofree char *text = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && errno == ENOENT)
    return g_steal_pointer (&script);
  text = load_text (path, error);
  if (text == NULL || !parse_text (script, path, text, error))
    return NULL;
  return g_steal_pointer (&script);
}

void
script_free (Script *script) {
  g_free (script->model);
  for (guint i = 0; i < DIALS_SOURCES; i++)
    g_free (script->build.sources[i]);
  g_ptr_array_unref (script->mishaps);
  g_free (script);
}

const DialsBuild *
script_get_build (const Script *script) {
  return &script->build;
}

guint8
script_get_bed (const Script *script) {
  return script->bed;
}

gboolean
script_has_memory (const Script *script) {
  return script->has_memory;
}

gboolean
script_is_cover_open (const Script *script) {
  return script->is_cover_open;
}

const char *
script_get_model (const Script *script) {
  return script->model;
}

gboolean
script_get_button (const Script *script, guint *after_ms) {
  *after_ms = script->pressed_after_ms;
  return script->is_pressed;
}

const Mishap *
script_get_mishap (const Script *script, Moment moment, guint sheet, Side side,
                   guint index) {
  for (guint i = 0; i < script->mishaps->len; i++) {
    const Mishap *mishap = script->mishaps->pdata[i];

    if (mishap->moment != moment || sheet < mishap->first || sheet > mishap->last
        || (mishap->side != SIDE_ANY && mishap->side != side))
      continue;
    if (index-- == 0)
      return mishap;
  }
  return NULL;
}
