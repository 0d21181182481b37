/* SPDX-License-Identifier: Apache-2.0 */

/* Piles up pages: draws a paper, spoils its picture, saves picture and truth under one
 * number. A paper that runs over its page is drawn again in a smaller size, with the same
 * dice, so that it is the same paper. The same job always writes the same bytes. */

#include "stack.h"

#include "config/fault.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>

#define SCAN_QUALITY  85
#define SMALLEST_PT   9.0
#define THROW_DOSSIER 20 /* seed 1: a Khmer family in Cái Răng */

typedef struct {
  const StackJob *job;
  TruthBook *book;
  guint number; /* of the last page saved */
} Stack;

/* A paper just drawn. */
typedef struct {
  const PaperKind *kind;
  Style style;
  Truth *truth;
  Sheet *sheet;
} Leaf;

static void
free_leaf (Leaf *leaf) {
  sheet_free (leaf->sheet);
  truth_free (leaf->truth);
  g_free (leaf);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leaf, free_leaf)

static void
start_leaf (Leaf *leaf, int res_dpi) {
  leaf->truth = truth_new ();
  leaf->sheet = sheet_new (res_dpi, &leaf->style, leaf->truth);
}

static Leaf *
draw_leaf (const StackJob *job, const PaperKind *kind, Cast *cast) {
  Leaf *leaf = g_new0 (Leaf, 1);
  Dice before;

  leaf->kind = kind;
  leaf->style = style_choose (&cast->dice);
  before = cast->dice;
  start_leaf (leaf, job->res_dpi);
  kind->draw (leaf->sheet, cast);
  while (sheet_overflows (leaf->sheet) && leaf->style.size_pt > SMALLEST_PT) {
    sheet_free (leaf->sheet);
    truth_free (leaf->truth);
    leaf->style.size_pt -= 0.6;
    leaf->style.gap_pt *= 0.85;
    cast->dice = before;
    start_leaf (leaf, job->res_dpi);
    kind->draw (leaf->sheet, cast);
  }
  g_assert (!sheet_overflows (leaf->sheet));
  return leaf;
}

static gboolean
save_leaf (Stack *stack, const Leaf *leaf, const TroublePage *page, const char *trouble,
           const char *dossier, GError **error) {
  gboolean png = stack->job->format == PICTURE_PNG && page->jpeg_quality == 0;
  g_autofree char *name = g_strdup_printf ("%03u", ++stack->number);
  g_autofree char *file = g_strconcat (name, png ? ".png" : ".jpg", NULL);
  g_autofree char *path = g_build_filename (stack->job->dir, file, NULL);
  TruthPage said = {.page = name,
                    .file = file,
                    .template_name = leaf->kind->name,
                    .paper = leaf->kind->paper,
                    .trouble = trouble,
                    .dossier = dossier,
                    .font = leaf->style.font,
                    .value_font = leaf->style.value_font,
                    .res_dpi = page->res_dpi,
                    .rotation = page->rotation,
                    .skew = page->skew,
                    .blank = papers_is_blank (leaf->kind),
                    .defect = page->defect,
                    .paper_width_mm = page->paper_width_mm,
                    .paper_height_mm = page->paper_height_mm,
                    .continues = leaf->kind->continues};

  return picture_save (page->surface, path, png ? PICTURE_PNG : PICTURE_JPEG,
                       page->jpeg_quality > 0 ? page->jpeg_quality : SCAN_QUALITY,
                       page->res_dpi, error)
         && truth_save_page (stack->book, leaf->truth, &said, error);
}

/* Takes away the pages of an earlier run, which a scanner would play along. */
static gboolean
clear_pages (const char *dir, GError **error) {
  g_autoptr (GDir) entries = g_dir_open (dir, 0, error);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (dir, name, NULL);

    if (strspn (name, "0123456789") == 3
        && (g_str_equal (name + 3, ".png") || g_str_equal (name + 3, ".jpg"))
        && g_unlink (path) != 0)
      return fault_set_errno (error, FAULT_STORAGE, "cannot remove %s", path);
  }
  return entries != NULL;
}

static TruthBook *
open_stack (const StackJob *job, GError **error) {
  g_autoptr (TruthBook) book = truth_open (job->dir, error);

  if (book == NULL || !clear_pages (job->dir, error))
    return NULL;
  return g_steal_pointer (&book);
}

