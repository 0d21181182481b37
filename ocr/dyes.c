/* SPDX-License-Identifier: Apache-2.0 */

/* Black print, a blue pen and a red seal each get a mask of their own, so that none turns
 * into another and each is as sharp as the scan.
 *
 * A colour is told by what the ink takes from the paper behind it, channel by channel. The
 * shares of that are the same in the middle of a stroke and on its blurred edge, and on
 * white and yellowed paper alike. Single pixels lie: JPEG and scanners shift colour sideways
 * by some pixels. So cells of ink are judged by their sums; only where a cell holds
 * two colours do its pixels speak for themselves. Over a seal nearly everything is taken,
 * so there a blue pen is told by the blue it leaves.
 *
 * Red comes by itself (reds.c), since it hardly shows in the red channel that marks come
 * from. A colour is painted as the darker half of its pixels looks: that is the ink, the
 * rest is blur. */

#include "ocr/dyes.h"

#include "ocr/raster.h"
#include "ocr/shades.h"

#define CELL_PX SHADES_CELL_PX /* a byte of a mask */

/* Saturation of what is taken away: below the first it is no colour, above the second it is
 * one, between them a cell may hold two. */
#define GREY_MOST   0.25
#define COLOUR_MIN  0.5
#define PIXEL_LIMIT 0.3
#define BLUE_LEFT   24 /* by how much blue outshines the rest of a dark blue pixel */

#define SECTORS     6 /* of hue, red first */
#define CLASSES     (SECTORS + 1)
#define RED         0
#define BLUE        4
#define NEUTRAL     SECTORS
#define MIXED       CLASSES
#define CLASS_SHARE 0.01 /* of all ink; what is less joins its neighbour */
#define CLASS_LEAST 60   /* pixels */

#define LEVELS    32 /* of darkness */
#define INK_SHARE 0.5

/* Of a pixel, 0..255 each, or sums over a cell. */
typedef struct {
  int taken[3];
  int blue; /* that is left beyond red and green */
  int count;
} Loss;

typedef struct {
  guint32 count[LEVELS];
  guint64 sum[LEVELS][3];
} Census;

typedef struct {
  Image *page, *marks, *backdrop;
  const guint32 *columns; /* of the backdrop, by those of the page */
  int reduction;
  int cells_x, cells_y;
  guint only;      /* the kind of all ink, or CLASSES: to be judged */
  Loss *losses;    /* by cell */
  guint8 *classes; /* by cell */
  Census census[CLASSES];
  guint32 reciprocal[256];
} Parting;

static void
free_dye (Dye *dye) {
  image_free (dye->mask);
  image_free (dye->shades);
  g_free (dye);
}

/* --- judging --- */

static Loss
get_loss (const Parting *parting, l_uint32 pixel, l_uint32 behind) {
  Loss loss;

  for (guint channel = 0; channel < 3; channel++) {
    int paper = raster_get_channel (behind, channel);
    int taken = MAX (paper - raster_get_channel (pixel, channel), 0);

    loss.taken[channel] = (int) ((guint32) taken * parting->reciprocal[paper] >> 16);
  }
  loss.blue = raster_get_channel (pixel, 2)
              - MAX (raster_get_channel (pixel, 0), raster_get_channel (pixel, 1));
  loss.count = 1;
  return loss;
}

static void
add_loss (Loss *sum, const Loss *loss) {
  for (guint channel = 0; channel < 3; channel++)
    sum->taken[channel] += loss->taken[channel];
  sum->blue += loss->blue;
  sum->count += loss->count;
}

static double
get_saturation (const Loss *loss) {
  int most = MAX (MAX (loss->taken[0], loss->taken[1]), loss->taken[2]);
  int least = MIN (MIN (loss->taken[0], loss->taken[1]), loss->taken[2]);

  return most == 0 ? 0 : (double) (most - least) / most;
}

