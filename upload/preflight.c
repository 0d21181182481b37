/* SPDX-License-Identifier: Apache-2.0 */

/* Facts come from the sealed bytes themselves, not from what was meant to be sealed: a
 * portal sees nothing else. */

#define _GNU_SOURCE /* memmem */
#include "upload/preflight.h"

#include "config/fault.h"
#include "config/layout.h"
#include "upload/sealed.h"

#include <string.h>

#define SIGNATURE_MARK "/ByteRange"
#define BLOCK_BYTES    (64u * 1024)

Acceptance *
preflight_load_rules (const PortalSettings *portal, GError **error) {
  g_autofree char *shipped = layout_data_dup ("config/acceptance.json");

  return acceptance_load (
      portal != NULL && portal->rules_file != NULL ? portal->rules_file : shipped, error);
}

/* Whether the file names a range that a signature covers. Blocks overlap by the length of
 * the mark. */
static gboolean
has_signature (const Sealed *sealed) {
  g_autofree char *block = g_malloc (BLOCK_BYTES);
  const gsize overlap = strlen (SIGNATURE_MARK) - 1;
  gssize got;

  for (guint64 at = 0; (got = sealed_read (sealed, at, block, BLOCK_BYTES)) > 0;
       at += (guint64) got - overlap) {
    if (memmem (block, (gsize) got, SIGNATURE_MARK, strlen (SIGNATURE_MARK)) != NULL)
      return TRUE;
    if ((gsize) got <= overlap)
      return FALSE;
  }
  return FALSE;
}

static gboolean
learn_file (const Paper *paper, const Vault *vault, AcceptanceFile *file,
            GError **error) {
  g_autoptr (Sealed) sealed = sealed_open (vault, paper->file, error);
  char magic[8];
  gssize got;

  if (sealed == NULL)
    return FALSE;
  got = sealed_read (sealed, 0, magic, sizeof magic);
  if (got < 0) {
    g_set_error (error, FAULT, FAULT_STORAGE, "%s cannot be read", paper->file);
    return FALSE;
  }
  file->name = paper->file;
  file->component = paper->component;
  file->size_bytes = sealed_get_size (sealed);
  file->is_pdf = acceptance_is_pdf (magic, (gsize) got);
  file->is_signed = has_signature (sealed);
  return TRUE;
}

GPtrArray *
preflight_check (const Acceptance *rules, const char *procedure, const GPtrArray *papers,
                 const Vault *vault, GError **error) {
  g_autofree AcceptanceFile *files = g_new0 (AcceptanceFile, papers->len + 1);

  for (guint i = 0; i < papers->len; i++) {
    if (!learn_file (g_ptr_array_index (papers, i), vault, &files[i], error))
      return NULL;
  }
  return acceptance_check (rules, procedure, files, papers->len);
}
