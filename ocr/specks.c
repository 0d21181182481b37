/* SPDX-License-Identifier: Apache-2.0 */

/* Small marks. A leader is a row of marks of one pitch; it also runs under the values that
 * were written over it, so a chain may skip places. The dot below of Vietnamese letters is
 * as small as a leader's dot: what spares it is that a chain needs many marks at one pitch
 * on one line.
 *
 * A speck is a mark with nothing larger near it. Marks near letters are left alone, unless
 * the page is dirty: then only those stay that stand where a letter has its marks, and
 * colons.
 *
 * A page of more marks than any text has is noise, and is not looked at one by one. */

#include "ocr/specks.h"

#include "config/limits.h"

#include <leptonica/allheaders.h>

#include <stdlib.h>

/* All lengths at 300 dpi. */
#define MARK_HEIGHT   7
#define MARK_WIDTH    22
#define PITCH_MIN     4
#define PITCH_MAX     26
#define PITCH_JITTER  2.2
#define LINE_JITTER   1.7
#define PLACES_MISSED 14
#define CHAIN_MIN     6
#define TONES_SHARE   0.6 /* of a chain are marks of one letter each */

#define LETTER_SIDE     9 /* a larger mark is part of a letter */
#define LETTER_SIDE_MAX 200
#define SPECK_SIDE      7
#define LONE_SPECKS_MAX 60
#define DIRT_FIELDS     8
#define DIRT_SHARE      0.4
#define MARK_REACH      0.45
#define DOT_SHARE_MIN   0.17
#define COLON_JITTER    2    /* between the dots of a colon, in place and size */
#define COLON_MIN       0.25 /* of the height of letters apart */
#define COLON_MAX       0.75
#define NEAR_CELL       16 /* a speck has no letter in its cell nor in those around it */

typedef struct {
  int x, y, width, height;
  double middle_x, middle_y;
  gboolean leader;
} Mark;

typedef struct {
  Image *grey, *mask;
  double scale;
  GArray *marks;   /* Mark, small ones, from left to right */
  GArray *letters; /* Mark, larger ones, from left to right */
  double letter_height;
  guint8 *near; /* cells with letters in or around them */
  int cells_across, cells_down;
} Page;

static int
compare_marks (gconstpointer a, gconstpointer b) {
  const Mark *first = a, *second = b;

  return (first->middle_x > second->middle_x) - (first->middle_x < second->middle_x);
}

static void
note_letter (Page *page, const Mark *mark) {
  int cell = MAX (1, (int) (NEAR_CELL * page->scale));
  int left = MAX (0, mark->x / cell - 1), top = MAX (0, mark->y / cell - 1);
  int right = MIN (page->cells_across - 1, (mark->x + mark->width) / cell + 1);
  int bottom = MIN (page->cells_down - 1, (mark->y + mark->height) / cell + 1);

  for (int y = top; y <= bottom; y++)
    for (int x = left; x <= right; x++)
      page->near[y * page->cells_across + x] = 1;
}

static gboolean
is_near_letter (const Page *page, const Mark *mark) {
  int cell = MAX (1, (int) (NEAR_CELL * page->scale));
  int x = (int) mark->middle_x / cell, y = (int) mark->middle_y / cell;

  return page->near[y * page->cells_across + x];
}

static void
find_marks (Page *page) {
  BOXA *boxes = pixConnCompBB (page->mask, 8);
  double scale = page->scale;

  for (int i = 0; i < boxaGetCount (boxes); i++) {
    Mark mark = {0};

    boxaGetBoxGeometry (boxes, i, &mark.x, &mark.y, &mark.width, &mark.height);
    mark.middle_x = mark.x + mark.width / 2.0;
    mark.middle_y = mark.y + mark.height / 2.0;
    if (MAX (mark.width, mark.height) >= LETTER_SIDE * scale) {
      note_letter (page, &mark);
      if (MAX (mark.width, mark.height) <= LETTER_SIDE_MAX * scale)
        g_array_append_val (page->letters, mark);
    }
    if (mark.height <= MARK_HEIGHT * scale && mark.width <= MARK_WIDTH * scale)
      g_array_append_val (page->marks, mark);
  }
  boxaDestroy (&boxes);
  g_array_sort (page->marks, compare_marks);
}

/* The mark right of @from nearest to @offset from it, on its line and of its width; G_MAXUINT
 * when there is none within @jitter. */
