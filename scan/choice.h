/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What a person chooses before scanning, in our words and in those of drivers. */

/* Where the paper lies. */
typedef enum {
  SOURCE_FLATBED,
  SOURCE_ADF,    /* feeder, front sides */
  SOURCE_DUPLEX, /* feeder, front and back of each sheet */
  SOURCE_ANY,    /* feeder if the scanner has one, else flatbed */
} Source;

/* How its sides are taken. */
typedef enum {
  MODE_COLOR,
  MODE_GRAY,
  MODE_LINEART, /* black and white */
} Mode;

/* "flatbed", "adf", "duplex"; "color", "gray", "lineart". FALSE for any other word. */
gboolean choice_parse_source (const char *word, Source *source) G_GNUC_WARN_UNUSED_RESULT;
gboolean choice_parse_mode (const char *word, Mode *mode) G_GNUC_WARN_UNUSED_RESULT;

/* The one of @names, as a driver spells them (NULL-terminated), that means the choice;
 * borrowed. NULL when none does. SOURCE_ANY has no name. */
const char *choice_find_source (Source source, const char *const *names);
const char *choice_find_mode (Mode mode, const char *const *names);
