/* SPDX-License-Identifier: Apache-2.0 */

/* Facts come from what has arrived, and nothing else. */

#include "upload/practice/referee.h"

#include <string.h>

#define SIGNATURE_MARK "/ByteRange"

static void
learn_file (const FilingFile *entry, const Slice *content, AcceptanceFile *file) {
  char magic[8] = "";
  gsize size = MIN (content->size_bytes, sizeof magic);
  gsize at = content->size_bytes;

  file->name = entry->title;
  file->component = *entry->part != '\0' ? entry->part : NULL;
  file->size_bytes = content->size_bytes;
  file->is_pdf
      = slice_read (content, 0, magic, size, NULL) && acceptance_is_pdf (magic, size);
  file->is_signed
      = slice_find (content, 0, SIGNATURE_MARK, &at, NULL) && at < content->size_bytes;
}

const char *
referee_judge (const Acceptance *rules, const Filing *filing, const Slice *contents) {
  g_autofree AcceptanceFile *files = g_new0 (AcceptanceFile, filing->files->len + 1);
  g_autoptr (GPtrArray) findings = NULL;

  for (guint i = 0; i < filing->files->len; i++)
    learn_file (g_ptr_array_index (filing->files, i), &contents[i], &files[i]);
  findings = acceptance_check (rules, filing->service, files, filing->files->len);
  if (findings->len == 0)
    return NULL;
  return acceptance_rule_get_name (
      ((AcceptanceFinding *) g_ptr_array_index (findings, 0))->rule);
}
