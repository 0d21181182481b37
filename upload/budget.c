/* SPDX-License-Identifier: Apache-2.0 */

/* Which rung of its images each paper is sealed with. Sizes are not guessed: the paper is
 * written into nothing and counted, which costs a few milliseconds a page and only where
 * a portal has a limit.
 *
 *   each paper:   down the ladder until it fits; else halved, and each half again
 *   the dossier:  as long as it is too large, its largest paper goes a rung down
 *
 * Text is in full resolution on every rung (layers.c), so what a lower one costs is the
 * finish of backgrounds and pictures. Beyond the lowest we refuse: a page that nobody can
 * read is no copy of a paper. A PDF that was handed in has one size. */

#include "upload/budget.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/pageimage.h"
#include "upload/paperfile.h"

#define LOWEST_RUNG  (PAGEIMAGE_RUNGS - 1)
#define MB           1e6
#define PART_UNKNOWN 999 /* as long as any number of a part */

typedef struct {
  const Vault *vault;
  const Dossier *dossier;
  const GPtrArray *pages;
  const Budget *budget;
  GPtrArray *papers;
  GArray *sizes; /* guint64, those of the papers so far */
} Fitting;

static PackagePaper *
get_entry (const Fitting *fitting, guint index) {
  return g_ptr_array_index (fitting->papers, index);
}

static gboolean
measure (const Fitting *fitting, const PackagePaper *entry, guint64 *size_bytes,
         GError **error) {
  return paperfile_measure (fitting->vault, fitting->dossier, entry, fitting->pages,
                            size_bytes, error);
}

static gboolean
fits (const Fitting *fitting, guint64 size_bytes) {
  guint64 most = fitting->budget->most_file_bytes;

  return most == 0 || size_bytes <= most;
}

/* Down the ladder to where @entry fits, or to its foot. */
static gboolean
choose_rung (const Fitting *fitting, PackagePaper *entry, guint64 *size_bytes,
             GError **error) {
  guint rungs = entry->as_is != NULL ? 1 : PAGEIMAGE_RUNGS;

  for (guint rung = 0; rung < rungs; rung++) {
    entry->rung = rung;
    if (!measure (fitting, entry, size_bytes, error))
      return FALSE;
    if (fits (fitting, *size_bytes))
      return TRUE;
  }
  return TRUE;
}

static void
name_part (PackagePaper *entry, const char *title, guint part, guint parts) {
  g_free (entry->paper->title);
  entry->paper->title = g_strdup_printf ("%s (phần %u/%u)", title, part, parts);
}

/* The second half of @entry's pages becomes a paper of its own. */
static PackagePaper *
take_half (PackagePaper *entry) {
  PackagePaper *rest = g_new0 (PackagePaper, 1);
  guint kept = entry->pages->len / 2;

  rest->paper = g_new0 (Paper, 1);
  rest->paper->type = g_strdup (entry->paper->type);
  rest->paper->component = g_strdup (entry->paper->component);
  rest->paper->original = entry->paper->original;
  rest->signer = entry->signer;
  rest->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_vals (rest->pages, &g_array_index (entry->pages, guint, kept),
                       entry->pages->len - kept);
  g_array_set_size (entry->pages, kept);
  rest->paper->pages = rest->pages->len;
  entry->paper->pages = kept;
  return rest;
}

static gboolean
refuse_paper (const Fitting *fitting, const PackagePaper *entry, guint64 size_bytes,
              GError **error) {
  g_set_error (
      error, FAULT, FAULT_USAGE,
      "%s (%u trang) còn %.2f MB sau khi nén hết mức; cổng chỉ nhận mỗi tệp %.2f "
      "MB. Quét lại ở độ phân giải thấp hơn hoặc gửi giấy tờ này bằng cách khác.",
      entry->paper->title != NULL ? entry->paper->title : "Giấy tờ", entry->paper->pages,
      (double) size_bytes / MB, (double) fitting->budget->most_file_bytes / MB);
  return FALSE;
}

/* Fits paper @index, which is called @title; what is parted from it comes behind it and is
 * fitted in its turn. */
