/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

typedef struct _cairo_surface cairo_surface_t;

typedef enum { PICTURE_PNG, PICTURE_JPEG } PictureFormat;

/* Writes @surface (RGB24) with its resolution. @quality is of JPEG, 1 to 100. The same
 * picture always gives the same bytes. FAULT_STORAGE. */
gboolean picture_save (cairo_surface_t *surface, const char *path, PictureFormat format,
                       int quality, int res_dpi,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
