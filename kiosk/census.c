/* SPDX-License-Identifier: Apache-2.0 */

/* A table of age by state, as mail systems show their queues: a column that fills up to the
 * right is a portal that does not answer, a row that does is work for a person. */

#include "kiosk/census.h"

#include "config/json.h"

#define NAME_COLUMNS 18

static const gint64 ages_s[CENSUS_AGES - 1] = {3600, 4 * 3600, 86400, 3 * 86400};

static const char *const headings[2][CENSUS_AGES]
    = {{"<1 giờ", "<4 giờ", "<1 ngày", "<3 ngày", "lâu hơn"},
       {"<1 h", "<4 h", "<1 d", "<3 d", "older"}};

guint
census_find_age (gint64 age_s) {
  guint age = 0;

  while (age < CENSUS_AGES - 1 && age_s >= ages_s[age])
    age++;
  return age;
}

void
census_add (Census *census, DossierState state, gint64 age_s, gboolean late) {
  census->counts[state][census_find_age (age_s)]++;
  census->late += late ? 1 : 0;
}

static guint
sum_state (const Census *census, guint state) {
  guint sum = 0;

  for (guint age = 0; age < CENSUS_AGES; age++)
    sum += census->counts[state][age];
  return sum;
}

/* printf counts bytes where columns are meant. */
static void
append_padded (GString *text, const char *word, glong columns, gboolean to_the_right) {
  glong length = g_utf8_strlen (word, -1);
  int padding = (int) MAX (columns - length, 0);

  if (to_the_right)
    g_string_append_printf (text, "%*s%s", padding, "", word);
  else
    g_string_append_printf (text, "%s%*s", word, padding, "");
}

static void
append_row (GString *text, const Census *census, guint state, PlightLanguage language) {
  append_padded (text, plight_name_state (state, language), NAME_COLUMNS, FALSE);
  g_string_append_printf (text, "%9u", sum_state (census, state));
  for (guint age = 0; age < CENSUS_AGES; age++)
    g_string_append_printf (text, "%9u", census->counts[state][age]);
  g_string_append_c (text, '\n');
}

char *
census_format (const Census *census, PlightLanguage language) {
  gboolean english = language == PLIGHT_ENGLISH;
  g_autoptr (GString) text = g_string_new (NULL);

  append_padded (text, "", NAME_COLUMNS, FALSE);
  append_padded (text, english ? "all" : "tất cả", 9, TRUE);
  for (guint age = 0; age < CENSUS_AGES; age++)
    append_padded (text, headings[language][age], 9, TRUE);
  g_string_append_c (text, '\n');
  for (guint state = 0; state < DOSSIER_STATES; state++)
    append_row (text, census, state, language);
  if (census->late > 0)
    g_string_append_printf (
        text,
        english ? "\n%u dossiers are LATE; `motcua queue list --late` shows them.\n"
                : "\n%u hồ sơ CHẬM; `motcua queue list --late` cho biết là những hồ sơ "
                  "nào.\n",
        census->late);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
census_format_json (const Census *census) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  for (guint state = 0; state < DOSSIER_STATES; state++)
    json_add_int (builder, dossier_state_get_name (state), sum_state (census, state));
  json_add_int (builder, "late", census->late);
  json_builder_set_member_name (builder, "by_age");
  json_builder_begin_object (builder);
  for (guint state = 0; state < DOSSIER_STATES; state++) {
    json_builder_set_member_name (builder, dossier_state_get_name (state));
    json_builder_begin_array (builder);
    for (guint age = 0; age < CENSUS_AGES; age++)
      json_builder_add_int_value (builder, census->counts[state][age]);
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  return g_strconcat (text, "\n", NULL);
}
