/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib-object.h>

/* One value of a page, as the screen shows it beside its place on the page. */
#define KIOSK_TYPE_VALUE (kiosk_value_get_type ())
G_DECLARE_FINAL_TYPE (KioskValue, kiosk_value, KIOSK, VALUE, GObject)

/* Properties, all notifying:
 *   "name"     string, read-only: key of metadata_fields
 *   "label"    string, read-only: for people
 *   "text"     string: the value; set it through kiosk_intake_correct()
 *   "doubtful" boolean, read-only: a person should look
 */
const char *kiosk_value_get_name (KioskValue *self);
const char *kiosk_value_get_label (KioskValue *self);
const char *kiosk_value_get_text (KioskValue *self);
gboolean kiosk_value_get_doubtful (KioskValue *self);
/* Where it comes from, for people: "đọc", "mã QR", "MRZ", "người nhập". */
const char *kiosk_value_get_source_label (KioskValue *self);

/* Place on the upright page in parts of its width and height, 0..1. FALSE when the value
 * has no place. */
gboolean kiosk_value_get_place (KioskValue *self, double *left, double *top,
                                double *right, double *bottom);
