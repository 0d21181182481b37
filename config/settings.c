/* SPDX-License-Identifier: Apache-2.0 */

/* One table of keys drives reading and checking: a key that is not in it does not exist.
 * GKeyFile forgets line numbers, so a message finds its line again in the text; that is
 * cheap and happens once, when something is wrong. */

#include "config/settings.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/naming.h"
#include "config/route.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define SYSTEM_FILE  "/etc/motcua/motcua.conf"
#define SYSTEM_FORMS "/etc/motcua/forms"

typedef enum {
  KEY_TEXT,
  KEY_FILE,
  KEY_NUMBER,
  KEY_CHOICE,
} KeyKind;

typedef struct {
  const char *group; /* "portal" stands for each [portal NAME] */
  const char *name;
  gsize offset; /* in Settings, or in PortalSettings */
  KeyKind kind;
  guint least, most;   /* of KEY_NUMBER */
  const char *choices; /* of KEY_CHOICE: "a|b|c" */
} Key;

#define IN_SETTINGS(member) G_STRUCT_OFFSET (Settings, member)
#define IN_PORTAL(member)   G_STRUCT_OFFSET (PortalSettings, member)
#define IN_SCANNER(member)  G_STRUCT_OFFSET (ScannerSettings, member)

static const Key keys[] = {
    {"station", "id", IN_SETTINGS (station_id), KEY_TEXT, 0, 0, NULL},
    {"station", "org_code", IN_SETTINGS (org_code), KEY_TEXT, 0, 0, NULL},
    {"store", "key_file", IN_SETTINGS (key_file), KEY_FILE, 0, 0, NULL},
    {"store", "plain_swap", IN_SETTINGS (plain_swap), KEY_CHOICE, 0, 0, "warn|refuse"},
    {"scan", "device", IN_SETTINGS (scan_device), KEY_TEXT, 0, 0, NULL},
    {"scan", "model", IN_SETTINGS (scan_model), KEY_TEXT, 0, 0, NULL},
    {"scan", "drivers", IN_SETTINGS (scan_drivers), KEY_TEXT, 0, 0, NULL},
    {"scan", "source", IN_SETTINGS (scan_source), KEY_CHOICE, 0, 0,
     "flatbed|adf|duplex|any|auto"},
    {"scan", "mode", IN_SETTINGS (scan_mode), KEY_CHOICE, 0, 0, "color|gray|lineart"},
    {"scan", "resolution", IN_SETTINGS (scan_res_dpi), KEY_NUMBER,
     LIMIT_IMAGE_RES_LEAST_DPI, LIMIT_IMAGE_RES_DPI, NULL},
    {"scan", "page_size", IN_SETTINGS (scan_page_size), KEY_CHOICE, 0, 0,
     "a3|a4|a5|id-card|receipt"},
    {"scan", "back_side", IN_SETTINGS (scan_back_side), KEY_CHOICE, 0, 0,
     "none|180|mirror"},
    {"scan", "double_feed", IN_SETTINGS (scan_double_feed), KEY_CHOICE, 0, 0, "stop|off"},
    {"scan", "profiles", IN_SETTINGS (scan_profiles), KEY_CHOICE, 0, 0, "locked|free"},
    {"scan", "stall_ms", IN_SETTINGS (scan_stall_ms), KEY_NUMBER, LIMIT_STALL_LEAST_MS,
     LIMIT_STALL_MOST_MS, NULL},
    {"scanner", "source", IN_SCANNER (source), KEY_CHOICE, 0, 0,
     "flatbed|adf|duplex|any|auto"},
    {"scanner", "mode", IN_SCANNER (mode), KEY_CHOICE, 0, 0, "color|gray|lineart"},
    {"scanner", "resolution", IN_SCANNER (res_dpi), KEY_NUMBER, LIMIT_IMAGE_RES_LEAST_DPI,
     LIMIT_IMAGE_RES_DPI, NULL},
    {"scanner", "back_side", IN_SCANNER (back_side), KEY_CHOICE, 0, 0, "none|180|mirror"},
    {"scanner", "double_feed", IN_SCANNER (double_feed), KEY_CHOICE, 0, 0, "stop|off"},
    {"scanner", "stall_ms", IN_SCANNER (stall_ms), KEY_NUMBER, LIMIT_STALL_LEAST_MS,
     LIMIT_STALL_MOST_MS, NULL},
    {"read", "workers", IN_SETTINGS (read_workers), KEY_NUMBER, 1, 64, NULL},
    {"read", "forms", IN_SETTINGS (read_forms), KEY_FILE, 0, 0, NULL},
    {"queue", "retry_base_s", IN_SETTINGS (retry_base_s), KEY_NUMBER, 1, 3600, NULL},
    {"retention", "default", IN_SETTINGS (retention_default), KEY_NUMBER, 0,
     LIMIT_RETENTION_DAYS, NULL},
    {"retention", "withdrawn", IN_SETTINGS (retention_withdrawn), KEY_NUMBER, 0,
     LIMIT_RETENTION_DAYS, NULL},
    {"queue", "retry_max_s", IN_SETTINGS (retry_max_s), KEY_NUMBER, 1, 86400, NULL},
    {"queue", "alarm_after_s", IN_SETTINGS (alarm_after_s), KEY_NUMBER, 60, 2592000,
     NULL},
    {"queue", "large_hours", IN_SETTINGS (line.large_hours), KEY_TEXT, 0, 0, NULL},
    {"queue", "large_bytes", IN_SETTINGS (line.large_bytes), KEY_NUMBER, 0,
     LIMIT_PACKAGE_BYTES, NULL},
    {"queue", "large_urgent", IN_SETTINGS (line.large_urgent), KEY_NUMBER, 0, 9, NULL},
    {"queue", "rate_bytes_s", IN_SETTINGS (line.rate_bytes_s), KEY_NUMBER, 0,
     LIMIT_RATE_BYTES_S, NULL},
    {"naming", "file", IN_SETTINGS (naming_file), KEY_TEXT, 0, 0, NULL},
    {"naming", "paper_code", IN_SETTINGS (naming_paper_code), KEY_TEXT, 0, 0, NULL},
    {"signature", "certificate", IN_SETTINGS (signing.certificate), KEY_FILE, 0, 0, NULL},
    {"signature", "key_file", IN_SETTINGS (signing.key_file), KEY_FILE, 0, 0, NULL},
    {"signature", "pkcs11_module", IN_SETTINGS (signing.module), KEY_FILE, 0, 0, NULL},
    {"signature", "pkcs11_token", IN_SETTINGS (signing.token), KEY_TEXT, 0, 0, NULL},
    {"signature", "pkcs11_key", IN_SETTINGS (signing.key_id), KEY_TEXT, 0, 0, NULL},
    {"signature", "pkcs11_pin_file", IN_SETTINGS (signing.pin_file), KEY_FILE, 0, 0,
     NULL},
    {"signature", "reason", IN_SETTINGS (signing.reason), KEY_TEXT, 0, 0, NULL},
    {"signature", "location", IN_SETTINGS (signing.location), KEY_TEXT, 0, 0, NULL},
    {"signature", "deadline_s", IN_SETTINGS (signing.deadline_s), KEY_NUMBER, 2, 120,
     NULL},
    {"signature", "if_unable", IN_SETTINGS (signing.if_unable), KEY_CHOICE, 0, 0,
     "stop|unsigned"},
    {"signature", "tsa_url", IN_SETTINGS (signing.tsa_url), KEY_TEXT, 0, 0, NULL},
    {"signature", "tsa_ca_file", IN_SETTINGS (signing.tsa_ca_file), KEY_FILE, 0, 0, NULL},
    {"portal", "adapter", IN_PORTAL (adapter), KEY_CHOICE, 0, 0,
     "opencps|dvcqg|sixstep|igate"},
    {"portal", "base_url", IN_PORTAL (base_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "files", IN_PORTAL (files), KEY_CHOICE, 0, 0, "multipart|tus"},
    {"portal", "ca_file", IN_PORTAL (ca_file), KEY_FILE, 0, 0, NULL},
    {"portal", "crl_file", IN_PORTAL (crl_file), KEY_FILE, 0, 0, NULL},
    {"portal", "client_cert", IN_PORTAL (client_cert), KEY_FILE, 0, 0, NULL},
    {"portal", "client_key", IN_PORTAL (client_key), KEY_FILE, 0, 0, NULL},
    {"portal", "pin_sha256", IN_PORTAL (pin_sha256), KEY_TEXT, 0, 0, NULL},
    {"portal", "user", IN_PORTAL (user), KEY_TEXT, 0, 0, NULL},
    {"portal", "client_id", IN_PORTAL (client_id), KEY_TEXT, 0, 0, NULL},
    {"portal", "secret_file", IN_PORTAL (secret_file), KEY_FILE, 0, 0, NULL},
    {"portal", "token_url", IN_PORTAL (token_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "token_style", IN_PORTAL (token_style), KEY_CHOICE, 0, 0,
     "json|form|basic"},
    {"portal", "tus_url", IN_PORTAL (tus_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "upload_url", IN_PORTAL (upload_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "lookup_url", IN_PORTAL (lookup_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "auth_endpoint", IN_PORTAL (auth_endpoint), KEY_TEXT, 0, 0, NULL},
    {"portal", "integration_endpoint", IN_PORTAL (integration_endpoint), KEY_TEXT, 0, 0,
     NULL},
    {"portal", "share_endpoint", IN_PORTAL (share_endpoint), KEY_TEXT, 0, 0, NULL},
    {"portal", "number_url", IN_PORTAL (number_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "create_url", IN_PORTAL (create_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "progress_url", IN_PORTAL (progress_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "status_url", IN_PORTAL (status_url), KEY_TEXT, 0, 0, NULL},
    {"portal", "madonvi", IN_PORTAL (madonvi), KEY_TEXT, 0, 0, NULL},
    {"portal", "tendonvi", IN_PORTAL (tendonvi), KEY_TEXT, 0, 0, NULL},
    {"portal", "dstcode", IN_PORTAL (dstcode), KEY_TEXT, 0, 0, NULL},
    {"portal", "channel", IN_PORTAL (channel), KEY_CHOICE, 0, 0, "1|3"},
    {"portal", "envelope", IN_PORTAL (envelope), KEY_CHOICE, 0, 0, "yes|no"},
    {"portal", "is_updating", IN_PORTAL (is_updating), KEY_CHOICE, 0, 0, "body|query"},
    {"portal", "reception", IN_PORTAL (reception), KEY_CHOICE, 0, 0, "one|two"},
    {"portal", "account_id", IN_PORTAL (account_id), KEY_TEXT, 0, 0, NULL},
    {"portal", "agency_id", IN_PORTAL (agency_id), KEY_TEXT, 0, 0, NULL},
    {"portal", "group_id", IN_PORTAL (group_id), KEY_TEXT, 0, 0, NULL},
    {"portal", "rules_file", IN_PORTAL (rules_file), KEY_FILE, 0, 0, NULL},
    {"portal", "gov_agency_code", IN_PORTAL (gov_agency_code), KEY_TEXT, 0, 0, NULL},
    {"portal", "most_file_bytes", IN_PORTAL (most_file_bytes), KEY_NUMBER, 0,
     LIMIT_PACKAGE_BYTES, NULL},
    {"portal", "most_dossier_bytes", IN_PORTAL (most_dossier_bytes), KEY_NUMBER, 0,
     LIMIT_PACKAGE_BYTES, NULL},
};

static void
free_portal (PortalSettings *portal) {
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (g_str_equal (keys[i].group, "portal") && keys[i].kind != KEY_NUMBER)
      g_free (G_STRUCT_MEMBER (char *, portal, keys[i].offset));
  }
  g_free (portal->name);
  g_free (portal);
}

static void
free_scanner (ScannerSettings *scanner) {
  g_free (scanner->model);
  g_free (scanner->source);
  g_free (scanner->mode);
  g_free (scanner->back_side);
  g_free (scanner->double_feed);
  g_free (scanner);
}

static void
clear_signing (SigningSettings *signing) {
  g_free (signing->certificate);
  g_free (signing->key_file);
  g_free (signing->module);
  g_free (signing->token);
  g_free (signing->key_id);
  g_free (signing->pin_file);
  g_free (signing->reason);
  g_free (signing->location);
  g_free (signing->if_unable);
  g_free (signing->tsa_url);
  g_free (signing->tsa_ca_file);
}

void
settings_free (Settings *settings) {
  g_free (settings->path);
  g_free (settings->station_id);
  g_free (settings->org_code);
  g_free (settings->key_file);
  g_free (settings->plain_swap);
  g_free (settings->scan_device);
  g_free (settings->scan_model);
  g_ptr_array_unref (settings->scanners);
  g_free (settings->scan_drivers);
  g_free (settings->scan_source);
  g_free (settings->scan_mode);
  g_free (settings->scan_page_size);
  g_free (settings->scan_back_side);
  g_free (settings->scan_double_feed);
  g_free (settings->scan_profiles);
  g_free (settings->read_forms);
  g_free (settings->line.large_hours);
  clear_signing (&settings->signing);
  g_free (settings->naming_file);
  g_free (settings->naming_paper_code);
  g_hash_table_unref (settings->portals);
  g_hash_table_unref (settings->retention);
  g_ptr_array_unref (settings->routes);
  g_free (settings);
}

static Settings *
new_defaults (void) {
  Settings *settings = g_new0 (Settings, 1);

  settings->station_id = g_strdup ("0000-00");
  settings->org_code = g_strdup ("000.00.00.H00");
  settings->scanners = g_ptr_array_new_with_free_func ((GDestroyNotify) free_scanner);
  settings->scan_drivers = g_strdup ("airscan,net");
  settings->scan_source = g_strdup ("duplex");
  settings->scan_mode = g_strdup ("color");
  settings->scan_res_dpi = 300;
  settings->scan_page_size = g_strdup ("a4");
  settings->scan_back_side = g_strdup ("none");
  settings->scan_double_feed = g_strdup ("stop");
  settings->scan_profiles = g_strdup ("locked");
  settings->scan_stall_ms = 14000;
  settings->read_workers = CLAMP (g_get_num_processors (), 1, 4);
  if (g_file_test (SYSTEM_FORMS, G_FILE_TEST_IS_DIR))
    settings->read_forms = g_strdup (SYSTEM_FORMS);
  settings->retry_base_s = 30;
  settings->retry_max_s = 3600;
  settings->alarm_after_s = 4 * 3600;
  settings->line.large_bytes = 2000000;
  settings->plain_swap = g_strdup ("warn");
  settings->retention_default = 30;
  settings->retention_withdrawn = 1;
  settings->retention = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  settings->naming_file = g_strdup ("{code}.{number}");
  settings->naming_paper_code = g_strdup ("{owner}.{procedure}.{paper}");
  settings->signing.deadline_s = 20;
  settings->signing.if_unable = g_strdup ("stop");
  settings->portals = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify) free_portal);
  settings->routes = g_ptr_array_new_with_free_func ((GDestroyNotify) route_free);
  return settings;
}

/* The text while it is read: for messages with lines. */
typedef struct {
  const char *path;
  char **lines;
  GKeyFile *file;
} Source;

/* Number of the line that sets @key (NULL: that opens @group); 1 when there is none. */
static guint
find_line (const Source *source, const char *group, const char *key) {
  gboolean inside = FALSE;

  for (guint i = 0; source->lines[i] != NULL; i++) {
    g_autofree char *line = g_strstrip (g_strdup (source->lines[i]));
    gsize length = strlen (line);

    if (line[0] == '[' && length > 2) {
      line[length - 1] = '\0';
      inside = g_str_equal (line + 1, group);
      if (inside && key == NULL)
        return i + 1;
    } else if (inside && key != NULL) {
      char *equals = strchr (line, '=');

      if (equals != NULL)
        *equals = '\0';
      if (g_str_equal (g_strstrip (line), key))
        return i + 1;
    }
  }
  return 1;
}

static gboolean refuse (const Source *source, const char *group, const char *key,
                        GError **error, const char *format, ...) G_GNUC_PRINTF (5, 6);

static gboolean
refuse (const Source *source, const char *group, const char *key, GError **error,
        const char *format, ...) {
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, FAULT, FAULT_CONFIG, "%s: line %u: %s", source->path,
               find_line (source, group, key), reason);
  return FALSE;
}

static const Key *
find_key (const char *group, const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].name, name))
      return &keys[i];
  }
  return NULL;
}

