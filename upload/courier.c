/* SPDX-License-Identifier: Apache-2.0 */

/* What the portal answered to a file is noted down before the next file is sent, so that a
 * kill costs at most the file under way. An answer that was lost costs that file a second
 * time; the portal then holds bytes that no dossier names.
 *
 * A digest is compared when it can be SHA-256 (64 hexadecimal digits, or base64 of 32
 * bytes); one of another length proves nothing, and says nothing against the file. */

#include "upload/courier.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "upload/envelope.h"

#include <string.h>

#define HEX_DIGITS 64u

static const char *const ids[] = {"IdTepTin", "id", "fileId", "uuid", NULL};
static const char *const urls[] = {"DuongDanTaiTepTin", "DuongDan", "url", "link", NULL};
static const char *const hashes[] = {"HashTepTin", "sha256", "hash", "checksum", NULL};
static const char *const sizes[] = {"size", "DungLuong", "fileSize", "size_bytes", NULL};

void
filed_free (Filed *filed) {
  if (filed == NULL)
    return;
  g_free (filed->id);
  g_free (filed->url);
  g_free (filed->hash);
  g_free (filed);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Filed, filed_free)

/* --- what the portal says ----------------------------------------------------------- */

/* SHA-256 as lower-case hexadecimal; NULL for what cannot be one. */
static char *
read_digest (const char *hash) {
  g_autofree guchar *bytes = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length;

  if (hash == NULL)
    return NULL;
  if (strlen (hash) == HEX_DIGITS)
    return g_ascii_strdown (hash, -1);
  bytes = g_base64_decode (hash, &length);
  if (length != HEX_DIGITS / 2)
    return NULL;
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
stop_other_bytes (Attempt *attempt) {
  return attempt_stop (
      attempt, PORTAL_REFUSED,
      "The portal says it holds other bytes than were sent; a person must look at it.");
}

/* The first of the files that an answer names. */
static JsonObject *
get_first (JsonObject *json) {
  JsonObject *content = envelope_get_content (json);

  /* Behind some gateways each file's answer is wrapped once more. */
  if (json_get_object (content, "response") != NULL)
    content = envelope_get_content (json_get_object (content, "response"));
  return content;
}

static gboolean
take_answer (Attempt *attempt, const Paper *paper, const HttpAnswer *answer,
             Filed *filed) {
  JsonObject *first;
  g_autofree char *digest = NULL;
  gint64 size;

  if (!attempt_check_answer (attempt, answer))
    return FALSE;
  first = get_first (answer->json);
  filed->id = envelope_dup_text (first, ids);
  filed->url = envelope_dup_text (first, urls);
  filed->hash = envelope_dup_text (first, hashes);
  if (!attempt_is_code (filed->id))
    return attempt_stop_unclear (attempt);
  digest = read_digest (filed->hash);
  size = envelope_get_size (first, sizes);
  if ((digest != NULL && !g_str_equal (digest, paper->sha256))
      || (size >= 0 && (guint64) size != paper->size_bytes))
    return stop_other_bytes (attempt);
  filed->proof = digest != NULL ? PORTAL_PROOF_HASH : PORTAL_PROOF_NONE;
  return TRUE;
}

/* --- notes -------------------------------------------------------------------------- */

static char *
name_note (const Paper *paper) {
  return g_strdup_printf ("file/%u/%s", paper->number, paper->sha256);
}

static gboolean
save_note (Attempt *attempt, const Paper *paper, const Filed *filed) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *name = name_note (paper);
  g_autofree char *value = NULL;

  json_builder_begin_object (builder);
  json_add_string (builder, "id", filed->id);
  json_add_string (builder, "url", filed->url);
  json_add_string (builder, "hash", filed->hash);
  json_add_int (builder, "proof", filed->proof);
  json_builder_end_object (builder);
  value = json_format (builder, FALSE);
  return attempt_set_note (attempt, name, value);
}

