/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"

/* Between the files that make up the settings: the text, the table of keys, what they mean
 * together. */

/* The text while it is read. */
typedef struct {
  const char *path;
  char **lines;
  GKeyFile *file;
} SettingText;

/* Reads the file at @path, which is borrowed. FAULT_CONFIG: it cannot be read, is too long, is no
 * keyfile, or sets a key twice; with the line where there is one. */
SettingText *settingtext_open (const char *path,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void settingtext_close (SettingText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SettingText, settingtext_close)

/* Sets FAULT_CONFIG with the file and the line of @key (NULL: of @group); FALSE, for
 * `return`. */
gboolean settingtext_refuse (const SettingText *text, const char *group, const char *key,
                             GError **error, const char *format, ...)
    G_GNUC_PRINTF (5, 6);

typedef enum {
  KEY_TEXT,
  KEY_FILE,
  KEY_NUMBER,
  KEY_CHOICE,
} KeyKind;

typedef struct {
  const char *group; /* "portal" stands for each [portal NAME], "scanner" likewise */
  const char *name;
  gsize offset; /* in Settings, PortalSettings or ScannerSettings */
  KeyKind kind;
  guint least, most;   /* of KEY_NUMBER */
  const char *choices; /* of KEY_CHOICE: "a|b|c" */
} SettingKey;

/* NULL: there is no such key. */
const SettingKey *settingkey_find (const char *group, const char *name);

/* Whether @value is a number that @key may have. */
gboolean settingkey_parse_number (const SettingKey *key, const char *value,
                                  guint *number);

/* Sets @target by the keys of @group; @kind is the group's name in the table. */
gboolean settingkey_load_group (const SettingText *text, const char *group,
                                const char *kind, gpointer target,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Frees what the keys of the group @kind have in @target. */
void settingkey_clear (const char *kind, gpointer target);

/* The first key whose address has a scheme that is not https; NULL: there is none. */
const SettingKey *settingkey_find_plain_address (const PortalSettings *portal);
