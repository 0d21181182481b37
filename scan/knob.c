/* SPDX-License-Identifier: Apache-2.0 */

/* Options are looked up by name for each call: setting one may add, remove or renumber the
 * others (SANE_INFO_RELOAD_OPTIONS), and descriptors of before must not be used again. The
 * descriptors are the driver's memory and are believed as little as possible. */

#include "scan/knob.h"

#include "config/limits.h"

#include <sane/sane.h>

#include <math.h>
#include <string.h>

static SANE_Int
count_options (SANE_Handle device) {
  SANE_Int count = 0;

  if (sane_control_option (device, 0, SANE_ACTION_GET_VALUE, &count, NULL)
      != SANE_STATUS_GOOD)
    return 0;
  return CLAMP (count, 0, (SANE_Int) LIMIT_OPTIONS);
}

static const SANE_Option_Descriptor *
find_option (SANE_Handle device, const char *name, SANE_Int *index) {
  SANE_Int count = count_options (device);

  for (*index = 1; *index < count; (*index)++) {
    const SANE_Option_Descriptor *option = sane_get_option_descriptor (device, *index);

    if (option != NULL && option->name != NULL && g_str_equal (option->name, name))
      return SANE_OPTION_IS_ACTIVE (option->cap) ? option : NULL;
  }
  return NULL;
}

static gboolean
is_string (const SANE_Option_Descriptor *option) {
  return option->type == SANE_TYPE_STRING && option->size > 0
         && option->size <= (SANE_Int) LIMIT_OPTION_BYTES;
}

static gboolean
is_number (const SANE_Option_Descriptor *option) {
  return (option->type == SANE_TYPE_INT || option->type == SANE_TYPE_FIXED
          || option->type == SANE_TYPE_BOOL)
         && option->size == sizeof (SANE_Word);
}

char **
knob_dup_names (gpointer device, const char *name) {
  SANE_Int index;
  const SANE_Option_Descriptor *option = find_option (device, name, &index);
  const SANE_String_Const *list;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (option == NULL || !is_string (option)
      || option->constraint_type != SANE_CONSTRAINT_STRING_LIST
      || option->constraint.string_list == NULL)
    return NULL;
  list = option->constraint.string_list;
  for (guint i = 0; i < LIMIT_OPTION_VALUES && list[i] != NULL; i++)
    g_strv_builder_add (names, list[i]);
  return g_strv_builder_end (names);
}

gboolean
knob_set_name (gpointer device, const char *name, const char *value) {
  SANE_Int index;
  const SANE_Option_Descriptor *option = find_option (device, name, &index);
  g_autofree char *buffer = NULL;

  if (option == NULL || !is_string (option) || !SANE_OPTION_IS_SETTABLE (option->cap)
      || strlen (value) >= LIMIT_OPTION_BYTES)
    return FALSE;
  buffer = g_malloc0 (LIMIT_OPTION_BYTES); /* the driver may write its own choice back */
  g_strlcpy (buffer, value, LIMIT_OPTION_BYTES);
  return sane_control_option (device, index, SANE_ACTION_SET_VALUE, buffer, NULL)
         == SANE_STATUS_GOOD;
}

static double
convert_word (const SANE_Option_Descriptor *option, SANE_Word word) {
  return option->type == SANE_TYPE_FIXED ? SANE_UNFIX (word) : word;
}

/* The value of the list that is nearest to *@value. */
static gboolean
choose_word (const SANE_Option_Descriptor *option, double *value) {
  const SANE_Word *list = option->constraint.word_list;
  double nearest;

  if (list == NULL || list[0] < 1 || list[0] > (SANE_Word) LIMIT_OPTION_VALUES)
    return FALSE;
  nearest = convert_word (option, list[1]);
  for (SANE_Word i = 2; i <= list[0]; i++) {
    double offered = convert_word (option, list[i]);

    if (fabs (offered - *value) < fabs (nearest - *value))
      nearest = offered;
  }
  *value = nearest;
  return TRUE;
}