/* The sector of the ink's hue: 0 is red, 1 yellow, and so on. */
static guint
get_sector (const Loss *loss) {
  const int *taken = loss->taken;
  int least = MIN (MIN (taken[0], taken[1]), taken[2]);
  int most = MAX (MAX (taken[0], taken[1]), taken[2]);
  double spread = MAX (most - least, 1), hue;

  if (taken[0] == least)
    hue = (taken[2] - taken[1]) / spread;
  else if (taken[1] == least)
    hue = 2 + (taken[0] - taken[2]) / spread;
  else
    hue = 4 + (taken[1] - taken[0]) / spread;
  return (guint) (hue + SECTORS + 0.5) % SECTORS;
}

/* Sums over the ink at and around a pixel, which is less moved by grain than the pixel. */
static Loss
sum_around (const Parting *parting, int x, int y) {
  int bottom = MIN (y + 1, pixGetHeight (parting->marks) - 1);
  int right = MIN (x + 1, pixGetWidth (parting->marks) - 1);
  Loss sum = {0};

  for (int row = MAX (y - 1, 0); row <= bottom; row++) {
    const l_uint32 *line = raster_get_line (parting->page, row);
    const l_uint32 *behind
        = raster_get_line (parting->backdrop, row / parting->reduction);
    l_uint32 *bits = raster_get_line (parting->marks, row);

    for (int column = MAX (x - 1, 0); column <= right; column++)
      if (GET_DATA_BIT (bits, column)) {
        Loss loss = get_loss (parting, line[column], behind[parting->columns[column]]);

        add_loss (&sum, &loss);
      }
  }
  return sum;
}

static guint
judge_pixel (const Parting *parting, int x, int y) {
  Loss loss = sum_around (parting, x, y);

  if (get_saturation (&loss) >= PIXEL_LIMIT)
    return get_sector (&loss);
  return loss.blue >= BLUE_LEFT * loss.count ? BLUE : NEUTRAL;
}

static guint
judge_cell (const Parting *parting, const Loss *loss) {
  double saturation = get_saturation (loss);

  if (parting->only < CLASSES)
    return parting->only;
  if (saturation >= COLOUR_MIN)
    return get_sector (loss);
  if (saturation >= GREY_MOST)
    return MIXED;
  return loss->blue >= BLUE_LEFT * loss->count ? BLUE : NEUTRAL;
}

/* What is called for every pixel of ink. */
typedef void (*InkFunc) (Parting *parting, int x, int y, const Loss *loss,
                         l_uint32 pixel);

static void
visit_row (Parting *parting, int y, InkFunc visit) {
  const l_uint32 *line = raster_get_line (parting->page, y);
  const l_uint32 *behind = raster_get_line (parting->backdrop, y / parting->reduction);
  const l_uint32 *bits = raster_get_line (parting->marks, y);
  int words = pixGetWpl (parting->marks);

  for (int word = 0; word < words; word++) {
    for (l_uint32 rest = bits[word]; rest != 0;) {
      int bit = __builtin_clz (rest), x = word * 32 + bit;
      Loss loss = get_loss (parting, line[x], behind[parting->columns[x]]);

      visit (parting, x, y, &loss, line[x]);
      rest &= ~(0x80000000u >> bit);
    }
  }
}

static void
visit_ink (Parting *parting, InkFunc visit) {
  for (int y = 0; y < pixGetHeight (parting->marks); y++)
    visit_row (parting, y, visit);
}

static gsize
get_cell (const Parting *parting, int x, int y) {
  return (gsize) (y / CELL_PX) * (gsize) parting->cells_x + (gsize) (x / CELL_PX);
}

static void
add_to_cell (Parting *parting, int x, int y, const Loss *loss, l_uint32 pixel) {
  add_loss (&parting->losses[get_cell (parting, x, y)], loss);
}

static void
add_to_census (Parting *parting, int x, int y, const Loss *loss, l_uint32 pixel) {
  guint kind = parting->classes[get_cell (parting, x, y)];
  Census *census = &parting->census[kind == MIXED ? judge_pixel (parting, x, y) : kind];
  int most = MAX (MAX (loss->taken[0], loss->taken[1]), loss->taken[2]);
  int level = most * LEVELS / 256;

  census->count[level]++;
  for (guint channel = 0; channel < 3; channel++)
    census->sum[level][channel] += (guint64) raster_get_channel (pixel, channel);
}

