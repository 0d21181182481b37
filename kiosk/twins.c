/* SPDX-License-Identifier: Apache-2.0 */

/* Two scans of one sheet look alike, and so do two people's papers of the same form; what
 * tells them apart is what is written on them. A pair is therefore first looked at from
 * afar and then value by value: most of the values that both pages have must agree. Pages
 * without values in common (photographs, deeds) go by their looks alone. A warning that is
 * wrong costs a person a glance; one that is missing lets a sheet pass twice. */

#include "kiosk/twins.h"

#include "ocr/likeness.h"

#define ALIKE 0.93
#define AGREE 0.6 /* of the values in common */

gboolean
twins_look_alike (const char *one, const char *other) {
  return one != NULL && other != NULL && likeness_compare (one, other) >= ALIKE;
}

static const Field *
find_field (const GPtrArray *fields, const char *name) {
  for (guint i = 0; i < fields->len; i++) {
    const Field *field = g_ptr_array_index (fields, i);

    if (g_str_equal (field->name, name))
      return field;
  }
  return NULL;
}

/* Case and blanks are what readings of one line differ in most. */
static gboolean
are_equal (const char *one, const char *other) {
  g_autofree char *first = g_utf8_casefold (one, -1);
  g_autofree char *second = g_utf8_casefold (other, -1);

  return g_str_equal (g_strstrip (first), g_strstrip (second));
}

gboolean
twins_say_the_same (const StoredPage *one, const StoredPage *other) {
  guint shared = 0, equal = 0;

  for (guint i = 0; i < one->fields->len; i++) {
    const Field *field = g_ptr_array_index (one->fields, i);
    const Field *match = find_field (other->fields, field->name);

    if (match == NULL || *field->value == '\0' || *match->value == '\0')
      continue;
    shared++;
    equal += are_equal (field->value, match->value);
  }
  return shared == 0 || equal >= shared * AGREE;
}