static guint
find_next (const Page *page, guint from, double offset, double jitter) {
  const Mark *here = &g_array_index (page->marks, Mark, from);
  guint best = G_MAXUINT;
  double best_miss = jitter;

  for (guint i = from + 1; i < page->marks->len; i++) {
    const Mark *mark = &g_array_index (page->marks, Mark, i);
    double miss = ABS (mark->middle_x - here->middle_x - offset);

    if (mark->middle_x > here->middle_x + offset + jitter)
      break;
    if (miss > best_miss
        || ABS (mark->middle_y - here->middle_y) > LINE_JITTER * page->scale
        || ABS (mark->width - here->width) > MARK_HEIGHT * page->scale)
      continue;
    best = i;
    best_miss = miss;
  }
  return best;
}

/* Follows a chain of @pitch from @first; appends the places to @chain. Returns the length
 * of its longest part without a gap. */
static guint
follow (const Page *page, guint first, double pitch, GArray *chain) {
  guint at = first, unbroken = 1, longest = 1;

  g_array_set_size (chain, 0);
  g_array_append_val (chain, at);
  for (guint missed = 0; missed < PLACES_MISSED; missed++) {
    double jitter = PITCH_JITTER * page->scale + 0.02 * pitch * missed;
    guint next = find_next (page, at, pitch * (missed + 1), MIN (jitter, pitch * 0.45));

    if (next == G_MAXUINT)
      continue;
    unbroken = missed == 0 ? unbroken + 1 : 1;
    longest = MAX (longest, unbroken);
    g_array_append_val (chain, next);
    at = next;
    missed = (guint) -1;
  }
  return longest;
}

/* The letter right above or below @mark, of which it then is a tone mark or the dot of an
 * i; NULL when there is none. */
static const Mark *
find_owner (const Page *page, const Mark *mark) {
  double reach = page->letter_height * MARK_REACH;

  for (guint i = 0; i < page->letters->len; i++) {
    const Mark *letter = &g_array_index (page->letters, Mark, i);
    int right = letter->x + letter->width, bottom = letter->y + letter->height;

    if (letter->x > mark->x + mark->width)
      break;
    if (mark->middle_x >= letter->x && mark->middle_x <= right
        && ((mark->y >= bottom && mark->y - bottom <= reach)
            || (letter->y >= mark->y + mark->height
                && letter->y - mark->y - mark->height <= reach)))
      return letter;
  }
  return NULL;
}

/* Letters of one width bear their marks at one pitch, too: one mark each, whereas the dots
 * of a leader pass under letters as they come. */
static gboolean
is_row_of_tones (const Page *page, const GArray *chain) {
  const Mark *last = NULL;
  guint own = 0;

  for (guint i = 0; i < chain->len; i++) {
    const Mark *mark
        = &g_array_index (page->marks, Mark, g_array_index (chain, guint, i));
    const Mark *owner = find_owner (page, mark);

    own += owner != NULL && owner != last;
    last = owner;
  }
  return own >= TONES_SHARE * chain->len;
}

static void
find_leaders (Page *page) {
  g_autoptr (GArray) chain = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < page->marks->len; i++) {
    const Mark *mark = &g_array_index (page->marks, Mark, i);
    guint second = G_MAXUINT;

    if (mark->leader)
      continue;
    for (double offset = PITCH_MIN; offset <= PITCH_MAX && second == G_MAXUINT;
         offset += 2)
      second = find_next (page, i, offset * page->scale, 1 * page->scale);
    if (second == G_MAXUINT)
      continue;
    if (follow (page, i,
                g_array_index (page->marks, Mark, second).middle_x - mark->middle_x,
                chain)
            < CHAIN_MIN
        || is_row_of_tones (page, chain))
      continue;
    for (guint k = 0; k < chain->len; k++)
      g_array_index (page->marks, Mark, g_array_index (chain, guint, k)).leader = TRUE;
  }
}

static void
erase (const Page *page, const Mark *mark) {
  int halo = MAX (1, (int) page->scale);
  struct Box box = {mark->x, mark->y, mark->width, mark->height, 1};
  struct Box around = {mark->x - halo, mark->y - halo, mark->width + 2 * halo,
                       mark->height + 2 * halo, 1};

  pixClearInRect (page->mask, &box);
  pixSetInRect (page->grey, &around);
}

/* Whether @mark is a letter's, or a letter ends right before it on its baseline: then it is
 * a period. */