static char *
resolve_file (const Source *source, const char *value) {
  g_autofree char *folder = g_path_get_dirname (source->path);

  return *value == '\0' ? NULL : g_canonicalize_filename (value, folder);
}

static gboolean
parse_number (const Key *key, const char *value, guint *number) {
  g_autoptr (GError) cause = NULL;
  guint64 parsed;

  if (!g_ascii_string_to_unsigned (value, 10, key->least, key->most, &parsed, &cause))
    return FALSE;
  *number = (guint) parsed;
  return TRUE;
}

static gboolean
set_key (const Source *source, const char *group, const Key *key, const char *value,
         gpointer target, GError **error) {
  gpointer member = (char *) target + key->offset;
  char **text = member;

  switch (key->kind) {
  case KEY_NUMBER:
    return parse_number (key, value, member)
           || refuse (source, group, key->name, error,
                      "%s must be a whole number from %u to %u", key->name, key->least,
                      key->most);
  case KEY_CHOICE: {
    g_auto (GStrv) choices = g_strsplit (key->choices, "|", -1);

    if (!g_strv_contains ((const char *const *) choices, value))
      return refuse (source, group, key->name, error, "%s must be one of %s", key->name,
                     key->choices);
    g_free (*text);
    *text = g_strdup (value);
    return TRUE;
  }
  case KEY_FILE:
    g_free (*text);
    *text = resolve_file (source, value);
    return TRUE;
  case KEY_TEXT:
    g_free (*text);
    *text = *value == '\0' ? NULL : g_strdup (value);
    return TRUE;
  }
  g_assert_not_reached ();
}

