/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/hours.h"

/* motcua.conf: one keyfile, every key known, each documented in motcua.conf(5). Unknown
 * groups and keys, keys given twice and values out of range are refused with the line.
 * File names in it are relative to its own folder and come out absolute. */

/* What of the line to its portals a station may use, in [queue]. */
typedef struct {
  char *large_hours; /* "18:00-06:00", or NULL: at all hours */
  Hours hours;       /* the same */
  guint large_bytes;  /* a file that is longer goes in these hours only */
  guint large_urgent; /* but of a dossier of this priority or before it; 0: of none */
  guint rate_bytes_s; /* that bytes of files may go at; 0: no limit */
} LineSettings;

/* Addresses of a portal are absolute (https only) or appended to base_url. What a portal
 * does not need is NULL. */
typedef struct {
  char *name;     /* of the group [portal NAME] */
  char *adapter;  /* "opencps", "dvcqg", "sixstep", "igate" */
  char *base_url; /* https only */
  char *files;    /* "multipart", "tus" */
  char *ca_file;
  char *crl_file;    /* PEM: what its authority has revoked, or NULL */
  char *client_cert; /* PEM, or NULL */
  char *client_key;
  char *pin_sha256;              /* "current;next" public-key pins, or NULL */
  char *user;                    /* user name, or NULL */
  char *client_id;               /* the same where tokens are given out, or NULL */
  char *secret_file;             /* or NULL */
  char *token_url, *token_style; /* "json", "form", "basic"; NULL: the adapter's own */
  char *tus_url;
  char *upload_url; /* of files by multipart */
  char *lookup_url; /* of dossiers */
  char *auth_endpoint, *integration_endpoint, *share_endpoint;
  char *number_url, *create_url, *progress_url, *status_url; /* of the six steps */
  char *madonvi;     /* code of the receiving unit; the station's org_code when not set */
  char *tendonvi;    /* its name, or NULL */
  char *dstcode;     /* receiver on the exchange platform, or NULL */
  char *channel;     /* KenhThucHien: "1" at the counter, "3" by post */
  char *envelope;    /* dvcqg: "yes", "no" (the bare list) */
  char *is_updating; /* dvcqg: "body", "query" */
  char *reception;   /* dvcqg: "one" message, or "two" (status 1, then 2) */
  char *account_id, *agency_id; /* igate */
  char *group_id;               /* opencps, or NULL */
  char *gov_agency_code;        /* opencps; as madonvi when not set */
  char *rules_file; /* what it accepts (config/acceptance.h); NULL: the shipped pack */
  guint most_file_bytes;        /* that it takes in one file; 0: no limit */
  guint most_dossier_bytes;     /* in all files of one dossier; 0: no limit */
  const LineSettings *line;     /* of the station, borrowed; NULL: no limits */
  gboolean confined; /* to this machine: config/training.h */
} PortalSettings;

/* [signature]: who signs sealed papers, and with what. */
typedef struct {
  char *certificate; /* PEM: the signer's, then its chain; NULL: on the token */
  char *key_file;    /* PEM, or NULL: on a token */
  char *module;      /* PKCS#11 library of the token, or NULL: no token */
  char *token;       /* its label */
  char *key_id;      /* of the key on it, hexadecimal */
  char *pin_file;    /* NULL: the systemd credential motcua.pin */
  char *reason;      /* written into the signature, or NULL */
  char *location;    /* or NULL */
  guint deadline_s;  /* for the key to answer, each time */
  char *if_unable;   /* no signature can be made: "stop" or "unsigned" */
  char *tsa_url;     /* time stamps (RFC 3161); NULL: none are asked for */
  char *tsa_ca_file; /* who may vouch for the stamps */
} SigningSettings;

/* [scanner MODEL]: what is particular about the scanners of a model; NULL and 0: as [scan]
 * says. */
typedef struct {
  char *model; /* as lists of devices call them; * and ? stand for any letters */
  char *source, *mode;
  char *back_side, *double_feed;
  guint res_dpi;
  guint stall_ms;
} ScannerSettings;

/* [kiosk]: the machine that citizens stand at alone. */
typedef struct {
  guint pixel_pitch_um; /* of its screen: what can be pressed is 15 mm large */
  guint idle_warn_s;    /* nobody has touched it: is anyone there? */
  guint idle_wipe_s;    /* and then the visit ends */
  char *services;       /* codes of procedures on the first cards, between commas; NULL: any */
  char *speech;         /* guidance aloud: "off", "speaker", "headphones" */
  guint switch_ms;      /* one switch: how long each control is offered; 0: off */
} HallSettings;

typedef struct {
  char *path;       /* of the file that was read; NULL: built-in defaults */
  char *station_id; /* "0000-00" when not set */
  char *org_code;
  char *key_file;     /* the station key, see upload/keys.h; or NULL */
  char *plain_swap;   /* swap that is not encrypted: "warn", "refuse" */
  char *scan_device;  /* or NULL: must be named */
  char *scan_model;   /* that this device is to be, as for [scanner MODEL]; NULL: any */
  GPtrArray *scanners; /* ScannerSettings, owned, in the order of the file */
  char *scan_drivers; /* asked for scanners: names between commas, or "stock" for all */
  char *scan_source; /* "flatbed", "adf", "duplex", "any", "auto" */
  char *scan_mode;   /* "color", "gray", "lineart" */
  guint scan_res_dpi;
  char *scan_page_size;   /* "a4", "a5", "a3", "id-card", "receipt" */
  char *scan_back_side;   /* "none", "180", "mirror" */
  char *scan_double_feed; /* "stop", "off" */
  char *scan_profiles;    /* "locked", "free": whether a paper's profile may be changed */
  guint scan_stall_ms;    /* a scanner that sends nothing for so long is given up */
  guint read_workers;     /* readers side by side */
  char *read_forms;       /* folder of the site's own forms, or NULL: none */
  guint retry_base_s;
  guint retry_max_s;
  guint alarm_after_s; /* a dossier on its way for longer is late */
  LineSettings line;
  HallSettings hall;
  guint retention_default;   /* days after acceptance */
  guint retention_withdrawn; /* days after withdrawal */
  GHashTable *retention;     /* procedure code -> days after acceptance */
  SigningSettings signing;
  char *naming_file; /* patterns of config/naming.h */
  char *naming_paper_code;
  char *naming_local_code;
  GHashTable *portals; /* name -> PortalSettings */
  GPtrArray *routes;   /* Route (config/route.h), owned */
} Settings;

/* Reads @path; with NULL, /etc/motcua/motcua.conf when it is there, else the defaults.
 * FAULT_CONFIG: "FILE: line N: reason". */
Settings *settings_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void settings_free (Settings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Settings, settings_free)

/* Whether sealed papers are to be signed. */
gboolean settings_has_signing (const Settings *settings);

/* Whether a scanner, by its maker's and model's name, is one of @model: the model alone or
 * both, without regard to case; * and ? stand for any letters. */
gboolean settings_is_model (const char *model, const char *vendor, const char *name);

/* What is particular about it, borrowed; NULL: nothing. */
const ScannerSettings *settings_get_scanner (const Settings *settings, const char *vendor,
                                             const char *name);

/* Days that dossiers of @procedure are kept after the proof of their acceptance. */
guint settings_get_retention (const Settings *settings, const char *procedure);

/* The portal that dossiers of @procedure go to which are received at the station's own
 * unit on @day (seconds since 1970), borrowed; NULL when none is set. */
const PortalSettings *settings_get_route (const Settings *settings, const char *procedure,
                                          gint64 day);
const PortalSettings *settings_get_portal (const Settings *settings, const char *name);