static void
judge_cells (Parting *parting) {
  gsize cells = (gsize) parting->cells_x * (gsize) parting->cells_y;

  visit_ink (parting, add_to_cell);
  for (gsize i = 0; i < cells; i++)
    parting->classes[i] = (guint8) judge_cell (parting, &parting->losses[i]);
}

/* --- colours --- */

static guint32
count_census (const Census *census) {
  guint32 count = 0;

  for (guint level = 0; level < LEVELS; level++)
    count += census->count[level];
  return count;
}

/* Mean of the darkest INK_SHARE of the pixels. */
static guint32
mix_colour (const Census *census) {
  guint64 sum[3] = {0}, seen = 0;
  guint32 wanted = MAX (1, (guint32) (count_census (census) * INK_SHARE));
  guint32 colour = 0;

  for (int level = LEVELS - 1; level >= 0 && seen < wanted; level--) {
    seen += census->count[level];
    for (guint channel = 0; channel < 3; channel++)
      sum[channel] += census->sum[level][channel];
  }
  for (guint channel = 0; channel < 3; channel++)
    colour = colour << 8 | (guint32) (seen == 0 ? 0 : sum[channel] / seen);
  return colour;
}

/* Where the ink of each kind goes: a colour that is hardly there joins the commoner one of
 * its neighbours in hue if that is a colour of the page, and print if it is next to
 * nothing. */
static void
merge_classes (const Parting *parting, guint into[CLASSES]) {
  guint32 counts[CLASSES], all = 0;

  for (guint kind = 0; kind < CLASSES; kind++) {
    counts[kind] = count_census (&parting->census[kind]);
    all += counts[kind];
  }
  for (guint kind = 0; kind < CLASSES; kind++) {
    guint before = (kind + SECTORS - 1) % SECTORS, after = (kind + 1) % SECTORS;
    guint common = counts[before] > counts[after] ? before : after;

    into[kind] = kind;
    if (kind == NEUTRAL || counts[kind] >= all * CLASS_SHARE)
      continue;
    if (counts[common] >= all * CLASS_SHARE)
      into[kind] = common;
    else if (counts[kind] < CLASS_LEAST)
      into[kind] = NEUTRAL;
  }
}

static void
add_census (Census *census, const Census *other) {
  for (guint level = 0; level < LEVELS; level++) {
    census->count[level] += other->count[level];
    for (guint channel = 0; channel < 3; channel++)
      census->sum[level][channel] += other->sum[level][channel];
  }
}

/* --- masks --- */

/* Keeps of the byte of a mask at @cell what belongs to @kind; mixed cells are looked at
 * pixel by pixel. */
static guint8
take_byte (const Parting *parting, guint8 bits, int cell_x, int y, const guint *into,
           guint kind) {
  guint of_cell
      = parting
            ->classes[(gsize) (y / CELL_PX) * (gsize) parting->cells_x + (gsize) cell_x];
  guint8 taken = 0;

  if (of_cell != MIXED)
    return into[of_cell] == kind ? bits : 0;
  for (int bit = 0; bit < CELL_PX; bit++) {
    int x = cell_x * CELL_PX + bit;

    if ((bits >> (7 - bit) & 1) != 0 && into[judge_pixel (parting, x, y)] == kind)
      taken |= (guint8) (1 << (7 - bit));
  }
  return taken;
}

static Image *
take_kind (const Parting *parting, const guint *into, guint kind) {
  Image *mask = pixCreateTemplate (parting->marks);

  for (int y = 0; mask != NULL && y < pixGetHeight (mask); y++) {
    l_uint32 *from = raster_get_line (parting->marks, y), *to = raster_get_line (mask, y);

    for (int cell = 0; cell < parting->cells_x; cell++) {
      guint8 bits = (guint8) GET_DATA_BYTE (from, cell);

      if (bits != 0)
        SET_DATA_BYTE (to, cell, take_byte (parting, bits, cell, y, into, kind));
    }
  }
  return mask;
}