/* Keys of one group into @target; @kind is the group's name in the table. */
static gboolean
load_group (const Source *source, const char *group, const char *kind, gpointer target,
            GError **error) {
  g_auto (GStrv) names = g_key_file_get_keys (source->file, group, NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    const Key *key = find_key (kind, names[i]);
    g_autofree char *value = g_key_file_get_string (source->file, group, names[i], NULL);

    if (key == NULL)
      return refuse (source, group, names[i], error, "unknown key \"%s\" in [%s]",
                     names[i], group);
    if (value == NULL)
      return refuse (source, group, names[i], error, "the value of %s is not UTF-8 text",
                     names[i]);
    if (!set_key (source, group, key, g_strstrip (value), target, error))
      return FALSE;
  }
  return TRUE;
}

static const struct {
  gsize offset;
  const char *value;
} portal_defaults[] = {
    {IN_PORTAL (adapter), "opencps"},  {IN_PORTAL (files), "multipart"},
    {IN_PORTAL (channel), "3"},        {IN_PORTAL (envelope), "yes"},
    {IN_PORTAL (is_updating), "body"}, {IN_PORTAL (reception), "one"},
};

static PortalSettings *
new_portal (const char *name) {
  PortalSettings *portal = g_new0 (PortalSettings, 1);

  portal->name = g_strdup (name);
  for (guint i = 0; i < G_N_ELEMENTS (portal_defaults); i++)
    G_STRUCT_MEMBER (char *, portal, portal_defaults[i].offset)
        = g_strdup (portal_defaults[i].value);
  return portal;
}

