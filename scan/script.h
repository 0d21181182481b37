/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The hopper's fault script, hopper.conf in the folder that it plays; see
 * sane-hopper(5). */
typedef struct Script Script;

typedef enum {
  MISHAP_NONE,
  MISHAP_JAM,
  MISHAP_COVER,
  MISHAP_DOUBLE_FEED,
  MISHAP_HANG,   /* the call never returns */
  MISHAP_CRASH,  /* the driver takes its process with it */
  MISHAP_UNPLUG, /* an I/O error for ever */
  MISHAP_SHORT,  /* the frame ends in its middle, without an error */
  MISHAP_LONG,   /* the frame has a line more than announced */
  MISHAP_BUSY,
  MISHAP_DENIED,
} Mishap;

typedef enum {
  MOMENT_OPEN,
  MOMENT_START,
  MOMENT_READ,
} Moment;

/* Reads @path; an absent file is an empty script. FAULT_CONFIG: "FILE: line N: ...". */
Script *script_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void script_free (Script *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Script, script_free)

/* What goes wrong at @moment of @sheet (1..; 0 at MOMENT_OPEN). */
Mishap script_get_mishap (const Script *script, Moment moment, guint sheet);

/* Least time from one page to the next. */
guint script_get_page_delay_ms (const Script *script);