/* --- all of it --- */

static int
get_lightness (guint32 colour) {
  return (int) (3 * (colour >> 16) + 6 * (colour >> 8 & 0xff) + (colour & 0xff));
}

static gint
compare_dyes (gconstpointer a, gconstpointer b) {
  const Dye *left = *(Dye *const *) a, *right = *(Dye *const *) b;

  return get_lightness (right->colour) - get_lightness (left->colour);
}

static gboolean
add_dye (Parting *parting, GPtrArray *dyes, const guint *into, guint kind) {
  Dye *dye;

  if (into[kind] != kind || count_census (&parting->census[kind]) == 0)
    return TRUE;
  dye = g_new0 (Dye, 1);
  g_ptr_array_add (dyes, dye);
  dye->colour = mix_colour (&parting->census[kind]);
  dye->mask = take_kind (parting, into, kind);
  return dye->mask != NULL
         && shades_find (parting->page, dye->mask, parting->backdrop,
                         (guint) parting->reduction, dye->colour, &dye->shades);
}

static gboolean
part (Parting *parting, GPtrArray *dyes) {
  guint into[CLASSES];

  judge_cells (parting);
  visit_ink (parting, add_to_census);
  merge_classes (parting, into);
  for (guint kind = 0; kind < CLASSES; kind++) {
    if (into[kind] != kind)
      add_census (&parting->census[into[kind]], &parting->census[kind]);
  }
  for (guint kind = 0; kind < CLASSES; kind++) {
    if (!add_dye (parting, dyes, into, kind))
      return FALSE;
  }
  return TRUE;
}

/* Adds the dyes of @ink, which is of the kind @only, or with CLASSES of any. */
static gboolean
add_dyes (GPtrArray *dyes, const Parting *what, Image *ink, guint only) {
  gsize cells = (gsize) what->cells_x * (gsize) what->cells_y;
  g_autofree Parting *parting = g_memdup2 (what, sizeof *what);
  g_autofree Loss *losses = g_new0 (Loss, cells);
  g_autofree guint8 *classes = g_new0 (guint8, cells);

  parting->marks = ink;
  parting->only = only;
  parting->losses = losses;
  parting->classes = classes;
  pixSetPadBits (ink, 0);
  return part (parting, dyes);
}

GPtrArray *
dyes_part (Image *page, Image *marks, Image *reds, Image *backdrop, guint reduction) {
  g_autoptr (GPtrArray) dyes = g_ptr_array_new_with_free_func ((GDestroyNotify) free_dye);
  g_autoptr (Image) red_only = pixSubtract (NULL, reds, marks);
  g_autofree Parting *parting = g_new0 (Parting, 1);
  g_autofree guint32 *columns = g_new (guint32, (gsize) pixGetWidth (page));
  l_int32 no_reds = TRUE;

  if (red_only == NULL)
    return NULL;
  *parting = (Parting){.page = page,
                       .backdrop = backdrop,
                       .columns = columns,
                       .reduction = (int) reduction,
                       .cells_x = (pixGetWidth (page) + CELL_PX - 1) / CELL_PX,
                       .cells_y = (pixGetHeight (page) + CELL_PX - 1) / CELL_PX};
  for (guint32 x = 0; x < (guint32) pixGetWidth (page); x++)
    columns[x] = x / reduction;
  for (guint32 i = 1; i < 256; i++)
    parting->reciprocal[i] = (255u << 16) / i;
  pixZero (red_only, &no_reds);
  if ((!no_reds && !add_dyes (dyes, parting, red_only, RED))
      || !add_dyes (dyes, parting, marks, CLASSES))
    return NULL;
  g_ptr_array_sort (dyes, compare_dyes);
  return g_steal_pointer (&dyes);
}