/* An address with a scheme of its own must have the right one. */
static const Key *
find_plain_address (const PortalSettings *portal) {
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    gboolean address = g_str_has_suffix (keys[i].name, "_url")
                       || g_str_has_suffix (keys[i].name, "_endpoint");
    const char *value;

    if (!address || !g_str_equal (keys[i].group, "portal"))
      continue;
    value = G_STRUCT_MEMBER (char *, portal, keys[i].offset);
    if (value != NULL && strstr (value, "://") != NULL
        && !g_str_has_prefix (value, "https://"))
      return &keys[i];
  }
  return NULL;
}

static gboolean
check_portal (const Source *source, const char *group, const PortalSettings *portal,
              GError **error) {
  const Key *plain = find_plain_address (portal);

  if (portal->base_url == NULL || !g_str_has_prefix (portal->base_url, "https://"))
    return refuse (source, group, "base_url", error,
                   "base_url must be there and begin with https://");
  if (plain != NULL)
    return refuse (source, group, plain->name, error, "%s must begin with https://",
                   plain->name);
  if (g_str_equal (portal->files, "tus") && portal->tus_url == NULL)
    return refuse (source, group, "files", error, "files=tus needs tus_url");
  return TRUE;
}

static gboolean
load_portal (const Source *source, const char *group, Settings *settings,
             GError **error) {
  g_autofree char *name = g_strstrip (g_strdup (group + strlen ("portal ")));
  PortalSettings *portal;

  if (g_hash_table_contains (settings->portals, name))
    return refuse (source, group, NULL, error, "[portal %s] is there twice", name);
  portal = new_portal (name);
  g_hash_table_insert (settings->portals, portal->name, portal);
  return load_group (source, group, "portal", portal, error)
         && check_portal (source, group, portal, error);
}

