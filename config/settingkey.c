/* SPDX-License-Identifier: Apache-2.0 */

/* One table of keys drives reading, checking and freeing: a key that is not in it does not
 * exist. */

#include "config/settings-private.h"

#include "config/limits.h"

#include <string.h>

#define IN_SETTINGS(member) G_STRUCT_OFFSET (Settings, member)
#define IN_PORTAL(member)   G_STRUCT_OFFSET (PortalSettings, member)
#define IN_SCANNER(member)  G_STRUCT_OFFSET (ScannerSettings, member)

static const SettingKey keys[] = {
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
    {"kiosk", "pixel_pitch_um", IN_SETTINGS (hall.pixel_pitch_um), KEY_NUMBER, 50, 1000,
     NULL},
    {"kiosk", "idle_warn_s", IN_SETTINGS (hall.idle_warn_s), KEY_NUMBER, 5, 3600, NULL},
    {"kiosk", "idle_wipe_s", IN_SETTINGS (hall.idle_wipe_s), KEY_NUMBER, 6, 7200, NULL},
    {"kiosk", "services", IN_SETTINGS (hall.services), KEY_TEXT, 0, 0, NULL},
    {"kiosk", "speech", IN_SETTINGS (hall.speech), KEY_CHOICE, 0, 0,
     "off|speaker|headphones"},
    {"kiosk", "switch_ms", IN_SETTINGS (hall.switch_ms), KEY_NUMBER, 0, 20000, NULL},
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
    {"naming", "local_code", IN_SETTINGS (naming_local_code), KEY_TEXT, 0, 0, NULL},
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

const SettingKey *
settingkey_find (const char *group, const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (g_str_equal (keys[i].group, group) && g_str_equal (keys[i].name, name))
      return &keys[i];
  }
  return NULL;
}

static char *
resolve_file (const SettingText *text, const char *value) {
  g_autofree char *folder = g_path_get_dirname (text->path);

  return *value == '\0' ? NULL : g_canonicalize_filename (value, folder);
}

gboolean
settingkey_parse_number (const SettingKey *key, const char *value, guint *number) {
  g_autoptr (GError) cause = NULL;
  guint64 parsed;

  if (!g_ascii_string_to_unsigned (value, 10, key->least, key->most, &parsed, &cause))
    return FALSE;
  *number = (guint) parsed;
  return TRUE;
}

static gboolean
set_key (const SettingText *text, const char *group, const SettingKey *key,
         const char *value, gpointer target, GError **error) {
  gpointer member = (char *) target + key->offset;
  char **string = member;

  switch (key->kind) {
  case KEY_NUMBER:
    return settingkey_parse_number (key, value, member)
           || settingtext_refuse (text, group, key->name, error,
                                  "%s must be a whole number from %u to %u", key->name,
                                  key->least, key->most);
  case KEY_CHOICE: {
    g_auto (GStrv) choices = g_strsplit (key->choices, "|", -1);

    if (!g_strv_contains ((const char *const *) choices, value))
      return settingtext_refuse (text, group, key->name, error, "%s must be one of %s",
                                 key->name, key->choices);
    g_free (*string);
    *string = g_strdup (value);
    return TRUE;
  }
  case KEY_FILE:
    g_free (*string);
    *string = resolve_file (text, value);
    return TRUE;
  case KEY_TEXT:
    g_free (*string);
    *string = *value == '\0' ? NULL : g_strdup (value);
    return TRUE;
  }
  g_assert_not_reached ();
}

gboolean
settingkey_load_group (const SettingText *text, const char *group, const char *kind,
                       gpointer target, GError **error) {
  g_auto (GStrv) names = g_key_file_get_keys (text->file, group, NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    const SettingKey *key = settingkey_find (kind, names[i]);
    g_autofree char *value = g_key_file_get_string (text->file, group, names[i], NULL);

    if (key == NULL)
      return settingtext_refuse (text, group, names[i], error,
                                 "unknown key \"%s\" in [%s]", names[i], group);
    if (value == NULL)
      return settingtext_refuse (text, group, names[i], error,
                                 "the value of %s is not UTF-8 text", names[i]);
    if (!set_key (text, group, key, g_strstrip (value), target, error))
      return FALSE;
  }
  return TRUE;
}

void
settingkey_clear (const char *kind, gpointer target) {
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (g_str_equal (keys[i].group, kind) && keys[i].kind != KEY_NUMBER)
      g_free (G_STRUCT_MEMBER (char *, target, keys[i].offset));
  }
}

const SettingKey *
settingkey_find_plain_address (const PortalSettings *portal) {
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
