/* SPDX-License-Identifier: Apache-2.0 */

/* A file's name travels through portals, archives and other people's systems, some of
 * which know neither Vietnamese letters nor long names nor case. So it is made of the few
 * letters that all of them know, and what a rule makes too long or twice is put right with
 * the paper's number, never refused: a dossier is not held up by a name. */

#include "config/naming.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

#define SUFFIX           ".pdf"
#define PLAIN            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
#define VIETNAM_OFFSET_S (7 * 3600) /* Asia/Ho_Chi_Minh, no summer time */
#define WIDTH_MOST       64

/* Fixed, as in the table. */
typedef enum {
  FACT_CODE,
  FACT_ID,
  FACT_DATE,
  FACT_YEAR,
  FACT_MONTH,
  FACT_DAY,
  FACT_STATION,
  FACT_ORG,
  FACT_PROCEDURE,
  FACT_COMPONENT,
  FACT_TYPE,
  FACT_PAPER,
  FACT_NUMBER,
  FACT_OWNER,
} Fact;

static const char *const names[]
    = {"code", "id",        "date",      "year", "month", "day",    "station",
       "org",  "procedure", "component", "type", "paper", "number", "owner"};

/* A piece of a pattern: text as it stands, or a fact. */
typedef struct {
  char *text; /* NULL: a fact */
  Fact fact;
  guint width; /* 0: as it comes */
} Piece;

static void
free_piece (Piece *piece) {
  g_free (piece->text);
  g_free (piece);
}

/* --- patterns ----------------------------------------------------------------------- */

static gboolean
parse_fact (const char *text, Piece *piece) {
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  guint64 width = 0;

  if (parts[0] == NULL
      || (parts[1] != NULL
          && !g_ascii_string_to_unsigned (parts[1], 10, 1, WIDTH_MOST, &width, NULL)))
    return FALSE;
  piece->width = (guint) width;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_str_equal (names[i], parts[0])) {
      piece->fact = (Fact) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* The piece at @*rest, which moves behind it; NULL when it is none. */
static Piece *
take_piece (const char **rest) {
  Piece *piece = g_new0 (Piece, 1);
  gsize plain = strspn (*rest, PLAIN);
  const char *end = strchr (*rest, '}');
  g_autofree char *inside = NULL;

  if (plain > 0) {
    piece->text = g_strndup (*rest, plain);
    *rest += plain;
    return piece;
  }
  if (**rest == '{' && end != NULL) {
    inside = g_strndup (*rest + 1, (gsize) (end - *rest) - 1);
    *rest = end + 1;
    if (parse_fact (inside, piece))
      return piece;
  }
  free_piece (piece);
  return NULL;
}

/* NULL when the pattern is none. */
static GPtrArray *
parse_pattern (const char *pattern) {
  g_autoptr (GPtrArray) pieces
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_piece);

  while (*pattern != '\0') {
    Piece *piece = take_piece (&pattern);

    if (piece == NULL)
      return NULL;
    g_ptr_array_add (pieces, piece);
  }
  return g_steal_pointer (&pieces);
}

gboolean
naming_check (const char *pattern, NamingUse use, GError **error) {
  g_autoptr (GPtrArray) pieces = parse_pattern (pattern);

  if (pieces == NULL || pieces->len == 0) {
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "\"%s\" is no pattern of a name: letters, digits, . - _ and {NAME}",
                 pattern);
    return FALSE;
  }
  for (guint i = 0; i < pieces->len; i++) {
    const Piece *piece = g_ptr_array_index (pieces, i);

    if (use == NAMING_FILE && piece->text == NULL && piece->fact == FACT_OWNER) {
      g_set_error (error, FAULT, FAULT_CONFIG,
                   "a file's name is seen by many: {owner} may not stand in it");
      return FALSE;
    }
  }
  return TRUE;
}

/* --- facts -------------------------------------------------------------------------- */

static char *
format_day (gint64 time_s, const char *format) {
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (VIETNAM_OFFSET_S);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_s);
  g_autoptr (GDateTime) local = utc == NULL ? NULL : g_date_time_to_timezone (utc, zone);

  return local == NULL ? NULL : g_date_time_format (local, format);
}

