/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* When pages begin and their lines come, and how waiting for them is broken off. */
typedef struct Tempo Tempo;

Tempo *tempo_new (void) G_GNUC_WARN_UNUSED_RESULT;
void tempo_free (Tempo *tempo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tempo, tempo_free)

/* Ends all waiting until tempo_resume. From any thread or signal handler. */
void tempo_stop (Tempo *tempo);
void tempo_resume (Tempo *tempo);
gboolean tempo_is_stopped (const Tempo *tempo);

/* TRUE in it while stopped; atomic. */
const gint *tempo_get_flag (const Tempo *tempo);

/* FALSE when stopped. */
gboolean tempo_wait_ms (Tempo *tempo, guint ms);

/* Waits until the page before has had its time, and begins one of @lines lines that come
 * evenly over @page_us; the next begins @page_us later at the earliest, or @least_us. FALSE
 * when stopped. */
gboolean tempo_begin (Tempo *tempo, guint lines, gint64 page_us, gint64 least_us);

/* Waits until some lines beyond the first @line are there, and returns up to which; @most
 * at the most. 0 when stopped. */
guint tempo_wait_lines (Tempo *tempo, guint line, guint most);
