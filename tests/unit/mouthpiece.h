/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"

/* For tests: a TLS server on loopback that says, word for word, what it is told to. Each
 * connection gets one answer and is closed. */
typedef struct Mouthpiece Mouthpiece;

/* Makes its certificates in @folder. */
Mouthpiece *mouthpiece_new (const char *folder);
void mouthpiece_free (Mouthpiece *mouthpiece);

/* Settings of a portal that lead to it; owned by the mouthpiece. */
PortalSettings *mouthpiece_get_settings (Mouthpiece *mouthpiece);

/* The next answer, raw. */
void mouthpiece_say (Mouthpiece *mouthpiece, const char *answer);
void mouthpiece_say_bytes (Mouthpiece *mouthpiece, const void *bytes, gsize size_bytes);
/* The next answer: 200 and @json. */
void mouthpiece_say_json (Mouthpiece *mouthpiece, const char *json);

/* Forgets what has not been said, and what has been heard. */
void mouthpiece_reset (Mouthpiece *mouthpiece);

/* All requests so far, one after the other; caller frees. */
char *mouthpiece_dup_heard (Mouthpiece *mouthpiece);
guint mouthpiece_count_heard (Mouthpiece *mouthpiece);
