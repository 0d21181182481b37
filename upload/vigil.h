/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Waiting for work without looking for it: woken by what changes in the store or in the
 * settings, by a signal, or when the time is over. */
typedef struct Vigil Vigil;

/* Watches @folder (the store's) and @file (the settings', or NULL). */
Vigil *vigil_new (const char *folder, const char *file);
void vigil_free (Vigil *vigil);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vigil, vigil_free)

/* Waits for at most @most_ms; not at all once *@stop (may be NULL), set by a signal, is not
 * 0. What has changed since the last call ended ends this one. */
void vigil_wait (Vigil *vigil, gint64 most_ms, const int *stop);