static gboolean
fit_paper (Fitting *fitting, guint index, const char *title, GError **error) {
  PackagePaper *entry = get_entry (fitting, index);
  guint64 size_bytes;

  if (!choose_rung (fitting, entry, &size_bytes, error))
    return FALSE;
  while (!fits (fitting, size_bytes)) {
    PackagePaper *rest;

    if (entry->as_is != NULL || entry->pages->len < 2
        || fitting->papers->len >= LIMIT_DOSSIER_PAPERS)
      return refuse_paper (fitting, entry, size_bytes, error);
    rest = take_half (entry);
    name_part (entry, title, PART_UNKNOWN, PART_UNKNOWN);
    name_part (rest, title, PART_UNKNOWN, PART_UNKNOWN);
    g_ptr_array_insert (fitting->papers, (int) index + 1, rest);
    if (!choose_rung (fitting, entry, &size_bytes, error))
      return FALSE;
  }
  g_array_append_val (fitting->sizes, size_bytes);
  return TRUE;
}

/* Fits paper *@index and moves on to the one behind all its parts. */
static gboolean
fit_parts (Fitting *fitting, guint *index, GError **error) {
  guint first = *index, behind = fitting->papers->len - first - 1, parts;
  const char *known = get_entry (fitting, first)->paper->title;
  g_autofree char *title = g_strdup (known != NULL ? known : "Giấy tờ");

  for (; *index + behind < fitting->papers->len; *index += 1) {
    if (!fit_paper (fitting, *index, title, error))
      return FALSE;
  }
  parts = *index - first;
  for (guint part = 1; parts > 1 && part <= parts; part++)
    name_part (get_entry (fitting, first + part - 1), title, part, parts);
  return TRUE;
}

static guint64
sum_sizes (const Fitting *fitting) {
  guint64 sum = 0;

  for (guint i = 0; i < fitting->sizes->len; i++)
    sum += g_array_index (fitting->sizes, guint64, i);
  return sum;
}

/* The largest paper that can still go down; the number of papers when none can. */
static guint
find_largest (const Fitting *fitting) {
  guint largest = fitting->papers->len;
  guint64 most = 0;

  for (guint i = 0; i < fitting->papers->len; i++) {
    const PackagePaper *entry = get_entry (fitting, i);
    guint64 size_bytes = g_array_index (fitting->sizes, guint64, i);

    if (entry->as_is == NULL && entry->rung < LOWEST_RUNG && size_bytes > most) {
      most = size_bytes;
      largest = i;
    }
  }
  return largest;
}

static gboolean
fit_dossier (Fitting *fitting, GError **error) {
  guint64 most = fitting->budget->most_dossier_bytes;

  while (most != 0 && sum_sizes (fitting) > most) {
    guint largest = find_largest (fitting);

    if (largest == fitting->papers->len) {
      g_set_error (error, FAULT, FAULT_USAGE,
                   "Hồ sơ còn %.2f MB sau khi nén hết mức; cổng chỉ nhận hồ sơ %.2f MB. "
                   "Bỏ bớt giấy tờ không bắt buộc hoặc quét lại ở độ phân giải thấp hơn.",
                   (double) sum_sizes (fitting) / MB, (double) most / MB);
      return FALSE;
    }
    get_entry (fitting, largest)->rung++;
    if (!measure (fitting, get_entry (fitting, largest),
                  &g_array_index (fitting->sizes, guint64, largest), error))
      return FALSE;
  }
  return TRUE;
}

static void
number_papers (GPtrArray *papers) {
  for (guint i = 0; i < papers->len; i++)
    ((PackagePaper *) g_ptr_array_index (papers, i))->paper->number = i + 1;
}

gboolean
budget_fit (const Vault *vault, const Dossier *dossier, GPtrArray *papers,
            const GPtrArray *pages, const Budget *budget, GError **error) {
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (guint64));
  Fitting fitting = {vault, dossier, pages, budget, papers, sizes};

  if (budget->most_file_bytes == 0 && budget->most_dossier_bytes == 0)
    return TRUE;
  for (guint i = 0; i < papers->len;) {
    if (!fit_parts (&fitting, &i, error))
      return FALSE;
  }
  number_papers (papers);
  return fit_dossier (&fitting, error);
}
