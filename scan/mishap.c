/* SPDX-License-Identifier: Apache-2.0 */

/* The grammar of a mishap, each part in a table:
 *
 *   where:  open | close | cancel | sheet SHEETS [front | back] [start | read [at ...]]
 *   what:   WORD [NUMBER ...] [once | times N] [put-back N | put-back all]
 *
 * The moment may be left out and is then the one at which real scanners show the mishap. */

#include "scan/mishap.h"

#include "config/limits.h"

#include <sane/sane.h>

#include <math.h>
#include <string.h>

#define AT(moment) (1u << (moment))
#define CALLS      (AT (MOMENT_OPEN) | AT (MOMENT_START) | AT (MOMENT_READ))
#define EVERYWHERE (CALLS | AT (MOMENT_CANCEL) | AT (MOMENT_CLOSE))
#define MOVES      (AT (MOMENT_START) | AT (MOMENT_READ))
#define START      AT (MOMENT_START)
#define READ       AT (MOMENT_READ)
#define SIDE       AT (MOMENT_SIDE)

#define LEAN_DEG  45
#define LENGTH_MM 2000

static const struct {
  const char *word;
  MishapKind kind;
  int status;
  guint moments; /* at which it can strike */
  Moment usual;
  guint least; /* numbers that follow */
  guint most;
  double smallest; /* of them */
  double largest;
} words[] = {
    {"unsupported", MISHAP_STATUS, SANE_STATUS_UNSUPPORTED, CALLS, MOMENT_START},
    {"cancelled", MISHAP_STATUS, SANE_STATUS_CANCELLED, CALLS, MOMENT_READ},
    {"busy", MISHAP_STATUS, SANE_STATUS_DEVICE_BUSY, CALLS, MOMENT_START},
    {"inval", MISHAP_STATUS, SANE_STATUS_INVAL, CALLS, MOMENT_START},
    {"eof", MISHAP_STATUS, SANE_STATUS_EOF, CALLS, MOMENT_READ},
    {"jam", MISHAP_STATUS, SANE_STATUS_JAMMED, CALLS, MOMENT_START},
    {"no-docs", MISHAP_STATUS, SANE_STATUS_NO_DOCS, CALLS, MOMENT_START},
    {"cover", MISHAP_STATUS, SANE_STATUS_COVER_OPEN, CALLS, MOMENT_START},
    {"io-error", MISHAP_STATUS, SANE_STATUS_IO_ERROR, CALLS, MOMENT_READ},
    {"no-memory", MISHAP_STATUS, SANE_STATUS_NO_MEM, CALLS, MOMENT_START},
    {"denied", MISHAP_STATUS, SANE_STATUS_ACCESS_DENIED, CALLS, MOMENT_START},
    {"double-feed", MISHAP_DOUBLE_FEED, 0, MOVES, MOMENT_START},
    {"hang", MISHAP_HANG, 0, EVERYWHERE, MOMENT_READ},
    {"crash", MISHAP_CRASH, 0, EVERYWHERE, MOMENT_READ},
    {"exit", MISHAP_EXIT, 0, EVERYWHERE, MOMENT_READ},
    {"unplug", MISHAP_UNPLUG, 0, CALLS, MOMENT_READ},
    {"silent", MISHAP_SILENT, 0, READ, MOMENT_READ},
    {"short", MISHAP_SHORT, 0, READ, MOMENT_READ},
    {"long", MISHAP_LONG, 0, READ | SIDE, MOMENT_SIDE, 0, 1, 1, 1000000},
    {"delay", MISHAP_DELAY, 0, START | AT (MOMENT_OPEN), MOMENT_START, 1, 1, 0,
     LIMIT_HOPPER_DELAY_MS},
    {"line-delay", MISHAP_LINE_DELAY, 0, SIDE, MOMENT_SIDE, 1, 1, 0,
     LIMIT_HOPPER_DELAY_MS},
    {"padding", MISHAP_PADDING, 0, SIDE, MOMENT_SIDE, 1, 1, 0, LIMIT_SCAN_LINE_BYTES},
    {"lines", MISHAP_LINES, 0, SIDE, MOMENT_SIDE, 1, 1, 0, 1000000},
    {"no-length", MISHAP_NO_LENGTH, 0, SIDE, MOMENT_SIDE},
    {"fuzzy", MISHAP_FUZZY, 0, SIDE, MOMENT_SIDE},
    {"skew", MISHAP_SKEW, 0, SIDE, MOMENT_SIDE, 1, 1, -LEAN_DEG, LEAN_DEG},
    {"shift", MISHAP_SHIFT, 0, SIDE, MOMENT_SIDE, 2, 2, -LENGTH_MM, LENGTH_MM},
    {"streak", MISHAP_STREAK, 0, SIDE, MOMENT_SIDE, 2, 2, 0, LENGTH_MM},
};

