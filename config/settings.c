/* SPDX-License-Identifier: Apache-2.0 */

/* What keys mean together: groups that there may be more of, what one key wants of another,
 * and what holds where nothing is said. The table of keys is in settingkey.c, the text with
 * its lines in settingtext.c. */

#include "config/settings-private.h"

#include "config/limits.h"
#include "config/naming.h"
#include "config/route.h"

#include <string.h>

#define SYSTEM_FILE  "/etc/motcua/motcua.conf"
#define SYSTEM_FORMS "/etc/motcua/forms"

/* The groups that are there once, with keys of the table alone. */
static const char *const single_groups[]
    = {"station", "store", "scan", "kiosk", "read", "queue", "naming", "signature", NULL};

static void
free_portal (PortalSettings *portal) {
  settingkey_clear ("portal", portal);
  g_free (portal->name);
  g_free (portal);
}

static void
free_scanner (ScannerSettings *scanner) {
  settingkey_clear ("scanner", scanner);
  g_free (scanner->model);
  g_free (scanner);
}

void
settings_free (Settings *settings) {
  for (guint i = 0; single_groups[i] != NULL; i++)
    settingkey_clear (single_groups[i], settings);
  g_ptr_array_unref (settings->scanners);
  g_hash_table_unref (settings->portals);
  g_hash_table_unref (settings->retention);
  g_ptr_array_unref (settings->routes);
  g_free (settings->path);
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
  settings->hall.pixel_pitch_um = 264;
  settings->hall.idle_warn_s = 60;
  settings->hall.idle_wipe_s = 90;
  settings->hall.speech = g_strdup ("off");
  settings->retention_default = 30;
  settings->retention_withdrawn = 1;
  settings->retention = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  settings->naming_file = g_strdup ("{code}.{number}");
  settings->naming_paper_code = g_strdup ("{owner}.{procedure}.{paper}");
  settings->naming_local_code = g_strdup ("{owner}.{procedure}.{component}");
  settings->signing.deadline_s = 20;
  settings->signing.if_unable = g_strdup ("stop");
  settings->portals = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify) free_portal);
  settings->routes = g_ptr_array_new_with_free_func ((GDestroyNotify) route_free);
  return settings;
}

static PortalSettings *
new_portal (const char *name) {
  PortalSettings *portal = g_new0 (PortalSettings, 1);

  portal->name = g_strdup (name);
  portal->adapter = g_strdup ("opencps");
  portal->files = g_strdup ("multipart");
  portal->channel = g_strdup ("3");
  portal->envelope = g_strdup ("yes");
  portal->is_updating = g_strdup ("body");
  portal->reception = g_strdup ("one");
  return portal;
}

static gboolean
check_portal (const SettingText *text, const char *group, const PortalSettings *portal,
              GError **error) {
  const SettingKey *plain = settingkey_find_plain_address (portal);

  if (portal->base_url == NULL || !g_str_has_prefix (portal->base_url, "https://"))
    return settingtext_refuse (text, group, "base_url", error,
                               "base_url must be there and begin with https://");
  if (plain != NULL)
    return settingtext_refuse (text, group, plain->name, error,
                               "%s must begin with https://", plain->name);
  if (g_str_equal (portal->files, "tus") && portal->tus_url == NULL)
    return settingtext_refuse (text, group, "files", error, "files=tus needs tus_url");
  return TRUE;
}