/* The nearest step of a range that has steps, within the range. */
static double
round_to_step (const SANE_Option_Descriptor *option, double value) {
  const SANE_Range *range = option->constraint.range;
  double least = convert_word (option, range->min);
  double step = convert_word (option, range->quant);
  double most = convert_word (option, range->max);
  double rounded = least + round ((value - least) / step) * step;

  return rounded > most ? rounded - step : rounded;
}

static gboolean
fit_value (const SANE_Option_Descriptor *option, double *value) {
  const SANE_Range *range = option->constraint.range;

  if (option->constraint_type == SANE_CONSTRAINT_WORD_LIST)
    return choose_word (option, value);
  if (option->constraint_type != SANE_CONSTRAINT_RANGE)
    return TRUE;
  if (range == NULL || range->min > range->max)
    return FALSE;
  *value = CLAMP (*value, convert_word (option, range->min),
                  convert_word (option, range->max));
  if (range->quant > 0)
    *value = round_to_step (option, *value);
  return TRUE;
}

gboolean
knob_set_number (gpointer device, const char *name, double value) {
  SANE_Int index;
  const SANE_Option_Descriptor *option = find_option (device, name, &index);
  SANE_Word word;

  if (option == NULL || !is_number (option) || !SANE_OPTION_IS_SETTABLE (option->cap)
      || !fit_value (option, &value))
    return FALSE;
  word = option->type == SANE_TYPE_FIXED ? SANE_FIX (value) : (SANE_Word) lround (value);
  return sane_control_option (device, index, SANE_ACTION_SET_VALUE, &word, NULL)
         == SANE_STATUS_GOOD;
}

gboolean
knob_set_switch (gpointer device, const char *name, gboolean is_on) {
  SANE_Int index;
  const SANE_Option_Descriptor *option = find_option (device, name, &index);

  return option != NULL && option->type == SANE_TYPE_BOOL
         && knob_set_number (device, name, is_on);
}

void
knob_push (gpointer device, const char *name) {
  SANE_Int index;
  const SANE_Option_Descriptor *option = find_option (device, name, &index);
  SANE_Word unused = 0;

  if (option != NULL && option->type == SANE_TYPE_BUTTON
      && SANE_OPTION_IS_SETTABLE (option->cap))
    (void) sane_control_option (device, index, SANE_ACTION_SET_VALUE, &unused, NULL);
}

gboolean
knob_get_number (gpointer device, const char *name, double *value) {
  SANE_Int index;
  const SANE_Option_Descriptor *option = find_option (device, name, &index);
  SANE_Word word = 0;

  if (option == NULL || !is_number (option)
      || sane_control_option (device, index, SANE_ACTION_GET_VALUE, &word, NULL)
             != SANE_STATUS_GOOD)
    return FALSE;
  *value = convert_word (option, word);
  return TRUE;
}

gboolean
knob_is_pixels (gpointer device, const char *name) {
  SANE_Int index;
  const SANE_Option_Descriptor *option = find_option (device, name, &index);

  return option != NULL && option->unit == SANE_UNIT_PIXEL;
}

char **
knob_dup_all (gpointer device) {
  SANE_Int count = count_options (device);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (SANE_Int i = 1; i < count; i++) {
    const SANE_Option_Descriptor *option = sane_get_option_descriptor (device, i);

    if (option != NULL && option->name != NULL && *option->name != '\0'
        && SANE_OPTION_IS_ACTIVE (option->cap))
      g_strv_builder_add (names, option->name);
  }
  return g_strv_builder_end (names);
}

gboolean
knob_is_sensor (gpointer device, const char *name) {
  SANE_Int index;
  const SANE_Option_Descriptor *option = find_option (device, name, &index);

  return option != NULL && is_number (option) && (option->cap & SANE_CAP_SOFT_DETECT) != 0
         && !SANE_OPTION_IS_SETTABLE (option->cap);
}