/* The station's unit is the one that receives, unless a portal knows another name. */
static void
complete_portals (Settings *settings) {
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, settings->portals);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    PortalSettings *portal = value;

    if (portal->madonvi == NULL)
      portal->madonvi = g_strdup (settings->org_code);
    if (portal->gov_agency_code == NULL)
      portal->gov_agency_code = g_strdup (portal->madonvi);
    portal->line = &settings->line;
  }
}

static gboolean
load_scanner (const Source *source, const char *group, Settings *settings,
              GError **error) {
  ScannerSettings *scanner = g_new0 (ScannerSettings, 1);

  scanner->model = g_strstrip (g_strdup (group + strlen ("scanner ")));
  g_ptr_array_add (settings->scanners, scanner);
  if (*scanner->model == '\0')
    return refuse (source, group, NULL, error, "[scanner MODEL] names no model");
  return load_group (source, group, "scanner", scanner, error);
}

static gboolean
load_routes (const Source *source, Settings *settings, GError **error) {
  g_auto (GStrv) names = g_key_file_get_keys (source->file, "route", NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_autofree char *value
        = g_key_file_get_string (source->file, "route", names[i], NULL);
    g_autoptr (GError) cause = NULL;
    Route *route = value != NULL ? route_parse (names[i], value, &cause) : NULL;

    if (route == NULL)
      return refuse (source, "route", names[i], error, "%s",
                     cause != NULL ? cause->message : "the portal is not UTF-8 text");
    g_ptr_array_add (settings->routes, route);
    for (guint j = 0; j < route->legs->len; j++) {
      const RouteLeg *leg = g_ptr_array_index (route->legs, j);

      if (!g_hash_table_contains (settings->portals, leg->portal))
        return refuse (source, "route", names[i], error, "there is no [portal %s]",
                       leg->portal);
    }
  }
  return TRUE;
}

