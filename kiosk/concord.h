/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* One of two places that do not agree. */
typedef struct {
  guint place;                     /* of the page in the dossier */
  guint number;                    /* its name for good */
  char *value;                     /* as it was read */
  double left, top, right, bottom; /* of the value, in parts of the upright page, 0..1 */
} DiscordSide;

/* Two papers of a dossier that say different things of one person. */
typedef struct {
  char *sentence; /* Vietnamese */
  char *english;
  DiscordSide sides[2];
} Discord;

void discord_free (Discord *discord);