static const struct {
  const char *name;
  guint8 colour[3];
} colours[] = {
    {"black", {0, 0, 0}},   {"white", {255, 255, 255}}, {"grey", {128, 128, 128}},
    {"red", {220, 20, 20}}, {"green", {20, 160, 20}},   {"blue", {20, 20, 220}},
};

void
mishap_free (Mishap *mishap) {
  g_free (mishap->text);
  g_free (mishap);
}

gboolean
mishap_parse_number (const char *text, guint least, guint most, guint *number) {
  guint64 value;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, least, most, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

static gboolean
parse_real (const char *text, double least, double most, double *number) {
  char *end = NULL;
  double value = text != NULL ? g_ascii_strtod (text, &end) : NAN;

  if (end == text || end == NULL || *end != '\0' || !(value >= least && value <= most))
    return FALSE;
  *number = value;
  return TRUE;
}

gboolean
mishap_parse_colour (const char *text, guint8 *colour) {
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++) {
    if (g_str_equal (colours[i].name, text)) {
      memcpy (colour, colours[i].colour, 3);
      return TRUE;
    }
  }
  if (*text != '#' || strlen (text) != 7 || strspn (text + 1, "0123456789abcdef") != 6)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    colour[i] = (guint8) (g_ascii_xdigit_value (text[1 + i * 2]) * 16
                          + g_ascii_xdigit_value (text[2 + i * 2]));
  return TRUE;
}

/* A word that is missing is called the end of the line. */
static const char *
name_word (const char *word) {
  return word != NULL ? word : "end of line";
}

