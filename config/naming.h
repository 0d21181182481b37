/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Names of sealed files and codes of digitized papers, by the province's rule. A rule is a
 * pattern: letters, digits, dots, dashes and underlines stand for themselves, {NAME} for
 * what is known of the paper, {NAME:N} for a number of at least N digits or a text of at
 * most N letters. motcua.conf(5) lists the names. */

/* What is known; texts may be NULL. */
typedef struct {
  const char *code; /* of the dossier */
  const char *id;   /* of the dossier */
  gint64 received_at;
  const char *station;
  const char *org;
  const char *procedure;
  const char *component;
  const char *type;  /* key of paper_types */
  const char *paper; /* the paper's national code */
  guint number;      /* of the paper in its dossier */
  const char *owner; /* number of the person's identity; in codes only */
} NamingFacts;

typedef enum {
  NAMING_FILE, /* nothing personal may stand in it */
  NAMING_CODE,
} NamingUse;

/* FAULT_CONFIG says what is wrong with a pattern. */
gboolean naming_check (const char *pattern, NamingUse use,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Name of a PDF by @pattern, which has been checked: only [A-Za-z0-9._-], at most
 * LIMIT_FILE_NAME_BYTES, no dot or dash in front, ends in ".pdf", and unlike every name in
 * @taken (a set of strings), which it is added to, whatever the case of letters. Vietnamese
 * letters lose their marks; what is not known leaves nothing. Caller frees. */
char *naming_format_file (const char *pattern, const NamingFacts *facts,
                          GHashTable *taken) G_GNUC_WARN_UNUSED_RESULT;

/* Code by @pattern, which has been checked; NULL when something in it is not known, since a
 * code is never guessed. At most LIMIT_PAPER_CODE_BYTES. Caller frees. */
char *naming_format_code (const char *pattern,
                          const NamingFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
