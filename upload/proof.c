/* SPDX-License-Identifier: Apache-2.0 */

/* Written after the receipt and before the database says "accepted": a dossier that is
 * accepted has both files. One that has them and is not accepted was cut off in between,
 * and is asked about at its portal again. */

#include "upload/proof.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/manifest.h"
#include "upload/receipt.h"
#include "upload/violation.h"

#include <string.h>

#define NOT_THE_STORES "The proof's \"%s\" is not the store's."
#define PROOF_MODE     0600
#define MANIFEST_PATH  "sealed/" MANIFEST_NAME

static gboolean
add_digest (JsonBuilder *builder, const Vault *vault, const char *member,
            const char *name, GError **error) {
  g_autofree char *sha256 = vault_hash (vault, name, NULL, error);

  if (sha256 == NULL)
    return FALSE;
  json_add_string (builder, member, sha256);
  return TRUE;
}

gboolean
proof_save (const Dossier *dossier, const Vault *vault, GError **error) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_add_string (builder, "dossier", dossier->id);
  json_add_string (builder, "portal", dossier->portal);
  json_add_string (builder, "portal_id", dossier->portal_id);
  json_add_string (builder, "portal_code", dossier->portal_code);
  json_add_string (builder, "proof", dossier->proof);
  json_add_int (builder, "accepted_at", dossier->accepted_at);
  json_add_string (builder, "mark", dossier->mark);
  if (!add_digest (builder, vault, "manifest_sha256", MANIFEST_PATH, error)
      || !add_digest (builder, vault, "receipt_sha256", RECEIPT_NAME, error))
    return FALSE;
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  return vault_save (vault, PROOF_NAME, text, strlen (text), PROOF_MODE, error);
}

static JsonObject *
load_object (const Vault *vault, GError **error) {
  g_autoptr (GBytes) bytes = vault_load (vault, PROOF_NAME, LIMIT_EVENT_BYTES, error);

  return bytes == NULL
             ? NULL
             : json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                           LIMIT_EVENT_BYTES, FAULT_STORAGE, PROOF_NAME, error);
}

gboolean
proof_load (const Vault *vault, Dossier *dossier, gboolean *absent, GError **error) {
  g_autoptr (JsonObject) object = NULL;

  *absent = !vault_has (vault, PROOF_NAME);
  if (*absent)
    return FALSE;
  object = load_object (vault, error);
  if (object == NULL)
    return FALSE;
  g_free (dossier->portal);
  dossier->portal = g_strdup (json_get_string (object, "portal", NULL));
  dossier->portal_id = g_strdup (json_get_string (object, "portal_id", NULL));
  dossier->portal_code = g_strdup (json_get_string (object, "portal_code", NULL));
  dossier->proof = g_strdup (json_get_string (object, "proof", NULL));
  dossier->accepted_at = json_get_int (object, "accepted_at", 0);
  if (dossier->proof != NULL && dossier->accepted_at > 0)
    return TRUE;
  g_set_error (error, FAULT, FAULT_STORAGE, PROOF_NAME " does not say how or when");
  return FALSE;
}

/* --- checking ----------------------------------------------------------------------- */

static void
check_text (JsonObject *object, const char *member, const char *expected,
            GPtrArray *violations) {
  if (g_strcmp0 (json_get_string (object, member, NULL), expected) != 0)
    violation_add (violations, PROOF_NAME, NOT_THE_STORES, member);
}

static void
check_digest (JsonObject *object, const char *member, const Vault *vault,
              const char *name, GPtrArray *violations) {
  g_autoptr (GError) cause = NULL;
  g_autofree char *sha256 = vault_hash (vault, name, NULL, &cause);
  g_autofree char *base = g_path_get_basename (name);

  if (sha256 == NULL)
    violation_add (violations, base, "The file cannot be read: %s.", cause->message);
  else if (g_strcmp0 (json_get_string (object, member, NULL), sha256) != 0)
    violation_add (violations, base, "The file is not the one that was accepted.");
}

void
proof_check (const Vault *vault, const Dossier *dossier, GPtrArray *violations,
             guint *files) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonObject) object = load_object (vault, &cause);

  *files += 2; /* the receipt, too */
  if (object == NULL) {
    violation_add (violations, PROOF_NAME, "%s", cause->message);
    return;
  }
  check_digest (object, "manifest_sha256", vault, MANIFEST_PATH, violations);
  check_digest (object, "receipt_sha256", vault, RECEIPT_NAME, violations);
  check_text (object, "dossier", vault_get_id (vault), violations);
  if (dossier == NULL)
    return;
  check_text (object, "portal", dossier->portal, violations);
  check_text (object, "portal_id", dossier->portal_id, violations);
  check_text (object, "portal_code", dossier->portal_code, violations);
  check_text (object, "proof", dossier->proof, violations);
  if (json_get_int (object, "accepted_at", 0) != dossier->accepted_at)
    violation_add (violations, PROOF_NAME, NOT_THE_STORES, "accepted_at");
}
