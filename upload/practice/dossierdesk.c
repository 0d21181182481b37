/* SPDX-License-Identifier: Apache-2.0 */

/* What the desk does with dossiers as a whole: list, show, create, mark, submit. A form
 * is kept with all its fields, known or not, as a portal would; only what the portal
 * itself relies on is required. */

#include "upload/practice/dossierdesk.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

static void
add_row (JsonBuilder *builder, const Filing *filing) {
  json_add_int (builder, "dossierId", filing->id);
  json_add_string (builder, "referenceUid", filing->uid);
  json_add_string (builder, "dossierNo", filing->number);
  json_add_string (builder, "dossierStatus", filing->status);
}

static void
set_dossier (Reply *reply, const Filing *filing) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_row (builder, filing);
  json_add_int (builder, "counter", filing->counter);
  json_add_string (builder, "password", filing->password);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
  reply_set_subject (reply, filing->id, filing->uid, NULL);
}

/* The first row and the one after the last, out of @count; OpenCPS calls them so. */
static void
get_range (const DeskRequest *request, guint count, guint *start, guint *end) {
  const char *from
      = request->query != NULL ? g_hash_table_lookup (request->query, "start") : NULL;
  guint64 first = 0;

  if (from != NULL)
    g_ascii_string_to_unsigned (from, 10, 0, count, &first, NULL);
  *start = MIN ((guint) first, count);
  *end = MIN (*start + LIMIT_PORTAL_ROWS, count);
}

static gboolean
add_rows (JsonBuilder *builder, Registry *registry, GArray *ids, guint start, guint end,
          GError **error) {
  for (guint i = start; i < end; i++) {
    g_autoptr (Filing) filing
        = registry_load (registry, g_array_index (ids, gint64, i), error);

    if (filing == NULL)
      return FALSE;
    json_builder_begin_object (builder);
    add_row (builder, filing);
    json_builder_end_object (builder);
  }
  return TRUE;
}

/* The dossiers that the query asks for: one, none, or all. */
static GArray *
select_ids (Registry *registry, const DeskRequest *request, Reply *reply) {
  const char *uid = request->query != NULL
                        ? g_hash_table_lookup (request->query, "referenceUid")
                        : NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id;

  if (uid == NULL)
    return registry_list (registry);
  id = registry_find (registry, uid);
  reply_set_subject (reply, id, desk_allow_key (uid) ? uid : NULL, NULL);
  if (id != 0)
    g_array_append_val (ids, id);
  return g_steal_pointer (&ids);
}

void
dossierdesk_list (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GArray) ids = select_ids (desk->registry, request, reply);
  g_autoptr (GError) fault = NULL;
  guint start, end;

  get_range (request, ids->len, &start, &end);
  json_builder_begin_object (builder);
  json_add_int (builder, "total", ids->len);
  json_builder_set_member_name (builder, "data");
  json_builder_begin_array (builder);
  if (!add_rows (builder, desk->registry, ids, start, end, &fault)) {
    reply_set_fault (reply, fault);
    return;
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
}

void
dossierdesk_show (Desk *desk, const DeskRequest *request, Filing *filing, Reply *reply) {
  set_dossier (reply, filing);
}

GHashTable *
dossierdesk_parse_form (const DeskRequest *request, Reply *reply) {
  g_autoptr (GHashTable) fields = filing_fields_new ();
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = slice_dup (&request->body, &cause);
  GUriParamsIter iter;
  char *name, *value;

  if (text == NULL) {
    reply_set_fault (reply, cause);
    return NULL;
  }
  if (request->body.size_bytes > 0
      && (request->content_type == NULL
          || !g_str_has_prefix (request->content_type,
                                "application/x-www-form-urlencoded"))) {
    reply_set_refusal (reply, 415, "a form is expected");
    return NULL;
  }
  g_uri_params_iter_init (&iter, text, (gssize) request->body.size_bytes, "&",
                          G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &cause)) {
    gboolean fits = g_hash_table_size (fields) < LIMIT_FORM_FIELDS
                    && strlen (value) <= LIMIT_FORM_FIELD_BYTES;

    if (!g_hash_table_insert (fields, name, value) || !fits) {
      reply_set_refusal (reply, 400, "a field is there twice, or there is too much");
      return NULL;
    }
  }
  if (cause != NULL) {
    reply_set_refusal (reply, 400, "the form is broken");
    return NULL;
  }
  return g_steal_pointer (&fields);
}

