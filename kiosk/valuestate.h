/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/value.h"
#include "ocr/field.h"

/* What only the conductor may do with a value; screens include kiosk/value.h. */

/* @width_px and @height_px: of the page the field's box is on; 0 when unknown. */
KioskValue *kiosk_value_new (const Field *field, const char *label, guint width_px,
                             guint height_px) G_GNUC_WARN_UNUSED_RESULT;

/* The store has taken a person's word. */
void kiosk_value_set_by_person (KioskValue *self, const char *text);
