/* SPDX-License-Identifier: Apache-2.0 */

/* Review: a person's word goes into the store first and onto the screen second. */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "config/layout.h"
#include "kiosk/concordstate.h"
#include "kiosk/leafstate.h"

gboolean
kiosk_intake_correct (KioskIntake *self, KioskLeaf *leaf, const char *name,
                      const char *text, GError **error) {
  guint number = kiosk_leaf_get_number (leaf);
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  if (composed == NULL) {
    g_set_error (error, FAULT, FAULT_USAGE, "Giá trị không phải văn bản hợp lệ.");
    return FALSE;
  }
  if (!intake_permit (self, KIOSK_ACT_CORRECT, error)
      || !store_set_field (self->desk.store, self->id, number, name, composed, error))
    return FALSE;
  kiosk_leaf_set_by_person (leaf, name, composed);
  return TRUE;
}

gboolean
kiosk_intake_waive (KioskIntake *self, const char *component, const char *reason,
                    GError **error) {
  if (!intake_permit (self, KIOSK_ACT_WAIVE, error)
      || !store_set_waiver (self->desk.store, self->id, component, reason, error))
    return FALSE;
  intake_refresh_missing (self);
  return TRUE;
}

GPtrArray *
kiosk_intake_get_discords (KioskIntake *self, GError **error) {
  g_autofree char *path = layout_data_dup ("ocr/places/places.txt");
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (Gazetteer) gazetteer = NULL;

  if (!attendance_permit (self->desk.session, KIOSK_ACT_SEE_VALUES, self->id, error))
    return NULL;
  pages = store_get_pages (self->desk.store, self->id, error);
  gazetteer = pages != NULL ? gazetteer_load (path, error) : NULL;
  if (gazetteer == NULL)
    return NULL;
  return concord_compare (self->desk.catalogue, gazetteer, pages);
}