static gboolean
check_naming (const Source *source, const char *key, const char *pattern, NamingUse use,
              GError **error) {
  g_autoptr (GError) cause = NULL;

  return naming_check (pattern != NULL ? pattern : "", use, &cause)
         || refuse (source, "naming", key, error, "%s", cause->message);
}

/* A signature wants one key, and everything that this kind of key needs. */
static gboolean
check_signing (const Source *source, const SigningSettings *signing, GError **error) {
  const char *group = "signature";

  if (signing->key_file != NULL && signing->module != NULL)
    return refuse (source, group, "pkcs11_module", error,
                   "the key is either in key_file or on a token, not both");
  if (signing->key_file != NULL && signing->certificate == NULL)
    return refuse (source, group, "key_file", error, "key_file needs certificate");
  if (signing->module != NULL && (signing->token == NULL || signing->key_id == NULL))
    return refuse (source, group, "pkcs11_module", error,
                   "pkcs11_module needs pkcs11_token and pkcs11_key");
  if (signing->tsa_url != NULL && !g_str_has_prefix (signing->tsa_url, "https://")
      && !g_str_has_prefix (signing->tsa_url, "http://"))
    return refuse (source, group, "tsa_url", error,
                   "tsa_url must begin with https:// or http://");
  if (signing->tsa_url != NULL && signing->tsa_ca_file == NULL)
    return refuse (source, group, "tsa_url", error, "tsa_url needs tsa_ca_file");
  return TRUE;
}