/* What an earlier attempt has noted; filed->id stays NULL when it has not. */
static gboolean
load_note (Attempt *attempt, const Paper *paper, Filed *filed) {
  g_autofree char *name = name_note (paper);
  g_autofree char *value = NULL;
  g_autoptr (JsonObject) note = NULL;

  if (!attempt_get_note (attempt, name, &value))
    return FALSE;
  if (value != NULL)
    note = json_parse (value, strlen (value), LIMIT_NOTE_BYTES, FAULT_STORAGE, "note",
                       NULL);
  if (note == NULL)
    return TRUE;
  filed->id = g_strdup (json_get_string (note, "id", NULL));
  filed->url = g_strdup (json_get_string (note, "url", NULL));
  filed->hash = g_strdup (json_get_string (note, "hash", NULL));
  filed->proof
      = (PortalProof) CLAMP (json_get_int (note, "proof", 0), 0, PORTAL_PROOF_LOOK_UP);
  return TRUE;
}

/* --- one paper ---------------------------------------------------------------------- */

static gboolean
send_form (const Courier *courier, Attempt *attempt, const Paper *paper,
           const Sealed *sealed, Filed *filed) {
  const HttpFile file = {courier->part, paper->file, sealed};
  g_autoptr (HttpAnswer) answer
      = access_send (courier->access, &(HttpRequest){.method = "POST",
                                                     .url = courier->url,
                                                     .form = courier->fields,
                                                     .file = &file,
                                                     .wanted = HTTP_ANY_JSON});

  return take_answer (attempt, paper, answer, filed);
}

/* The last part of an address is the upload's name. */
static gboolean
send_tus (const Courier *courier, Attempt *attempt, const Paper *paper,
          const Sealed *sealed, Filed *filed) {
  g_auto (GStrv) parts = NULL;

  if (!tus_send (courier->tus, attempt, paper, sealed, courier->fields, &filed->url,
                 &filed->proof))
    return FALSE;
  parts = g_strsplit (filed->url, "?", 2);
  filed->id = g_path_get_basename (parts[0]);
  filed->hash = g_strdup (paper->sha256);
  return attempt_is_code (filed->id) || attempt_stop_unclear (attempt);
}

static Filed *
send_paper (const Courier *courier, Attempt *attempt, const Paper *paper) {
  g_autoptr (Filed) filed = g_new0 (Filed, 1);
  g_autoptr (Sealed) sealed = NULL;
  gboolean sent;

  if (!load_note (attempt, paper, filed))
    return NULL;
  if (filed->id != NULL)
    return g_steal_pointer (&filed);
  sealed
      = attempt_check_hours (attempt, paper) ? attempt_open_paper (attempt, paper) : NULL;
  if (sealed == NULL)
    return NULL;
  sent = courier->tus != NULL ? send_tus (courier, attempt, paper, sealed, filed)
                              : send_form (courier, attempt, paper, sealed, filed);
  if (!sent || !save_note (attempt, paper, filed))
    return NULL;
  return g_steal_pointer (&filed);
}

GPtrArray *
courier_send (const Courier *courier, Attempt *attempt) {
  g_autoptr (GPtrArray) papers
      = g_ptr_array_new_with_free_func ((GDestroyNotify) filed_free);

  for (guint i = 0; i < attempt_count_papers (attempt); i++) {
    Filed *filed = send_paper (courier, attempt, attempt_get_paper (attempt, i));

    if (filed == NULL)
      return NULL;
    g_ptr_array_add (papers, filed);
  }
  return g_steal_pointer (&papers);
}

void
courier_note_proofs (Attempt *attempt, const GPtrArray *filed) {
  PortalProof weakest = PORTAL_PROOF_NONE;

  for (guint i = 0; i < filed->len; i++) {
    const Filed *one = g_ptr_array_index (filed, i);

    if (one->proof == PORTAL_PROOF_NONE)
      return;
    weakest = MAX (weakest, one->proof);
  }
  attempt_note_proof (attempt, weakest);
}
