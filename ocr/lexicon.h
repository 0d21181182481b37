/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Words that can only be written one way. Only marks and case are ever restored, never a
 * letter: "huyên Vị Thuy, tinh Hâu Giang" becomes "huyện Vị Thuy, tỉnh Hậu Giang". */

/* Words of administrative units at the beginning of a part, and the province. */
char *lexicon_restore_address (const char *address) G_GNUC_WARN_UNUSED_RESULT;

/* Family names that have one spelling, and "Thị" and "Văn" behind them. */
char *lexicon_restore_name (const char *name) G_GNUC_WARN_UNUSED_RESULT;