/* Slower than this a transfer would be taken for a dead one. */
static gboolean
check_line (const Source *source, LineSettings *line, GError **error) {
  g_autoptr (GError) cause = NULL;

  if (line->large_hours != NULL && !hours_parse (line->large_hours, &line->hours, &cause))
    return refuse (source, "queue", "large_hours", error, "%s", cause->message);
  if (line->rate_bytes_s != 0 && line->rate_bytes_s < LIMIT_RATE_LEAST_BYTES_S)
    return refuse (source, "queue", "rate_bytes_s", error,
                   "rate_bytes_s must be 0 (no limit) or at least %u",
                   LIMIT_RATE_LEAST_BYTES_S);
  return TRUE;
}

/* "default" and "withdrawn" are keys like any other; what else begins with a digit is the
 * code of a procedure. */
static gboolean
load_retention (const Source *source, Settings *settings, GError **error) {
  g_auto (GStrv) names = g_key_file_get_keys (source->file, "retention", NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_autofree char *value
        = g_key_file_get_string (source->file, "retention", names[i], NULL);
    const Key *key = find_key ("retention", names[i]);
    const Key *usual = key != NULL ? key : find_key ("retention", "default");
    guint days;

    if (value == NULL || (key == NULL && !g_ascii_isdigit (*names[i])))
      return refuse (source, "retention", names[i], error,
                     "\"%s\" is neither default, withdrawn nor a procedure with days",
                     names[i]);
    if (!parse_number (usual, g_strstrip (value), &days))
      return refuse (source, "retention", names[i], error,
                     "%s must be a number of days from %u to %u", names[i], usual->least,
                     usual->most);
    if (key != NULL)
      *(guint *) ((char *) settings + key->offset) = days;
    else
      g_hash_table_insert (settings->retention, g_strdup (names[i]),
                           GUINT_TO_POINTER (days));
  }
  return TRUE;
}

static gboolean
load_groups (const Source *source, Settings *settings, GError **error) {
  g_auto (GStrv) groups = g_key_file_get_groups (source->file, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    const char *group = groups[i];
    gboolean loaded;

    if (g_str_has_prefix (group, "portal "))
      loaded = load_portal (source, group, settings, error);
    else if (g_str_has_prefix (group, "scanner "))
      loaded = load_scanner (source, group, settings, error);
    else if (g_strv_contains ((const char *const[]){"station", "store", "scan", "read",
                                                    "queue", "naming", "signature", NULL},
                              group))
      loaded = load_group (source, group, group, settings, error);
    else if (g_str_equal (group, "retention"))
      loaded = load_retention (source, settings, error);
    else if (g_str_equal (group, "route"))
      continue;
    else
      return refuse (source, group, NULL, error, "unknown group [%s]", group);
    if (!loaded)
      return FALSE;
  }
  if (!check_naming (source, "file", settings->naming_file, NAMING_FILE, error)
      || !check_naming (source, "paper_code", settings->naming_paper_code, NAMING_CODE,
                        error)
      || !check_signing (source, &settings->signing, error)
      || !check_line (source, &settings->line, error))
    return FALSE;
  if (settings->retry_max_s < settings->retry_base_s)
    return refuse (source, "queue", "retry_max_s", error,
                   "retry_max_s is less than retry_base_s");
  complete_portals (settings);
  return load_routes (source, settings, error);
}

