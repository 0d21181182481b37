/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Words aloud, by espeak-ng, one text at a time. */
typedef struct Speech Speech;

Speech *speech_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Silence at once. */
void speech_free (Speech *speech);

/* Says @text, in English or in Vietnamese, in place of what is being said; "" is silence. A
 * machine without a voice stays silent, and says so once in the log. */
void speech_say (Speech *speech, const char *text, gboolean english);
