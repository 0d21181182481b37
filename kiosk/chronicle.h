/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/plight.h"
#include "kiosk/station.h"

/* What has happened to a dossier, from its audit trail, in plain words. */
typedef struct {
  gint64 at;  /* seconds since 1970, UTC */
  char *who;  /* the member, or what the program is for people */
  char *text; /* "Cổng không nhận, cần người xử lý" */
} ChronicleLine;

/* Of dossier @id (ChronicleLine, owned by the array), oldest first; entries that say the same
 * one after the other, as of page after page, are one line. */
GPtrArray *chronicle_load (KioskStation *station, const char *id, PlightLanguage language,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One entry, with @count of them in a row; caller frees. For who has entries of their own. */
char *chronicle_tell (const char *act, const char *detail, guint count,
                      PlightLanguage language) G_GNUC_WARN_UNUSED_RESULT;
