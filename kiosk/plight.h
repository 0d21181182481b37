/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/dossier.h"

/* Where a dossier stands, in plain words for whoever is at the counter. */
typedef enum {
  PLIGHT_VIETNAMESE,
  PLIGHT_ENGLISH,
} PlightLanguage;

typedef struct {
  char *what; /* what has happened */
  char *next; /* what will happen by itself, and when */
  char *may;  /* what a person can do; NULL: nothing is needed */
} Plight;

void plight_clear (Plight *plight);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plight, plight_clear)

/* Sentences about @dossier; the caller clears them. Times are local. The portal's answer is
 * quoted as it was given. */
Plight plight_tell (const Dossier *dossier, PlightLanguage language);

/* The state in words, such as "chờ gửi"; borrowed. */
const char *plight_name_state (DossierState state, PlightLanguage language);

/* "3 giờ", "2 ngày": the largest unit that fits; caller frees. */
char *plight_format_age (gint64 seconds, PlightLanguage language);

/* What the person's environment asks for: MOTCUA_LANG, else LC_ALL, LC_MESSAGES, LANG;
 * Vietnamese unless it is English. */
PlightLanguage plight_choose_language (void);
