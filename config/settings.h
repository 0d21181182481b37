/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* motcua.conf: one keyfile, every key known, each documented in motcua.conf(5). Unknown
 * groups and keys, keys given twice and values out of range are refused with the line.
 * File names in it are relative to its own folder and come out absolute. */

typedef struct {
  char *name;     /* of the group [portal NAME] */
  char *adapter;  /* "opencps"; others are refused until they exist */
  char *base_url; /* https only */
  char *files;    /* "multipart" */
  char *ca_file;
  char *client_cert; /* PEM, or NULL */
  char *client_key;
  char *pin_sha256;  /* "current;next" public-key pins, or NULL */
  char *user;        /* user name or client id, or NULL */
  char *secret_file; /* or NULL */
  char *group_id;    /* adapter's own, or NULL */
  char *gov_agency_code;
  guint most_file_bytes;    /* that it takes in one file; 0: no limit */
  guint most_dossier_bytes; /* in all files of one dossier; 0: no limit */
} PortalSettings;

typedef struct {
  char *path;       /* of the file that was read; NULL: built-in defaults */
  char *station_id; /* "0000-00" when not set */
  char *org_code;
  char *scan_device; /* or NULL: must be named */
  char *scan_source; /* "flatbed", "adf", "duplex" */
  char *scan_mode;   /* "color", "gray", "lineart" */
  guint scan_res_dpi;
  guint scan_stall_ms; /* a scanner that sends nothing for so long is given up */
  guint read_workers;  /* readers side by side */
  guint retry_base_s;
  guint retry_max_s;
  GHashTable *portals; /* name -> PortalSettings */
  GHashTable *routes;  /* procedure code or "default" -> portal name */
} Settings;

/* Reads @path; with NULL, /etc/motcua/motcua.conf when it is there, else the defaults.
 * FAULT_CONFIG: "FILE: line N: reason". */
Settings *settings_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void settings_free (Settings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Settings, settings_free)

/* The portal that dossiers of @procedure go to, borrowed; NULL when none is set. */
const PortalSettings *settings_get_route (const Settings *settings,
                                          const char *procedure);
const PortalSettings *settings_get_portal (const Settings *settings, const char *name);