static gboolean
load_portal (const SettingText *text, const char *group, Settings *settings,
             GError **error) {
  g_autofree char *name = g_strstrip (g_strdup (group + strlen ("portal ")));
  PortalSettings *portal;

  if (g_hash_table_contains (settings->portals, name))
    return settingtext_refuse (text, group, NULL, error, "[portal %s] is there twice",
                               name);
  portal = new_portal (name);
  g_hash_table_insert (settings->portals, portal->name, portal);
  return settingkey_load_group (text, group, "portal", portal, error)
         && check_portal (text, group, portal, error);
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
load_scanner (const SettingText *text, const char *group, Settings *settings,
              GError **error) {
  ScannerSettings *scanner = g_new0 (ScannerSettings, 1);

  scanner->model = g_strstrip (g_strdup (group + strlen ("scanner ")));
  g_ptr_array_add (settings->scanners, scanner);
  if (*scanner->model == '\0')
    return settingtext_refuse (text, group, NULL, error,
                               "[scanner MODEL] names no model");
  return settingkey_load_group (text, group, "scanner", scanner, error);
}

static gboolean
load_routes (const SettingText *text, Settings *settings, GError **error) {
  g_auto (GStrv) names = g_key_file_get_keys (text->file, "route", NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_autofree char *value = g_key_file_get_string (text->file, "route", names[i], NULL);
    g_autoptr (GError) cause = NULL;
    Route *route = value != NULL ? route_parse (names[i], value, &cause) : NULL;

    if (route == NULL)
      return settingtext_refuse (text, "route", names[i], error, "%s",
                                 cause != NULL ? cause->message
                                               : "the portal is not UTF-8 text");
    g_ptr_array_add (settings->routes, route);
    for (guint j = 0; j < route->legs->len; j++) {
      const RouteLeg *leg = g_ptr_array_index (route->legs, j);

      if (!g_hash_table_contains (settings->portals, leg->portal))
        return settingtext_refuse (text, "route", names[i], error,
                                   "there is no [portal %s]", leg->portal);
    }
  }
  return TRUE;
}

static gboolean
check_naming (const SettingText *text, const char *key, const char *pattern,
              NamingUse use, GError **error) {
  g_autoptr (GError) cause = NULL;

  return naming_check (pattern != NULL ? pattern : "", use, &cause)
         || settingtext_refuse (text, "naming", key, error, "%s", cause->message);
}

/* A signature wants one key, and everything that this kind of key needs. */
static gboolean
check_signing (const SettingText *text, const SigningSettings *signing, GError **error) {
  const char *group = "signature";

  if (signing->key_file != NULL && signing->module != NULL)
    return settingtext_refuse (text, group, "pkcs11_module", error,
                               "the key is either in key_file or on a token, not both");
  if (signing->key_file != NULL && signing->certificate == NULL)
    return settingtext_refuse (text, group, "key_file", error,
                               "key_file needs certificate");
  if (signing->module != NULL && (signing->token == NULL || signing->key_id == NULL))
    return settingtext_refuse (text, group, "pkcs11_module", error,
                               "pkcs11_module needs pkcs11_token and pkcs11_key");
  if (signing->tsa_url != NULL && !g_str_has_prefix (signing->tsa_url, "https://")
      && !g_str_has_prefix (signing->tsa_url, "http://"))
    return settingtext_refuse (text, group, "tsa_url", error,
                               "tsa_url must begin with https:// or http://");
  if (signing->tsa_url != NULL && signing->tsa_ca_file == NULL)
    return settingtext_refuse (text, group, "tsa_url", error,
                               "tsa_url needs tsa_ca_file");
  return TRUE;
}

/* Slower than this a transfer would be taken for a dead one. */
static gboolean
check_line (const SettingText *text, LineSettings *line, GError **error) {
  g_autoptr (GError) cause = NULL;

  if (line->large_hours != NULL && !hours_parse (line->large_hours, &line->hours, &cause))
    return settingtext_refuse (text, "queue", "large_hours", error, "%s", cause->message);
  if (line->rate_bytes_s != 0 && line->rate_bytes_s < LIMIT_RATE_LEAST_BYTES_S)
    return settingtext_refuse (text, "queue", "rate_bytes_s", error,
                               "rate_bytes_s must be 0 (no limit) or at least %u",
                               LIMIT_RATE_LEAST_BYTES_S);
  return TRUE;
}

/* "default" and "withdrawn" are keys like any other; what else begins with a digit is the
 * code of a procedure. */
static gboolean
load_retention (const SettingText *text, Settings *settings, GError **error) {
  g_auto (GStrv) names = g_key_file_get_keys (text->file, "retention", NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_autofree char *value
        = g_key_file_get_string (text->file, "retention", names[i], NULL);
    const SettingKey *key = settingkey_find ("retention", names[i]);
    const SettingKey *usual
        = key != NULL ? key : settingkey_find ("retention", "default");
    guint days;

    if (value == NULL || (key == NULL && !g_ascii_isdigit (*names[i])))
      return settingtext_refuse (
          text, "retention", names[i], error,
          "\"%s\" is neither default, withdrawn nor a procedure with days", names[i]);
    if (!settingkey_parse_number (usual, g_strstrip (value), &days))
      return settingtext_refuse (text, "retention", names[i], error,
                                 "%s must be a number of days from %u to %u", names[i],
                                 usual->least, usual->most);
    if (key != NULL)
      *(guint *) ((char *) settings + key->offset) = days;
    else
      g_hash_table_insert (settings->retention, g_strdup (names[i]),
                           GUINT_TO_POINTER (days));
  }
  return TRUE;
}

static gboolean
load_groups (const SettingText *text, Settings *settings, GError **error) {
  g_auto (GStrv) groups = g_key_file_get_groups (text->file, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    const char *group = groups[i];
    gboolean loaded;

    if (g_str_has_prefix (group, "portal "))
      loaded = load_portal (text, group, settings, error);
    else if (g_str_has_prefix (group, "scanner "))
      loaded = load_scanner (text, group, settings, error);
    else if (g_strv_contains (single_groups, group))
      loaded = settingkey_load_group (text, group, group, settings, error);
    else if (g_str_equal (group, "retention"))
      loaded = load_retention (text, settings, error);
    else if (g_str_equal (group, "route"))
      continue;
    else
      return settingtext_refuse (text, group, NULL, error, "unknown group [%s]", group);
    if (!loaded)
      return FALSE;
  }
  if (!check_naming (text, "file", settings->naming_file, NAMING_FILE, error)
      || !check_naming (text, "paper_code", settings->naming_paper_code, NAMING_CODE,
                        error)
      || !check_naming (text, "local_code", settings->naming_local_code, NAMING_CODE,
                        error)
      || !check_signing (text, &settings->signing, error)
      || !check_line (text, &settings->line, error))
    return FALSE;
  if (settings->hall.idle_wipe_s <= settings->hall.idle_warn_s)
    return settingtext_refuse (text, "kiosk", "idle_wipe_s", error,
                               "idle_wipe_s is not more than idle_warn_s");
  if (settings->retry_max_s < settings->retry_base_s)
    return settingtext_refuse (text, "queue", "retry_max_s", error,
                               "retry_max_s is less than retry_base_s");
  complete_portals (settings);
  return load_routes (text, settings, error);
}

Settings *
settings_load (const char *path, GError **error) {
  g_autoptr (Settings) settings = new_defaults ();
  g_autoptr (SettingText) text = NULL;

  if (path == NULL && !g_file_test (SYSTEM_FILE, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&settings);
  settings->path = g_canonicalize_filename (path != NULL ? path : SYSTEM_FILE, NULL);
  text = settingtext_open (settings->path, error);
  return text != NULL && load_groups (text, settings, error) ? g_steal_pointer (&settings)
                                                             : NULL;
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