/* Returns FALSE. */
static gboolean
G_GNUC_PRINTF (2, 3) set_reason (char **reason, const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  *reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

/* "7", "3-5" or "*". */
static gboolean
parse_sheets (Mishap *mishap, const char *text) {
  g_auto (GStrv) ends = text != NULL ? g_strsplit (text, "-", 2) : NULL;

  mishap->first = 1;
  mishap->last = G_MAXUINT;
  if (ends == NULL)
    return FALSE;
  if (g_str_equal (text, "*"))
    return TRUE;
  if (!mishap_parse_number (ends[0], 1, LIMIT_HOPPER_IMAGES, &mishap->first))
    return FALSE;
  mishap->last = mishap->first;
  return ends[1] == NULL
         || mishap_parse_number (ends[1], mishap->first, LIMIT_HOPPER_IMAGES,
                                 &mishap->last);
}

/* What follows "read": nothing, "at byte N" or "at line N". */
static gboolean
parse_point (Mishap *mishap, char **word, char **reason) {
  if (*word == NULL)
    return TRUE;
  if (!g_str_equal (*word, "at") || word[1] == NULL)
    return set_reason (
        reason, "after \"read\", \"at byte N\" or \"at line N\", not \"%s\"", *word);
  if (g_str_equal (word[1], "byte"))
    mishap->point = POINT_BYTE;
  else if (g_str_equal (word[1], "line"))
    mishap->point = POINT_LINE;
  else
    return set_reason (reason, "\"%s\" is neither byte nor line", name_word (word[1]));
  if (!mishap_parse_number (word[2], 0, G_MAXINT, &mishap->at))
    return set_reason (reason, "\"%s\" is no number of bytes or lines",
                       name_word (word[2]));
  return word[3] == NULL
         || set_reason (reason, "\"%s\" is too much", name_word (word[3]));
}

/* What follows "sheet SHEETS". @is_usual stays when no moment is named. */
static gboolean
parse_moment (Mishap *mishap, char **word, gboolean *is_usual, char **reason) {
  if (*word != NULL && g_str_equal (*word, "front")) {
    mishap->side = SIDE_FRONT;
    word++;
  } else if (*word != NULL && g_str_equal (*word, "back")) {
    mishap->side = SIDE_BACK;
    word++;
  }
  if (*word == NULL)
    return TRUE;
  *is_usual = FALSE;
  if (g_str_equal (*word, "read")) {
    mishap->moment = MOMENT_READ;
    return parse_point (mishap, word + 1, reason);
  }
  mishap->moment = MOMENT_START;
  return (g_str_equal (*word, "start") && word[1] == NULL)
         || set_reason (reason, "\"%s\" is no moment of a sheet: start or read",
                        name_word (*word));
}

static gboolean
parse_where (Mishap *mishap, char **word, gboolean *is_usual, char **reason) {
  static const struct {
    const char *word;
    Moment moment;
  } calls[] = {{"open", MOMENT_OPEN}, {"cancel", MOMENT_CANCEL}, {"close", MOMENT_CLOSE}};

  *is_usual = *word != NULL && g_str_equal (*word, "sheet");
  if (*is_usual) {
    if (!parse_sheets (mishap, word[1]))
      return set_reason (reason, "\"%s\" is no sheet: 7, 3-5 or *", name_word (word[1]));
    return parse_moment (mishap, word + 2, is_usual, reason);
  }
  for (guint i = 0; i < G_N_ELEMENTS (calls) && *word != NULL; i++) {
    mishap->moment = calls[i].moment;
    if (g_str_equal (calls[i].word, *word))
      return word[1] == NULL
             || set_reason (reason, "\"%s\" is too much", name_word (word[1]));
  }
  return set_reason (reason, "\"%s\" is neither a setting nor a place for a fault",
                     name_word (*word));
}

/* The numbers of @kind, an index of words[], and the colour of a streak. */
static char **
parse_numbers (Mishap *mishap, guint kind, char **word, char **reason) {
  guint count = 0;

  while (count < words[kind].most
         && parse_real (*word, words[kind].smallest, words[kind].largest,
                        &mishap->numbers[count])) {
    count++;
    word++;
  }
  if (count < words[kind].least) {
    set_reason (reason, "\"%s\" is no number that is possible here", name_word (*word));
    return NULL;
  }
  if (mishap->kind == MISHAP_LONG && count == 0)
    mishap->numbers[0] = 1;
  if (mishap->kind == MISHAP_STREAK && *word != NULL
      && mishap_parse_colour (*word, mishap->colour))
    word++;
  return word;
}

/* How often, and what is put back. */
static gboolean
parse_end (Mishap *mishap, char **word, char **reason) {
  mishap->put_back = 1;
  if (*word != NULL && g_str_equal (*word, "once")) {
    mishap->times = 1;
    word++;
  } else if (*word != NULL && g_str_equal (*word, "times")) {
    if (!mishap_parse_number (word[1], 1, G_MAXINT, &mishap->times))
      return set_reason (reason, "\"%s\" is no number of times", name_word (word[1]));
    word += 2;
  }
  if (*word != NULL && g_str_equal (*word, "put-back")) {
    if (word[1] != NULL && g_str_equal (word[1], "all"))
      mishap->put_back = MISHAP_ALL;
    else if (!mishap_parse_number (word[1], 0, LIMIT_HOPPER_IMAGES, &mishap->put_back))
      return set_reason (reason, "\"%s\" is no number of sheets", name_word (word[1]));
    word += 2;
  }
  return *word == NULL
         || set_reason (reason, "\"%s\" is not understood here", name_word (*word));
}

static gboolean
parse_what (Mishap *mishap, char **word, gboolean is_usual, char **reason) {
  guint kind = 0;
  char **rest;

  while (kind < G_N_ELEMENTS (words)
         && (*word == NULL || !g_str_equal (words[kind].word, *word)))
    kind++;
  if (kind == G_N_ELEMENTS (words))
    return set_reason (reason, "\"%s\" is no fault", name_word (*word));
  mishap->kind = words[kind].kind;
  mishap->status = words[kind].status;
  if (is_usual)
    mishap->moment = words[kind].usual;
  if ((words[kind].moments & AT (mishap->moment)) == 0)
    return set_reason (reason, "\"%s\" cannot strike there", name_word (*word));
  if (mishap->kind == MISHAP_LONG)
    mishap->moment = MOMENT_SIDE;
  rest = parse_numbers (mishap, kind, word + 1, reason);
  return rest != NULL && parse_end (mishap, rest, reason);
}

/* @text without its spare spaces, as words; caller frees. */
static char **
split_words (const char *text) {
  g_auto (GStrv) all = g_strsplit_set (text, " \t", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++) {
    if (*all[i] != '\0')
      g_strv_builder_add (builder, all[i]);
  }
  return g_strv_builder_end (builder);
}

Mishap *
mishap_parse (const char *where, const char *what, char **reason) {
  g_autoptr (Mishap) mishap = g_new0 (Mishap, 1);
  g_auto (GStrv) place = split_words (where);
  g_auto (GStrv) event = split_words (what);
  g_autofree char *first = g_strjoinv (" ", place);
  g_autofree char *second = g_strjoinv (" ", event);
  gboolean is_usual = FALSE;

  *reason = NULL;
  mishap->text = g_strconcat (first, " = ", second, NULL);
  if (!parse_where (mishap, place, &is_usual, reason)
      || !parse_what (mishap, event, is_usual, reason))
    return NULL;
  return g_steal_pointer (&mishap);
}
