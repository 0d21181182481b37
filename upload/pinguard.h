/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Tokens lock themselves after a few wrong PINs, and a station tries at each sealing. So a
 * PIN that was refused is not tried again until its file has been written anew; that a try
 * is under way is on disk before it is made. The guard knows the PIN's file by time, size
 * and inode, and never the PIN. */

typedef enum {
  PINGUARD_FREE,    /* may be tried */
  PINGUARD_UNSURE,  /* a try was cut off: only if the token counts no failure */
  PINGUARD_REFUSED, /* the token has refused what is in the file */
} PinguardState;

/* What @guard remembers of the PIN in @pin_file. */
PinguardState pinguard_load (const char *guard, const char *pin_file);

/* Before the try, and after one that the token has refused. */
gboolean pinguard_save_try (const char *guard, const char *pin_file,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean pinguard_save_refusal (const char *guard, const char *pin_file,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After a good one. */
gboolean pinguard_clear (const char *guard, GError **error) G_GNUC_WARN_UNUSED_RESULT;