/* The page of @leaf as it lies in the feeder. */
static TroublePage
feed_leaf (const Leaf *leaf, int res_dpi, cairo_surface_t *behind) {
  return (TroublePage){.surface
                       = cairo_surface_reference (sheet_get_surface (leaf->sheet)),
                       .behind = behind,
                       .res_dpi = res_dpi};
}

/* One side in the demo dossier. */
typedef struct {
  const char *kind;
  const char *trouble; /* its name for the manifest */
  double skew;
  double bleed; /* of the front */
  guint specks; /* per million pixels */
  gboolean upside_down;
} DossierPage;

/* A sheet that lies askew is seen askew the other way from behind. */
static const DossierPage dossier_pages[] = {
    {"tk_khai_sinh", "clean", 0, 0, 0, FALSE},
    {"blank", "bleed", 0, 0.07, 0, FALSE},
    {"giay_chung_sinh", "clean", 0, 0, 0, FALSE},
    {"blank", "speckle", 0, 0, 25, FALSE},
    {"ct01", "clean", 0, 0, 0, FALSE},
    {"ct01_2", "clean", 0, 0, 0, FALSE},
    {"gcn_ket_hon", "skew", 2.0, 0, 0, FALSE},
    {"blank", "bleed", -2.0, 0.05, 10, FALSE},
    {"the_can_cuoc", "clean", 0, 0, 0, FALSE},
    {"blank", "clean", 0, 0, 0, FALSE},
    {"giay_uy_quyen", "turn180", 0, 0, 0, TRUE},
    {"blank", "bleed", 0, 0.06, 0, TRUE},
    {"giay_uy_quyen_2", "clean", 0, 0, 0, FALSE},
    {"blank", "speckle", 0, 0, 40, FALSE},
};

static void
spoil_as_planned (TroublePage *page, Dice *dice, const DossierPage *plan) {
  if (plan->bleed > 0)
    trouble_bleed (page, plan->bleed);
  if (plan->specks > 0)
    trouble_speck (page, dice, plan->specks);
  if (plan->skew != 0)
    trouble_skew (page, plan->skew);
  if (plan->upside_down)
    trouble_turn (page, 180);
}

/* @front is what was drawn before, and is replaced by what is drawn now. */
static gboolean
print_dossier_page (Stack *stack, Cast *cast, const DossierPage *plan, Leaf **front,
                    GError **error) {
  Leaf *leaf = draw_leaf (stack->job, papers_find (plan->kind), cast);
  TroublePage page = feed_leaf (leaf, stack->job->res_dpi,
                                *front ? sheet_get_surface ((*front)->sheet) : NULL);
  gboolean saved;

  spoil_as_planned (&page, &cast->dice, plan);
  saved = save_leaf (stack, leaf, &page, plan->trouble, "demo", error);
  cairo_surface_destroy (page.surface);
  g_clear_pointer (front, free_leaf);
  *front = leaf;
  return saved;
}

gboolean
stack_print_dossier (const StackJob *job, GError **error) {
  g_autoptr (Cast) cast
      = persons_cast (dice_start (job->seed, THROW_DOSSIER), PLACES_SINCE_MERGER);
  g_autoptr (TruthBook) book = open_stack (job, error);
  g_autoptr (Leaf) front = NULL;
  Stack stack = {.job = job, .book = book};

  if (book == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (dossier_pages); i++)
    if (!print_dossier_page (&stack, cast, &dossier_pages[i], &front, error))
      return FALSE;
  return truth_save (book, error);
}

static Leaf *
draw_behind (const StackJob *job, Dice dice) {
  g_autoptr (Cast) cast = persons_cast (dice, PLACES_SINCE_MERGER);

  return draw_leaf (job, papers_find ("giay_uy_quyen"), cast);
}

/* A seal somewhere over the text. */
static void
stamp_leaf (Leaf *leaf, Cast *cast) {
  double x = dice_range (&cast->dice, 130, 460), y = dice_range (&cast->dice, 160, 560);

  ornament_seal (leaf->sheet, &cast->dice, x, y, papers_committee_upper (cast));
}

struct StackPage {
  Leaf *leaf;
  Leaf *behind; /* or NULL */
  TroublePage page;
};

