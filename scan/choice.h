/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What a person chooses before scanning, in our words and in those of drivers. */

/* Where the paper lies. */
typedef enum {
  SOURCE_FLATBED,
  SOURCE_ADF,    /* feeder, front sides */
  SOURCE_DUPLEX, /* feeder, front and back of each sheet */
  SOURCE_ANY,    /* feeder, both sides if it can, if the scanner has one; else flatbed */
  SOURCE_AUTO,   /* the same, but flatbed when no paper lies in the feeder */
} Source;

/* How its sides are taken. */
typedef enum {
  MODE_COLOR,
  MODE_GRAY,
  MODE_LINEART, /* black and white */
} Mode;

/* How the back of a sheet lies as the scanner gives it. */
typedef enum {
  TURN_NONE,   /* upright, as its front */
  TURN_180,    /* head down */
  TURN_MIRROR, /* left and right are changed */
} Turn;

/* What a scanner that can tell does when it draws in two sheets at once. */
typedef enum {
  DOUBLE_FEED_STOP,
  DOUBLE_FEED_OFF, /* for paper with something stuck on it */
} DoubleFeed;

/* "flatbed", "adf", "duplex", "any", "auto"; "color", "gray", "lineart"; "none", "180", "mirror";
 * "stop", "off". FALSE for any other word. */
gboolean choice_parse_source (const char *word, Source *source) G_GNUC_WARN_UNUSED_RESULT;
gboolean choice_parse_mode (const char *word, Mode *mode) G_GNUC_WARN_UNUSED_RESULT;
gboolean choice_parse_turn (const char *word, Turn *turn) G_GNUC_WARN_UNUSED_RESULT;
gboolean choice_parse_double_feed (const char *word,
                                   DoubleFeed *action) G_GNUC_WARN_UNUSED_RESULT;

/* The one of @names, as a driver spells them (NULL-terminated), that means the choice;
 * borrowed. NULL when none does. SOURCE_ANY and SOURCE_AUTO have no name. */
const char *choice_find_source (Source source, const char *const *names);
const char *choice_find_mode (Mode mode, const char *const *names);

/* The small letters and digits of a driver's @name, all that counts when two are compared:
 * "adfduplex" of "ADF (Duplex)". Caller frees. */
char *choice_reduce_dup (const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* The one of @names that is spelled like the first of @words (reduced) that any is; both are
 * NULL-terminated. Borrowed, or NULL. */
const char *choice_find_word (const char *const *words, const char *const *names);
