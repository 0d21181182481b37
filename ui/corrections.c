/* SPDX-License-Identifier: Apache-2.0 */

/* A plain stack. A value that was only confirmed is not remembered: its text is the same
 * before and after, and nothing would be seen to happen. */

#include "ui/corrections.h"

typedef struct {
  KioskLeaf *leaf;
  KioskValue *value;
  char *before;
} Correction;

struct Corrections {
  GPtrArray *stack; /* Correction, owned */
};

static void
free_correction (Correction *correction) {
  g_object_unref (correction->leaf);
  g_object_unref (correction->value);
  g_free (correction->before);
  g_free (correction);
}

Corrections *
corrections_new (void) {
  Corrections *corrections = g_new0 (Corrections, 1);

  corrections->stack = g_ptr_array_new_with_free_func ((GDestroyNotify) free_correction);
  return corrections;
}

void
corrections_free (Corrections *corrections) {
  g_ptr_array_unref (corrections->stack);
  g_free (corrections);
}

void
corrections_clear (Corrections *corrections) {
  g_ptr_array_set_size (corrections->stack, 0);
}

gboolean
corrections_save (Corrections *corrections, KioskIntake *intake, KioskLeaf *leaf,
                  KioskValue *value, const char *text, GError **error) {
  g_autofree char *before = g_strdup (kiosk_value_get_text (value));
  Correction *correction;

  if (!kiosk_intake_correct (intake, leaf, kiosk_value_get_name (value), text, error))
    return FALSE;
  if (g_strcmp0 (before, text) == 0)
    return TRUE;
  correction = g_new0 (Correction, 1);
  correction->leaf = g_object_ref (leaf);
  correction->value = g_object_ref (value);
  correction->before = g_steal_pointer (&before);
  g_ptr_array_add (corrections->stack, correction);
  return TRUE;
}

static Correction *
get_newest (Corrections *corrections) {
  guint length = corrections->stack->len;

  return length > 0 ? g_ptr_array_index (corrections->stack, length - 1) : NULL;
}

const char *
corrections_get_label (Corrections *corrections) {
  Correction *newest = get_newest (corrections);

  return newest != NULL ? kiosk_value_get_label (newest->value) : NULL;
}

gboolean
corrections_undo (Corrections *corrections, KioskIntake *intake, KioskLeaf **leaf,
                  KioskValue **value, GError **error) {
  Correction *newest = get_newest (corrections);

  g_return_val_if_fail (newest != NULL, FALSE);
  if (!kiosk_intake_correct (intake, newest->leaf, kiosk_value_get_name (newest->value),
                             newest->before, error))
    return FALSE;
  *leaf = g_object_ref (newest->leaf);
  *value = g_object_ref (newest->value);
  g_ptr_array_set_size (corrections->stack, (int) corrections->stack->len - 1);
  return TRUE;
}
