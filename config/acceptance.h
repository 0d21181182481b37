/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What a portal accepts, as a pack of rules with a version (acceptance.json). The same rules
 * are asked at the desk, before the citizen leaves, and by the practice portal:
 *
 *   version                 text, required
 *   formats                 what a file may be: "pdf"
 *   largest_file_bytes, largest_dossier_bytes, most_files, longest_name (characters)
 *                           0 or absent: no limit
 *   signature               true: each file must carry one
 *   required                procedure -> components that may not be missing */
typedef struct Acceptance Acceptance;

typedef enum {
  ACCEPTANCE_NO_FILES,
  ACCEPTANCE_TOO_MANY_FILES,
  ACCEPTANCE_DOSSIER_TOO_LARGE,
  ACCEPTANCE_PAPER_MISSING,
  ACCEPTANCE_FILE_TOO_LARGE,
  ACCEPTANCE_FILE_EMPTY,
  ACCEPTANCE_FILE_FORMAT,
  ACCEPTANCE_FILE_NAME,
  ACCEPTANCE_FILE_UNSIGNED,
} AcceptanceRule;

/* What the rules ask of a file; borrowed. */
typedef struct {
  const char *name;
  const char *component; /* or NULL */
  guint64 size_bytes;
  gboolean is_pdf;
  gboolean is_signed;
} AcceptanceFile;

typedef struct {
  AcceptanceRule rule;
  char *what; /* the file's name or the missing component; NULL: the whole dossier */
} AcceptanceFinding;

void acceptance_finding_free (AcceptanceFinding *finding);

/* FAULT_CONFIG names the file and the member. */
Acceptance *acceptance_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void acceptance_free (Acceptance *acceptance);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Acceptance, acceptance_free)

const char *acceptance_get_version (const Acceptance *acceptance);

/* What the portal would refuse, in order (AcceptanceFinding, owned); empty: nothing.
 * @procedure may carry an organisation's suffix. */
GPtrArray *acceptance_check (const Acceptance *acceptance, const char *procedure,
                             const AcceptanceFile *files,
                             guint count) G_GNUC_WARN_UNUSED_RESULT;

/* "file-too-large" ...: the word for machines. */
const char *acceptance_rule_get_name (AcceptanceRule rule);

/* One Vietnamese sentence: what is wrong and what to do; caller frees. */
char *acceptance_format (const AcceptanceFinding *finding) G_GNUC_WARN_UNUSED_RESULT;

/* What the first bytes of a file show of its format. */
gboolean acceptance_is_pdf (const void *bytes, gsize size);