/* NULL when it is not known. */
static char *
format_fact (const Piece *piece, const NamingFacts *facts) {
  switch (piece->fact) {
  case FACT_CODE:
    return g_strdup (facts->code);
  case FACT_ID:
    return g_strdup (facts->id);
  case FACT_DATE:
    return format_day (facts->received_at, "%y%m%d");
  case FACT_YEAR:
    return format_day (facts->received_at, "%Y");
  case FACT_MONTH:
    return format_day (facts->received_at, "%m");
  case FACT_DAY:
    return format_day (facts->received_at, "%d");
  case FACT_STATION:
    return g_strdup (facts->station);
  case FACT_ORG:
    return g_strdup (facts->org);
  case FACT_PROCEDURE:
    return g_strdup (facts->procedure);
  case FACT_COMPONENT:
    return g_strdup (facts->component);
  case FACT_TYPE:
    return g_strdup (facts->type);
  case FACT_PAPER:
    return g_strdup (facts->paper);
  case FACT_NUMBER:
    return g_strdup_printf ("%0*u", (int) piece->width, facts->number);
  case FACT_OWNER:
    return g_strdup (facts->owner);
  }
  g_assert_not_reached ();
}

/* In letters that every system knows: marks go, the rest becomes a dash. */
static char *
fold_text (const char *text) {
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *parted = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKD);
  GString *folded = g_string_new (NULL);

  for (const char *c = parted; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar letter = g_utf8_get_char (c);

    if (letter < 0x80 && strchr (PLAIN, (int) letter) != NULL)
      g_string_append_c (folded, (char) letter);
    else if (letter == 0x110 || letter == 0x111)
      g_string_append_c (folded, letter == 0x110 ? 'D' : 'd');
    else if (!g_unichar_ismark (letter) && folded->len > 0
             && folded->str[folded->len - 1] != '-')
      g_string_append_c (folded, '-');
  }
  return g_string_free (folded, FALSE);
}

/* Appends what @piece stands for; FALSE when that is not known. */
static gboolean
append_piece (GString *name, const Piece *piece, const NamingFacts *facts) {
  g_autofree char *value = NULL;
  g_autofree char *folded = NULL;

  if (piece->text != NULL) {
    g_string_append (name, piece->text);
    return TRUE;
  }
  value = format_fact (piece, facts);
  if (value == NULL || *value == '\0')
    return FALSE;
  folded = fold_text (value);
  if (piece->width > 0 && piece->fact != FACT_NUMBER && strlen (folded) > piece->width)
    folded[piece->width] = '\0';
  g_string_append (name, folded);
  return *folded != '\0';
}

/* --- names -------------------------------------------------------------------------- */

/* Adds @name to @taken unless it is there in some spelling. */
static gboolean
take_name (GHashTable *taken, const char *name) {
  g_autofree char *folded = g_ascii_strdown (name, -1);

  if (g_hash_table_contains (taken, folded))
    return FALSE;
  return g_hash_table_add (taken, g_steal_pointer (&folded));
}

/* @stem, cut so that @tail and the suffix fit behind it. */
static char *
join_name (const char *stem, const char *tail) {
  gsize most = LIMIT_FILE_NAME_BYTES - strlen (tail) - strlen (SUFFIX);

  return g_strdup_printf ("%.*s%s" SUFFIX, (int) MIN (most, strlen (stem)), stem, tail);
}

char *
naming_format_file (const char *pattern, const NamingFacts *facts, GHashTable *taken) {
  g_autoptr (GPtrArray) pieces = parse_pattern (pattern);
  g_autoptr (GString) stem = g_string_new (NULL);
  gsize front;

  g_assert (pieces != NULL);
  for (guint i = 0; i < pieces->len; i++)
    append_piece (stem, g_ptr_array_index (pieces, i), facts);
  front = strspn (stem->str, ".-");
  if (stem->str[front] == '\0')
    g_string_assign (stem, "paper");
  else
    g_string_erase (stem, 0, (gssize) front);
  for (guint again = 0;; again++) {
    g_autofree char *tail = again == 0 ? g_strdup ("")
                            : again == 1
                                ? g_strdup_printf ("-%u", facts->number)
                                : g_strdup_printf ("-%u-%u", facts->number, again);
    g_autofree char *name = join_name (stem->str, tail);

    if (take_name (taken, name))
      return g_steal_pointer (&name);
  }
}

char *
naming_format_code (const char *pattern, const NamingFacts *facts) {
  g_autoptr (GPtrArray) pieces = parse_pattern (pattern);
  g_autoptr (GString) code = g_string_new (NULL);

  g_assert (pieces != NULL);
  for (guint i = 0; i < pieces->len; i++) {
    if (!append_piece (code, g_ptr_array_index (pieces, i), facts))
      return NULL;
  }
  if (code->len > LIMIT_PAPER_CODE_BYTES)
    return NULL;
  return g_string_free (g_steal_pointer (&code), FALSE);
}
