/* SPDX-License-Identifier: Apache-2.0 */

/* Cells of forms and tables have several lines, and nothing says so but these:
 *
 *   - the first word of the next line would not have fitted behind the line above;
 *   - the next line begins with a small letter, and the line above is nearly full;
 *   - a list goes on with a list ("Nơi nhận:", "- Như trên;", "- Lưu: VT.").
 *
 * A label with its colon and a numbering begin something new, and so does what reaches into
 * the next column. The first sign alone is weak: it counts when all pieces of the row show
 * it. What begins a row on the left, with nothing above it and no value of its own, begins
 * a new one. */

#include "ocr/paragraph.h"

#include <string.h>

/* In heights of a line. */
#define NEAR       1.3 /* below the line above */
#define SPACE      0.3 /* between words */
#define CELL_PAD   1.0 /* between the text of two cells at least */
#define NEARLY     3.0 /* room in a nearly full line, besides the word's */
#define CENTRED    0.5 /* how far middles may be apart */
#define PROSE      15  /* length of a line that is no short value */
#define SAME_EDGE  0.4
#define NUMBER     "0123456789/.-"
#define LABEL_MOST 8 /* words of a label */
#define BANDS_BACK 2 /* where the line above is looked for */

typedef struct {
  const GPtrArray *bands;
  guint first, end;
  double height;
  int left, right;
} Region;

typedef enum {
  LINK_NONE, /* nothing stands above */
  LINK_NEW,
  LINK_WEAK,
  LINK_STRONG,
} Link;

static const char *
get_first (const Piece *piece) {
  return ((const Word *) piece->words->pdata[0])->text;
}

static const char *
get_last (const Piece *piece) {
  return ((const Word *) piece->words->pdata[piece->words->len - 1])->text;
}

static gboolean
is_dash (const Piece *piece) {
  return g_str_has_prefix (get_first (piece), "-");
}

static gboolean
begins_small (const Piece *piece) {
  return g_unichar_islower (g_utf8_get_char (get_first (piece)));
}

static gboolean
is_capital (const Piece *piece) {
  for (guint i = 0; i < piece->words->len; i++)
    for (const char *at = ((const Word *) piece->words->pdata[i])->text; *at != '\0';
         at = g_utf8_next_char (at))
      if (!g_unichar_isupper (g_utf8_get_char (at)))
        return FALSE;
  return TRUE;
}

/* A number or a date alone, "1.", "a)", or a label: a colon ends one of its first words. */
static gboolean
begins_item (const Piece *piece) {
  gsize length = strlen (get_first (piece));
  char last = get_first (piece)[length - 1];

  if (piece->words->len == 1 && strspn (get_first (piece), NUMBER) == length)
    return TRUE;
  if (length <= 3 && (last == '.' || last == ')'))
    return TRUE;
  if (begins_small (piece))
    return FALSE;
  for (guint i = 0; i < MIN (piece->words->len, LABEL_MOST); i++)
    if (g_str_has_suffix (((const Word *) piece->words->pdata[i])->text, ":"))
      return TRUE;
  return FALSE;
}

static gboolean
are_over (const Piece *a, const Piece *b) {
  return a->box.left < b->box.right && a->box.right > b->box.left;
}

static const Band *
get_band (const Region *region, guint band) {
  return region->bands->pdata[band];
}

/* The piece above @piece of band @at, close to it. */
static Piece *
find_over (const Region *region, guint at, const Piece *piece) {
  for (guint back = 1; back <= BANDS_BACK && at >= region->first + back; back++) {
    const Band *band = get_band (region, at - back);

    for (guint i = 0; i < band->pieces->len; i++) {
      Piece *over = band->pieces->pdata[i];

      if (are_over (over, piece))
        return piece->box.top - over->box.bottom <= NEAR * region->height ? over : NULL;
    }
  }
  return NULL;
}