static gboolean
require_field (GHashTable *fields, const char *name, Reply *reply) {
  const char *value = g_hash_table_lookup (fields, name);
  g_autofree char *message = g_strdup_printf ("%s is missing or not acceptable", name);

  if (desk_allow_key (value))
    return TRUE;
  reply_set_refusal (reply, 400, message);
  return FALSE;
}

/* metaData is JSON of whoever files. */
static void
take_mark (GHashTable *fields) {
  const char *metadata = g_hash_table_lookup (fields, "metaData");
  g_autoptr (JsonObject) json = NULL;

  if (metadata == NULL)
    return;
  json = json_parse (metadata, strlen (metadata), LIMIT_FORM_FIELD_BYTES, FAULT_PROTOCOL,
                     "metaData", NULL);
  if (json != NULL)
    filing_set_mark (fields, json_get_string (json, FILING_MARK, NULL));
}

void
dossierdesk_create (Desk *desk, const DeskRequest *request, Filing *none, Reply *reply) {
  g_autoptr (GHashTable) fields = dossierdesk_parse_form (request, reply);
  g_autoptr (Filing) filing = NULL;
  g_autoptr (GError) fault = NULL;
  RegistryOutcome outcome;
  const char *uid;

  if (fields == NULL || !require_field (fields, "referenceUid", reply)
      || !require_field (fields, "serviceCode", reply)
      || !require_field (fields, "govAgencyCode", reply))
    return;
  take_mark (fields);
  uid = g_hash_table_lookup (fields, "referenceUid");
  reply_set_subject (reply, 0, uid, NULL);
  outcome
      = registry_create (desk->registry, uid, g_hash_table_lookup (fields, "serviceCode"),
                         g_hash_table_ref (fields), &filing, &fault);
  if (desk_check_outcome (reply, outcome, "referenceUid stands for another serviceCode",
                          fault))
    set_dossier (reply, filing);
}

static void
set_mark (Reply *reply, const Filing *filing, const char *part, GHashTable *fields) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GHashTableIter iter;
  gpointer name, value;

  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    json_add_string (builder, name, value);
  json_add_int (builder, "dossierId", filing->id);
  json_add_string (builder, "referenceUid", filing->uid);
  json_add_string (builder, "dossierPartNo", part);
  json_builder_end_object (builder);
  reply_set_json (reply, 200, builder);
  reply_set_subject (reply, filing->id, filing->uid, NULL);
}

void
dossierdesk_show_mark (Desk *desk, const DeskRequest *request, Filing *filing,
                       Reply *reply) {
  GHashTable *fields = g_hash_table_lookup (filing->marks, request->key);

  if (fields == NULL)
    reply_set_refusal (reply, 404, "nothing is noted for this component");
  else
    set_mark (reply, filing, request->key, fields);
}

void
dossierdesk_set_mark (Desk *desk, const DeskRequest *request, Filing *filing,
                      Reply *reply) {
  g_autoptr (GHashTable) fields = dossierdesk_parse_form (request, reply);
  g_autoptr (GError) fault = NULL;
  RegistryOutcome outcome;

  if (fields == NULL)
    return;
  outcome = registry_mark (desk->registry, filing, request->key,
                           g_hash_table_ref (fields), &fault);
  if (desk_check_outcome (reply, outcome, "", fault))
    set_mark (reply, filing, request->key, fields);
}

void
dossierdesk_submit (Desk *desk, const DeskRequest *request, Filing *filing,
                    Reply *reply) {
  g_autoptr (GError) fault = NULL;
  RegistryOutcome outcome = registry_submit (desk->registry, filing, &fault);

  if (desk_check_outcome (reply, outcome, "", fault))
    set_dossier (reply, filing);
}
