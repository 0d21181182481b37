/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* @text in lower case without any mark ("Đăng ký" becomes "dang ky"), so that Vietnamese
 * is found however it was typed; caller frees. @text is UTF-8. */
char *search_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE when every word of @query stands in @text, or all of @query does once the spaces
 * of both are left out ("khaisinh"). Both are folded text. */
gboolean search_match (const char *text, const char *query);
