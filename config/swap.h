/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/settings.h"

/* Where the kernel may write memory to: pages of people are in it, so what is not encrypted
 * gives them away to whoever takes the disk. */

/* Name of the first swap of @list, in the form of /proc/swaps, that is neither in memory
 * nor behind dm-crypt; NULL when there is none. @list NULL: the kernel's. Caller frees. */
char *swap_find_plain (const char *list) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE with FAULT_CONFIG where there is one and plain_swap= in [store] says "refuse". */
gboolean swap_check (const Settings *settings, const char *list,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