StackPage *
stack_draw (const StackJob *job, guint number, const PaperKind *kind,
            const Trouble *trouble) {
  Dice dice = dice_start (job->seed, number);
  PlacesEra era = dice_chance (&dice, 60) ? PLACES_SINCE_MERGER : PLACES_BEFORE_MERGER;
  g_autoptr (Cast) cast = persons_cast (dice, era);
  StackPage *drawn = g_new0 (StackPage, 1);

  drawn->leaf = draw_leaf (job, kind, cast);
  if (trouble->needs_behind)
    drawn->behind = draw_behind (job, dice_start (dice_next (&dice), 0));
  if (trouble->on_sheet && kind->paper != NULL)
    stamp_leaf (drawn->leaf, cast);
  drawn->page = feed_leaf (
      drawn->leaf, job->res_dpi,
      drawn->behind != NULL ? sheet_get_surface (drawn->behind->sheet) : NULL);
  trouble->spoil (&drawn->page, &cast->dice);
  return drawn;
}

const TroublePage *
stack_page_get (const StackPage *drawn) {
  return &drawn->page;
}

const Truth *
stack_page_get_truth (const StackPage *drawn) {
  return drawn->leaf->truth;
}

void
stack_page_free (StackPage *drawn) {
  cairo_surface_destroy (drawn->page.surface);
  free_leaf (drawn->leaf);
  g_clear_pointer (&drawn->behind, free_leaf);
  g_free (drawn);
}

static gboolean
print_corpus_page (Stack *stack, const PaperKind *kind, const Trouble *trouble,
                   GError **error) {
  g_autoptr (StackPage) drawn = stack_draw (stack->job, stack->number + 1, kind, trouble);
  g_autofree char *dossier = g_strdup_printf ("page-%03u", stack->number + 1);

  return save_leaf (stack, drawn->leaf, &drawn->page, trouble->name, dossier, error);
}

static GPtrArray *
find_kinds (const char *const *names, GError **error) {
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (const PaperKind *kind = papers_list (); names == NULL && kind->name != NULL;
       kind++)
    if (!kind->named_only)
      g_ptr_array_add (found, (gpointer) kind);
  for (; names != NULL && *names != NULL; names++) {
    const PaperKind *kind = papers_find (*names);

    if (kind == NULL) {
      g_set_error (error, FAULT, FAULT_USAGE, "no kind of paper is called %s", *names);
      return NULL;
    }
    g_ptr_array_add (found, (gpointer) kind);
  }
  return g_steal_pointer (&found);
}

static GPtrArray *
find_troubles (const char *const *names, GError **error) {
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (const Trouble *each = trouble_list (); names == NULL && each->name != NULL; each++)
    if (!each->named_only)
      g_ptr_array_add (found, (gpointer) each);
  for (; names != NULL && *names != NULL; names++) {
    const Trouble *trouble = trouble_find (*names);

    if (trouble == NULL) {
      g_set_error (error, FAULT, FAULT_USAGE, "no trouble is called %s", *names);
      return NULL;
    }
    g_ptr_array_add (found, (gpointer) trouble);
  }
  return g_steal_pointer (&found);
}

/* The @i-th of the pairs of @n kinds and @m troubles, kinds changing fastest: after each
 * common multiple the troubles move on by one, so that all pairs come up. */
static guint
turn_trouble (guint i, guint n, guint m) {
  guint a = n, b = m;

  while (b != 0) {
    guint rest = a % b;

    a = b;
    b = rest;
  }
  return (i + i / (n / a * m)) % m;
}

gboolean
stack_print_corpus (const StackJob *job, guint pages, const char *const *kinds,
                    const char *const *troubles, GError **error) {
  g_autoptr (GPtrArray) papers = find_kinds (kinds, error);
  g_autoptr (GPtrArray) spoilers
      = papers != NULL ? find_troubles (troubles, error) : NULL;
  g_autoptr (TruthBook) book = spoilers != NULL ? open_stack (job, error) : NULL;
  Stack stack = {.job = job, .book = book};

  if (book == NULL)
    return FALSE;
  for (guint i = 0; i < pages; i++)
    if (!print_corpus_page (&stack, papers->pdata[i % papers->len],
                            spoilers->pdata[turn_trouble (i, papers->len, spoilers->len)],
                            error))
      return FALSE;
  return truth_save (book, error);
}
