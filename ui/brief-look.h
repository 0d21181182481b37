/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/brief.h"
#include "ui/mark.h"

/* How a dossier's state looks: a sign and the name of a colour of the theme; the words are the
 * brief's. */
UiMarkSign brief_look_get_sign (KioskBrief *brief);
const char *brief_look_get_colour (KioskBrief *brief);

/* "cần người xử lý · chậm"; caller frees. */
char *brief_look_format_state (KioskBrief *brief) G_GNUC_WARN_UNUSED_RESULT;

/* "3 ngày · hạn 24/11/2026"; caller frees. */
char *brief_look_format_time (KioskBrief *brief) G_GNUC_WARN_UNUSED_RESULT;

/* All of it in one sentence, for who hears it; caller frees. */
char *brief_look_format_spoken (KioskBrief *brief) G_GNUC_WARN_UNUSED_RESULT;
