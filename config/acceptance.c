/* SPDX-License-Identifier: Apache-2.0 */

/* A dossier that a portal leaves lying for a file too large or of the wrong kind costs its
 * citizen days; the same question asked while they stand at the desk costs a second scan.
 * Rules are data, so that a portal's new limit is a new pack and no new program. A member
 * that is no rule refuses the pack: a misspelt limit must not pass for none. */

#include "config/acceptance.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

#define PDF_MAGIC "%PDF-"

struct Acceptance {
  char *version;
  gboolean takes_pdf;
  guint64 largest_file_bytes, largest_dossier_bytes;
  guint most_files, longest_name;
  gboolean signature;
  GHashTable *required; /* procedure -> GStrv of components */
};

static const char *const members[]
    = {"version",    "formats",      "largest_file_bytes", "largest_dossier_bytes",
       "most_files", "longest_name", "signature",          "required"};

static const struct {
  const char *name;
  const char *sentence; /* %s: what it is about */
} rules[] = {
    [ACCEPTANCE_NO_FILES] = {"no-files", "Hồ sơ chưa có tệp nào%s; cần quét giấy tờ."},
    [ACCEPTANCE_TOO_MANY_FILES]
    = {"too-many-files", "Hồ sơ có nhiều tệp hơn cổng nhận%s; cần gộp giấy tờ."},
    [ACCEPTANCE_DOSSIER_TOO_LARGE]
    = {"dossier-too-large",
       "Cả hồ sơ lớn hơn cổng nhận%s; cần quét lại với độ phân giải thấp hơn."},
    [ACCEPTANCE_PAPER_MISSING]
    = {"paper-missing", "Thiếu thành phần %s mà cổng bắt buộc; cần bổ sung giấy tờ."},
    [ACCEPTANCE_FILE_TOO_LARGE]
    = {"file-too-large",
       "Tệp %s lớn hơn cổng nhận; cần quét lại với độ phân giải thấp hơn."},
    [ACCEPTANCE_FILE_EMPTY] = {"file-empty", "Tệp %s không có nội dung; cần quét lại."},
    [ACCEPTANCE_FILE_FORMAT]
    = {"file-format", "Tệp %s không thuộc định dạng cổng nhận; cần chuyển sang PDF."},
    [ACCEPTANCE_FILE_NAME]
    = {"file-name",
       "Tên tệp %s quá dài hoặc có ký tự cổng không nhận; báo người quản trị."},
    [ACCEPTANCE_FILE_UNSIGNED]
    = {"file-unsigned", "Tệp %s chưa được ký số mà cổng bắt buộc; cần ký số trước."},
};

void
acceptance_finding_free (AcceptanceFinding *finding) {
  g_free (finding->what);
  g_free (finding);
}

void
acceptance_free (Acceptance *acceptance) {
  if (acceptance == NULL)
    return;
  g_free (acceptance->version);
  g_hash_table_unref (acceptance->required);
  g_free (acceptance);
}

const char *
acceptance_get_version (const Acceptance *acceptance) {
  return acceptance->version;
}

const char *
acceptance_rule_get_name (AcceptanceRule rule) {
  return rules[rule].name;
}

/* --- loading ------------------------------------------------------------------------ */

static gboolean
refuse (GError **error, const char *path, const char *member) {
  g_set_error (error, FAULT, FAULT_CONFIG,
               "%s: \"%s\" is no rule, or has no value of one", path, member);
  return FALSE;
}

static gboolean
check_members (JsonObject *json, const char *path, GError **error) {
  g_autoptr (GList) names = json_object_get_members (json);

  for (GList *link = names; link != NULL; link = link->next) {
    guint i = 0;

    while (i < G_N_ELEMENTS (members) && !g_str_equal (members[i], link->data))
      i++;
    if (i == G_N_ELEMENTS (members))
      return refuse (error, path, link->data);
  }
  return json_get_string (json, "version", NULL) != NULL
         || refuse (error, path, "version");
}

static gboolean
load_formats (Acceptance *acceptance, JsonArray *formats, const char *path,
              GError **error) {
  for (guint i = 0; formats != NULL && i < json_array_get_length (formats); i++) {
    JsonNode *node = json_array_get_element (formats, i);

    if (!JSON_NODE_HOLDS_VALUE (node)
        || g_strcmp0 (json_node_get_string (node), "pdf") != 0)
      return refuse (error, path, "formats");
    acceptance->takes_pdf = TRUE;
  }
  return acceptance->takes_pdf || refuse (error, path, "formats");
}

static gboolean
load_required (Acceptance *acceptance, JsonObject *required, const char *path,
               GError **error) {
  g_autoptr (GList) codes = required != NULL ? json_object_get_members (required) : NULL;

  for (GList *link = codes; link != NULL; link = link->next) {
    JsonArray *list = json_get_array (required, link->data);
    GPtrArray *components = g_ptr_array_new ();

    for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
      JsonNode *node = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_string (node) != NULL)
        g_ptr_array_add (components, json_node_dup_string (node));
    }
    g_ptr_array_add (components, NULL);
    g_hash_table_insert (acceptance->required, g_strdup (link->data),
                         g_ptr_array_free (components, FALSE));
    if (list == NULL)
      return refuse (error, path, link->data);
  }
  return TRUE;
}