/* GKeyFile keeps the last of two equal keys without a word. */
static gboolean
refuse_repeats (const Source *source, GError **error) {
  g_autoptr (GHashTable) seen
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *group = g_strdup ("");

  for (guint i = 0; source->lines[i] != NULL; i++) {
    g_autofree char *line = g_strstrip (g_strdup (source->lines[i]));
    char *equals = strchr (line, '=');

    if (line[0] == '[') {
      g_free (group);
      group = g_strdup (line);
    } else if (line[0] != '#' && equals != NULL) {
      *equals = '\0';
      if (!g_hash_table_add (seen, g_strconcat (group, g_strchomp (line), NULL))) {
        g_set_error (error, FAULT, FAULT_CONFIG, "%s: line %u: %s is set twice in %s",
                     source->path, i + 1, line, group);
        return FALSE;
      }
    }
  }
  return TRUE;
}

static char *
load_text (const char *path, gsize *size_bytes, GError **error) {
  g_autoptr (GError) cause = NULL;
  char *text = NULL;
  struct stat status;

  if (stat (path, &status) != 0) {
    fault_set_errno (error, FAULT_CONFIG, "cannot read the settings %s", path);
    return NULL;
  }
  if (!S_ISREG (status.st_mode) || status.st_size > (off_t) LIMIT_SETTINGS_BYTES) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: not a regular file of at most %u bytes",
                 path, LIMIT_SETTINGS_BYTES);
    return NULL;
  }
  if (!g_file_get_contents (path, &text, size_bytes, &cause)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot read the settings: %s",
                 cause->message);
    return NULL;
  }
  return text;
}

Settings *
settings_load (const char *path, GError **error) {
  g_autoptr (Settings) settings = new_defaults ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize size_bytes;

  if (path == NULL && !g_file_test (SYSTEM_FILE, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&settings);
  settings->path = g_canonicalize_filename (path != NULL ? path : SYSTEM_FILE, NULL);
  text = load_text (settings->path, &size_bytes, error);
  if (text == NULL)
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  Source source = {settings->path, lines, file};
  if (strlen (text) != size_bytes) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: line %u: a NUL byte", settings->path,
                 g_strv_length (lines));
    return NULL;
  }
  if (!g_key_file_load_from_data (file, text, size_bytes, G_KEY_FILE_NONE, &cause)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: %s", settings->path, cause->message);
    return NULL;
  }
  if (!refuse_repeats (&source, error) || !load_groups (&source, settings, error))
    return NULL;
  return g_steal_pointer (&settings);
}

gboolean
settings_has_signing (const Settings *settings) {
  return settings->signing.key_file != NULL || settings->signing.module != NULL;
}

const PortalSettings *
settings_get_portal (const Settings *settings, const char *name) {
  return name != NULL ? g_hash_table_lookup (settings->portals, name) : NULL;
}

const PortalSettings *
settings_get_route (const Settings *settings, const char *procedure, gint64 day) {
  return settings_get_portal (
      settings, route_find (settings->routes, procedure, settings->org_code, day));
}

gboolean
settings_is_model (const char *model, const char *vendor, const char *name) {
  g_autofree char *pattern = g_utf8_casefold (model, -1);
  g_autofree char *alone = g_utf8_casefold (name, -1);
  g_autofree char *both = g_strjoin (" ", vendor, name, NULL);
  g_autofree char *whole = g_utf8_casefold (both, -1);

  return g_pattern_match_simple (pattern, alone)
         || g_pattern_match_simple (pattern, whole);
}

const ScannerSettings *
settings_get_scanner (const Settings *settings, const char *vendor, const char *name) {
  for (guint i = 0; i < settings->scanners->len; i++) {
    const ScannerSettings *scanner = g_ptr_array_index (settings->scanners, i);

    if (settings_is_model (scanner->model, vendor, name))
      return scanner;
  }
  return NULL;
}

guint
settings_get_retention (const Settings *settings, const char *procedure) {
  gpointer days;

  if (g_hash_table_lookup_extended (settings->retention, procedure, NULL, &days))
    return GPOINTER_TO_UINT (days);
  return settings->retention_default;
}