/* Where the column of @head may reach: its neighbours in its band, or the margins. */
static void
find_cell (const Region *region, const Piece *head, int *left, int *right) {
  const GPtrArray *pieces = head->band->pieces;
  guint at;

  *left = region->left;
  *right = region->right;
  if (!g_ptr_array_find ((GPtrArray *) pieces, head, &at))
    return;
  if (at > 0)
    *left = ((const Piece *) pieces->pdata[at - 1])->box.right;
  if (at + 1 < pieces->len)
    *right = ((const Piece *) pieces->pdata[at + 1])->box.left;
}

/* Of lines as long as prose the longest one that begins at the same edge shows where they
 * end. */
static int
find_edge (const Region *region, const Piece *over) {
  int edge = over->box.right;

  if (edge - over->box.left < PROSE * region->height)
    return G_MAXINT;
  for (guint b = region->first; b < region->end; b++) {
    const GPtrArray *pieces = get_band (region, b)->pieces;

    for (guint i = 0; i < pieces->len; i++) {
      const Piece *other = pieces->pdata[i];

      if (ABS (other->box.left - over->box.left) <= SAME_EDGE * region->height)
        edge = MAX (edge, other->box.right);
    }
  }
  return edge;
}

static gboolean
are_centred (const Region *region, const Piece *over, const Piece *piece) {
  int apart = over->box.left + over->box.right - piece->box.left - piece->box.right;

  return ABS (apart) / 2.0 <= CENTRED * region->height
         && ABS (over->box.left - piece->box.left) > region->height;
}

static Link
judge (const Region *region, const Piece *over, const Piece *piece) {
  const Word *word = piece->words->pdata[0];
  double width = word->box.right - word->box.left + SPACE * region->height;
  gboolean centred = are_centred (region, over, piece), title;
  int left, right;
  double room;

  find_cell (region, over->head, &left, &right);
  if (is_dash (piece) && (is_dash (over) || g_str_has_suffix (get_last (over), ":")))
    return LINK_STRONG;
  if (begins_item (piece) || piece->box.right > right + SPACE * region->height)
    return LINK_NEW;
  title = centred && is_capital (over) && is_capital (piece);
  room = !centred ? right - over->box.right
         : title  ? 2 * MIN (over->box.left - left, right - over->box.right)
                  : 2 * (over->box.left - left);
  if (begins_small (piece) && room < width + NEARLY * region->height)
    return LINK_STRONG;
  if ((!centred || title) && right < region->right)
    room -= CELL_PAD * region->height;
  if (ABS (over->box.left - piece->box.left) <= SAME_EDGE * region->height)
    room = MIN (room, find_edge (region, over) - over->box.right);
  if (room >= width
      || (!centred && ABS (over->box.left - piece->box.left) > region->height))
    return LINK_NEW;
  return title ? LINK_STRONG : LINK_WEAK;
}

static void
join (Piece *over, Piece *piece) {
  if (over->rest != NULL)
    return;
  over->rest = piece;
  piece->head = over->head;
}

static void
link_band (const Region *region, guint at) {
  const GPtrArray *pieces = get_band (region, at)->pieces;
  g_autofree Link *links = g_new0 (Link, pieces->len);
  gboolean all = TRUE;

  for (guint i = 0; i < pieces->len; i++) {
    Piece *over = find_over (region, at, pieces->pdata[i]);

    links[i] = over != NULL ? judge (region, over, pieces->pdata[i]) : LINK_NONE;
    all = all && links[i] != LINK_NEW
          && (links[i] != LINK_NONE || i > 0 || begins_item (pieces->pdata[i]));
  }
  for (guint i = 0; i < pieces->len; i++)
    if (links[i] == LINK_STRONG || (links[i] == LINK_WEAK && all))
      join (find_over (region, at, pieces->pdata[i]), pieces->pdata[i]);
}

void
paragraph_link (const GPtrArray *bands, guint first, guint end, double height, int left,
                int right) {
  const Region region = {bands, first, end, height, left, right};

  for (guint at = first + 1; at < end; at++)
    link_band (&region, at);
}