static guint64
get_limit (JsonObject *json, const char *member) {
  return (guint64) MAX (json_get_int (json, member, 0), 0);
}

Acceptance *
acceptance_load (const char *path, GError **error) {
  g_autoptr (Acceptance) acceptance = g_new0 (Acceptance, 1);
  g_autoptr (JsonObject) json = json_load (path, error);

  acceptance->required = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                (GDestroyNotify) g_strfreev);
  if (json == NULL || !check_members (json, path, error)
      || !load_formats (acceptance, json_get_array (json, "formats"), path, error)
      || !load_required (acceptance, json_get_object (json, "required"), path, error))
    return NULL;
  acceptance->version = g_strdup (json_get_string (json, "version", NULL));
  acceptance->largest_file_bytes = get_limit (json, "largest_file_bytes");
  acceptance->largest_dossier_bytes = get_limit (json, "largest_dossier_bytes");
  acceptance->most_files = (guint) get_limit (json, "most_files");
  acceptance->longest_name = (guint) get_limit (json, "longest_name");
  acceptance->signature = json_get_boolean (json, "signature", FALSE);
  return g_steal_pointer (&acceptance);
}

/* --- checking ----------------------------------------------------------------------- */

static void
add_finding (GPtrArray *findings, AcceptanceRule rule, const char *what) {
  AcceptanceFinding *finding = g_new0 (AcceptanceFinding, 1);

  finding->rule = rule;
  finding->what = g_strdup (what);
  g_ptr_array_add (findings, finding);
}

/* Names go into other people's file systems and addresses. */
static gboolean
is_good_name (const char *name, guint longest) {
  if (name == NULL || *name == '\0' || *name == '.' || !g_utf8_validate (name, -1, NULL)
      || (longest != 0 && g_utf8_strlen (name, -1) > (glong) longest))
    return FALSE;
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c)) {
    if (!g_unichar_isprint (g_utf8_get_char (c)) || strchr ("/\\:*?\"<>|", *c) != NULL)
      return FALSE;
  }
  return TRUE;
}

static void
check_file (const Acceptance *acceptance, const AcceptanceFile *file,
            GPtrArray *findings) {
  if (file->size_bytes == 0)
    add_finding (findings, ACCEPTANCE_FILE_EMPTY, file->name);
  if (acceptance->largest_file_bytes != 0
      && file->size_bytes > acceptance->largest_file_bytes)
    add_finding (findings, ACCEPTANCE_FILE_TOO_LARGE, file->name);
  if (!file->is_pdf)
    add_finding (findings, ACCEPTANCE_FILE_FORMAT, file->name);
  if (!is_good_name (file->name, acceptance->longest_name))
    add_finding (findings, ACCEPTANCE_FILE_NAME, file->name);
  if (acceptance->signature && !file->is_signed)
    add_finding (findings, ACCEPTANCE_FILE_UNSIGNED, file->name);
}

static gboolean
has_component (const AcceptanceFile *files, guint count, const char *component) {
  for (guint i = 0; i < count; i++) {
    if (g_strcmp0 (files[i].component, component) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The components of @procedure; a local code is the national one with more behind it. */
static char **
find_required (const Acceptance *acceptance, const char *procedure) {
  GHashTableIter iter;
  gpointer code, components;

  g_hash_table_iter_init (&iter, acceptance->required);
  while (g_hash_table_iter_next (&iter, &code, &components)) {
    gsize length = strlen (code);

    if (g_str_has_prefix (procedure, code)
        && (procedure[length] == '\0' || procedure[length] == '.'))
      return components;
  }
  return NULL;
}

GPtrArray *
acceptance_check (const Acceptance *acceptance, const char *procedure,
                  const AcceptanceFile *files, guint count) {
  GPtrArray *findings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) acceptance_finding_free);
  char **required = find_required (acceptance, procedure);
  guint64 total_bytes = 0;

  for (guint i = 0; i < count; i++)
    total_bytes += files[i].size_bytes;
  if (count == 0)
    add_finding (findings, ACCEPTANCE_NO_FILES, NULL);
  if (acceptance->most_files != 0 && count > acceptance->most_files)
    add_finding (findings, ACCEPTANCE_TOO_MANY_FILES, NULL);
  if (acceptance->largest_dossier_bytes != 0
      && total_bytes > acceptance->largest_dossier_bytes)
    add_finding (findings, ACCEPTANCE_DOSSIER_TOO_LARGE, NULL);
  for (guint i = 0; required != NULL && required[i] != NULL; i++) {
    if (!has_component (files, count, required[i]))
      add_finding (findings, ACCEPTANCE_PAPER_MISSING, required[i]);
  }
  for (guint i = 0; i < count; i++)
    check_file (acceptance, &files[i], findings);
  return findings;
}

char *
acceptance_format (const AcceptanceFinding *finding) {
  g_auto (GStrv) parts = g_strsplit (rules[finding->rule].sentence, "%s", 2);

  return g_strconcat (parts[0], finding->what != NULL ? finding->what : "", parts[1],
                      NULL);
}

gboolean
acceptance_is_pdf (const void *bytes, gsize size) {
  return size >= strlen (PDF_MAGIC) && memcmp (bytes, PDF_MAGIC, strlen (PDF_MAGIC)) == 0;
}