static gboolean
belongs_to_letter (const Page *page, const Mark *mark) {
  double reach = page->letter_height * MARK_REACH;

  if (find_owner (page, mark) != NULL)
    return TRUE;
  for (guint i = 0; i < page->letters->len; i++) {
    const Mark *letter = &g_array_index (page->letters, Mark, i);
    int right = letter->x + letter->width, bottom = letter->y + letter->height;

    if (letter->x > mark->x + mark->width)
      break;
    if (mark->x >= right && mark->x - right <= reach
        && ABS (mark->y + mark->height - bottom) <= reach / 4)
      return TRUE;
  }
  return FALSE;
}

/* Whether @mark is one of the two dots of a colon: of two of one size above each other the
 * lower one is a period. */
static gboolean
is_colon (const Page *page, const Mark *mark) {
  const Mark *marks = &g_array_index (page->marks, Mark, 0);
  guint at = (guint) (mark - marks), first = at;
  double aside = COLON_JITTER * page->scale;

  while (first > 0 && mark->middle_x - marks[first - 1].middle_x <= aside)
    first--;
  for (guint i = first; i < page->marks->len; i++) {
    double apart = ABS (marks[i].middle_y - mark->middle_y);

    if (marks[i].middle_x - mark->middle_x > aside)
      break;
    if (i != at && ABS (marks[i].width - mark->width) <= aside
        && ABS (marks[i].height - mark->height) <= aside
        && apart >= COLON_MIN * page->letter_height
        && apart <= COLON_MAX * page->letter_height
        && belongs_to_letter (page,
                              marks[i].middle_y > mark->middle_y ? &marks[i] : mark))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_speck (const Page *page, const Mark *mark, gboolean dirty) {
  int side = MAX (mark->width, mark->height);

  if (side > SPECK_SIDE * page->scale)
    return FALSE;
  if (!is_near_letter (page, mark))
    return TRUE;
  return dirty && !is_colon (page, mark)
         && (side <= page->letter_height * DOT_SHARE_MIN
             || !belongs_to_letter (page, mark));
}

/* Dirt is everywhere: lone marks in many fields of the page, not only in a picture. */
static gboolean
is_dirty (const Page *page) {
  guint8 fields[DIRT_FIELDS][DIRT_FIELDS] = {{0}};
  int width = pixGetWidth (page->mask), height = pixGetHeight (page->mask);
  guint lone = 0, touched = 0;

  for (guint i = 0; i < page->marks->len; i++) {
    const Mark *mark = &g_array_index (page->marks, Mark, i);
    guint8 *field
        = &fields[mark->y * DIRT_FIELDS / height][mark->x * DIRT_FIELDS / width];

    if (mark->leader || is_near_letter (page, mark))
      continue;
    lone++;
    touched += *field == 0;
    *field = 1;
  }
  return lone > LONE_SPECKS_MAX && touched >= DIRT_SHARE * DIRT_FIELDS * DIRT_FIELDS;
}

static int
compare_heights (gconstpointer a, gconstpointer b) {
  return ((const Mark *) a)->height - ((const Mark *) b)->height;
}

static double
measure_letters (GArray *letters) {
  double height;

  if (letters->len == 0)
    return 0;
  g_array_sort (letters, compare_heights);
  height = g_array_index (letters, Mark, letters->len / 2).height;
  g_array_sort (letters, compare_marks);
  return height;
}

/* What is smaller than a letter, at once: no text has so many marks. */
static void
erase_marks (const Page *page) {
  for (guint i = 0; i < page->marks->len; i++)
    erase (page, &g_array_index (page->marks, Mark, i));
}

static void
erase_specks (Page *page) {
  gboolean dirty;

  page->letter_height = measure_letters (page->letters);
  find_leaders (page);
  dirty = is_dirty (page);
  for (guint i = 0; i < page->marks->len; i++) {
    const Mark *mark = &g_array_index (page->marks, Mark, i);

    if (mark->leader || is_speck (page, mark, dirty))
      erase (page, mark);
  }
}

void
specks_remove (Image *grey, Image *mask) {
  double scale = image_get_res_dpi (grey) / 300.0;
  int cell = MAX (1, (int) (NEAR_CELL * scale));
  int across = pixGetWidth (mask) / cell + 2, down = pixGetHeight (mask) / cell + 2;
  g_autofree guint8 *near = g_malloc0 ((gsize) across * (gsize) down);
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_autoptr (GArray) letters = g_array_new (FALSE, FALSE, sizeof (Mark));
  Page page = {grey, mask, scale, marks, letters, 0, near, across, down};

  find_marks (&page);
  if (marks->len <= LIMIT_PAGE_MARKS && letters->len <= LIMIT_PAGE_MARKS)
    erase_specks (&page);
  else
    erase_marks (&page);
}
