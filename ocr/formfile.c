/* SPDX-License-Identifier: Apache-2.0 */

/* A form is written by people who are no programmers, at a post office, so that all that
 * is wrong with it is told at once, each with its line and what would be right. A keyfile
 * forgives keys and groups that are there twice; here they are slips. */

#include "ocr/formfile.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/fold.h"

#include <string.h>

#define TITLE_LEAST  4 /* letters: less stands on any page */
#define ZONE_MOST_MM 1200

typedef struct {
  GKeyFile *file;
  char **lines;
  GPtrArray *findings;
  Form *form;
} Draft;

static void
free_title (gpointer data) {
  FormTitle *title = data;

  g_free (title->text);
  g_free (title);
}

static void
free_block (gpointer data) {
  FormBlock *block = data;

  g_free (block->name);
  g_ptr_array_unref (block->starts);
  g_free (block);
}

static void
free_field (gpointer data) {
  FormField *field = data;

  g_free (field->name);
  g_free (field->block);
  g_ptr_array_unref (field->labels);
  g_ptr_array_unref (field->columns);
  g_ptr_array_unref (field->until);
  g_ptr_array_unref (field->skip);
  g_ptr_array_unref (field->behind);
  g_free (field);
}

static void
free_rule (gpointer data) {
  FormRule *rule = data;

  g_free (rule->first);
  g_free (rule->second);
  g_free (rule);
}

void
form_free (Form *form) {
  g_free (form->type);
  g_ptr_array_unref (form->titles);
  g_ptr_array_unref (form->anchors);
  g_ptr_array_unref (form->against);
  g_ptr_array_unref (form->blocks);
  g_ptr_array_unref (form->fields);
  g_ptr_array_unref (form->rules);
  g_free (form);
}

static Form *
new_form (void) {
  Form *form = g_new0 (Form, 1);

  form->titles = g_ptr_array_new_with_free_func (free_title);
  form->anchors = g_ptr_array_new_with_free_func (g_free);
  form->against = g_ptr_array_new_with_free_func (g_free);
  form->blocks = g_ptr_array_new_with_free_func (free_block);
  form->fields = g_ptr_array_new_with_free_func (free_field);
  form->rules = g_ptr_array_new_with_free_func (free_rule);
  return form;
}

/* --- where things stand --- */

static gboolean
is_group_line (const char *line, const char *group) {
  gsize length = strlen (group);

  return line[0] == '[' && strncmp (line + 1, group, length) == 0
         && line[1 + length] == ']';
}

static gboolean
is_key_line (const char *line, const char *key) {
  gsize length = strlen (key);

  return strncmp (line, key, length) == 0
         && g_str_has_prefix (line + length + strspn (line + length, " \t"), "=");
}

/* The line of @key (NULL: of the head) of @group from the @nth time on; 0 when there is
 * none. */
static guint
find_line (const Draft *draft, const char *group, const char *key, guint nth) {
  gboolean inside = FALSE;

  for (guint i = 0; draft->lines[i] != NULL; i++) {
    const char *line = draft->lines[i];
    gboolean head = is_group_line (line, group);

    if (line[0] == '[')
      inside = head;
    if ((key == NULL ? head : inside && is_key_line (line, key)) && nth-- == 0)
      return i + 1;
  }
  return 0;
}

static void find_fault (Draft *draft, const char *group, const char *key,
                        const char *format, ...) G_GNUC_PRINTF (4, 5);

static void
find_fault (Draft *draft, const char *group, const char *key, const char *format, ...) {
  guint line = find_line (draft, group, key, 0);
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  if (line == 0)
    line = find_line (draft, group, NULL, 0);
  g_ptr_array_add (draft->findings,
                   line > 0 ? g_strdup_printf ("line %u: [%s]: %s", line, group, what)
                            : g_strdup_printf ("[%s]: %s", group, what));
}

/* --- values --- */

static GPtrArray *
take_phrases (Draft *draft, const char *group, const char *key) {
  g_autoptr (GPtrArray) phrases = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) list = g_key_file_get_string_list (draft->file, group, key, NULL, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++) {
    g_autofree char *letters = fold_letters (list[i]);

    if (*letters != '\0')
      g_ptr_array_add (phrases, g_steal_pointer (&letters));
    else
      find_fault (draft, group, key, "%s has a phrase without letters", key);
  }
  return g_steal_pointer (&phrases);
}

static void
check_keys (Draft *draft, const char *group, const char *const *known) {
  g_auto (GStrv) keys = g_key_file_get_keys (draft->file, group, NULL, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **) known);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
    guint again = g_strv_contains ((const char *const *) keys + i + 1, keys[i])
                      ? 0
                      : find_line (draft, group, keys[i], 1);

    if (!g_strv_contains (known, keys[i]))
      find_fault (draft, group, keys[i], "the key \"%s\" is unknown; known are %s",
                  keys[i], list);
    if (again > 0)
      g_ptr_array_add (draft->findings,
                       g_strdup_printf ("line %u: [%s]: the key \"%s\" is there twice",
                                        again, group, keys[i]));
  }
}

static gboolean
is_name (const char *text) {
  return *text != '\0'
         && text[strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static const char *const places[] = {
    [WHERE_AFTER] = "after",       [WHERE_INLINE] = "inline",
    [WHERE_COLUMN] = "column",     [WHERE_LETTERHEAD] = "letterhead",
    [WHERE_DATELINE] = "dateline", [WHERE_SIGNATURE] = "signature",
    [WHERE_CELL] = "cell",         [WHERE_ALONE] = "alone",
    [WHERE_ZONE] = "zone",
};

static void
take_where (Draft *draft, const char *group, FormField *field) {
  g_autofree char *where = g_key_file_get_string (draft->file, group, "where", NULL);

  field->where = WHERE_AFTER;
  for (guint i = 0; where != NULL; i++) {
    if (i == G_N_ELEMENTS (places)) {
      find_fault (draft, group, "where", "the place \"%s\" is unknown", where);
      return;
    }
    if (g_str_equal (places[i], where)) {
      field->where = (FieldWhere) i;
      return;
    }
  }
}

static void
take_kind (Draft *draft, const char *group, FormField *field) {
  g_autofree char *kind = g_key_file_get_string (draft->file, group, "kind", NULL);

  if (!value_kind_parse (kind != NULL ? kind : "text", &field->kind))
    find_fault (draft, group, "kind", "the kind \"%s\" is unknown", kind);
}

/* "zone=LEFT TOP WIDTH HEIGHT", millimetres from the label's upper left corner. */
static void
take_zone (Draft *draft, const char *group, FormField *field) {
  g_autofree char *zone = g_key_file_get_string (draft->file, group, "zone", NULL);
  g_auto (GStrv) parts = zone != NULL ? g_strsplit_set (zone, " ;", -1) : NULL;
  guint count = 0;

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++) {
    char *end;
    double value = g_ascii_strtod (parts[i], &end);

    if (*parts[i] == '\0')
      continue;
    if (*end != '\0' || count == 4 || ABS (value) > ZONE_MOST_MM)
      count = G_MAXUINT / 2;
    else
      field->zone_mm[count] = value;
    count++;
  }
  if (field->where == WHERE_ZONE
      && (count != 4 || field->zone_mm[2] <= 0 || field->zone_mm[3] <= 0))
    find_fault (draft, group, "zone", "zone must be LEFT TOP WIDTH HEIGHT in mm");
  else if (field->where != WHERE_ZONE && zone != NULL)
    find_fault (draft, group, "zone", "zone needs where=zone");
}

/* What its place cannot do without. */
static void
check_place (Draft *draft, const char *group, const FormField *field) {
  switch (field->where) {
  case WHERE_AFTER:
  case WHERE_INLINE:
  case WHERE_CELL:
  case WHERE_SIGNATURE:
  case WHERE_ZONE:
    if (field->labels->len == 0)
      find_fault (draft, group, NULL, "where=%s needs label=", places[field->where]);
    return;
  case WHERE_COLUMN:
    if (field->labels->len == 0 || field->columns->len == 0)
      find_fault (draft, group, NULL, "where=column needs label= and columns=");
    return;
  case WHERE_LETTERHEAD:
  case WHERE_DATELINE:
  case WHERE_ALONE:
    return;
  }
}

/* --- groups --- */

/* "[field NAME]" or "[field NAME/2]", a second way for when the first fails. */
static void
take_field (Draft *draft, const char *group) {
  static const char *const known[]
      = {"label", "block",  "kind", "where", "columns", "until",
         "skip",  "behind", "pick", "zone",  NULL};
  g_autofree char *pick = g_key_file_get_string (draft->file, group, "pick", NULL);
  const char *name = group + strlen ("field ");
  FormField *field = g_new0 (FormField, 1);

  check_keys (draft, group, known);
  field->name = g_strndup (name, strcspn (name, "/"));
  field->fallback = strchr (name, '/') != NULL;
  field->block = g_key_file_get_string (draft->file, group, "block", NULL);
  field->labels = take_phrases (draft, group, "label");
  field->columns = take_phrases (draft, group, "columns");
  field->until = take_phrases (draft, group, "until");
  field->skip = take_phrases (draft, group, "skip");
  field->behind = take_phrases (draft, group, "behind");
  field->last = g_strcmp0 (pick, "last") == 0;
  g_ptr_array_add (draft->form->fields, field);
  take_kind (draft, group, field);
  take_where (draft, group, field);
  take_zone (draft, group, field);
  check_place (draft, group, field);
  if (!is_name (field->name))
    find_fault (draft, group, NULL, "a name has small letters, figures and _ only");
  if (pick != NULL && !field->last && !g_str_equal (pick, "first"))
    find_fault (draft, group, "pick", "pick is first or last");
}

static void
take_block (Draft *draft, const char *group) {
  static const char *const known[] = {"starts", NULL};
  FormBlock *block = g_new0 (FormBlock, 1);

  check_keys (draft, group, known);
  block->name = g_strdup (group + strlen ("block "));
  block->starts = take_phrases (draft, group, "starts");
  g_ptr_array_add (draft->form->blocks, block);
  if (block->starts->len == 0)
    find_fault (draft, group, NULL, "a block needs starts=");
}

static void
take_rule (Draft *draft, const char *group) {
  static const char *const known[] = {"first", "is", "second", NULL};
  static const char *const relations[]
      = {[RULE_BEFORE] = "before", [RULE_NOT_AFTER] = "not_after", [RULE_SAME] = "same"};
  g_autofree char *is = g_key_file_get_string (draft->file, group, "is", NULL);
  FormRule *rule = g_new0 (FormRule, 1);
  guint at = 0;

  check_keys (draft, group, known);
  rule->first = g_key_file_get_string (draft->file, group, "first", NULL);
  rule->second = g_key_file_get_string (draft->file, group, "second", NULL);
  g_ptr_array_add (draft->form->rules, rule);
  while (at < G_N_ELEMENTS (relations) && g_strcmp0 (relations[at], is) != 0)
    at++;
  if (rule->first == NULL || rule->second == NULL)
    find_fault (draft, group, NULL, "a rule needs first= and second=");
  else if (at == G_N_ELEMENTS (relations))
    find_fault (draft, group, "is", "is must be before, not_after or same");
  else
    rule->relation = (RuleRelation) at;
}

static void
take_titles (Draft *draft) {
  g_auto (GStrv) list
      = g_key_file_get_string_list (draft->file, "form", "titles", NULL, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++) {
    FormTitle *title = g_new0 (FormTitle, 1);

    title->anywhere = g_str_has_prefix (list[i], "*");
    title->more = g_str_has_suffix (list[i], "*");
    title->text = fold_letters (list[i]);
    g_ptr_array_add (draft->form->titles, title);
    if (strlen (title->text) < TITLE_LEAST)
      find_fault (draft, "form", "titles", "the title \"%s\" is too short", list[i]);
  }
}

static void
take_head (Draft *draft, GPtrArray *stops) {
  static const char *const known[]
      = {"type", "titles", "anchors", "anchors_needed", "against", "stops", NULL};
  g_autofree char *needed
      = g_key_file_get_string (draft->file, "form", "anchors_needed", NULL);
  Form *form = draft->form;
  guint64 count = 0;

  check_keys (draft, "form", known);
  form->type = g_key_file_get_string (draft->file, "form", "type", NULL);
  if (form->type == NULL)
    find_fault (draft, "form", NULL, "type= is missing");
  else if (!g_str_equal (form->type, "*") && !is_name (form->type))
    find_fault (draft, "form", "type", "a type has small letters, figures and _ only");
  take_titles (draft);
  g_ptr_array_unref (form->anchors);
  form->anchors = take_phrases (draft, "form", "anchors");
  g_ptr_array_unref (form->against);
  form->against = take_phrases (draft, "form", "against");
  g_ptr_array_extend_and_steal (stops, take_phrases (draft, "form", "stops"));
  if (needed != NULL
      && !g_ascii_string_to_unsigned (needed, 10, 1, form->anchors->len, &count, NULL))
    find_fault (draft, "form", "anchors_needed",
                "anchors_needed must be 1 to %u, the number of anchors",
                form->anchors->len);
  form->anchors_needed = (guint) count;
  if (form->titles->len == 0 && needed == NULL && g_strcmp0 (form->type, "*") != 0)
    find_fault (draft, "form", NULL,
                "without titles= or anchors= with anchors_needed= no page is ever it");
}

static void
check_blocks (Draft *draft) {
  const Form *form = draft->form;

  for (guint i = 0; i < form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (form->fields, i);
    g_autofree char *group = g_strconcat ("field ", field->name, NULL);
    gboolean known = field->block == NULL;

    for (guint j = 0; j < form->blocks->len && !known; j++)
      known = g_str_equal (((FormBlock *) g_ptr_array_index (form->blocks, j))->name,
                           field->block);
    if (!known)
      find_fault (draft, group, "block", "there is no [block %s]: unknown block %s",
                  field->block, field->block);
  }
}

static void
take_groups (Draft *draft, GPtrArray *stops) {
  g_auto (GStrv) groups = g_key_file_get_groups (draft->file, NULL);

  if (!g_key_file_has_group (draft->file, "form"))
    g_ptr_array_add (draft->findings, g_strdup ("[form] with type= is missing"));
  for (guint i = 0; groups[i] != NULL; i++) {
    const char *group = groups[i];
    guint again = find_line (draft, group, NULL, 1);

    if (again > 0)
      g_ptr_array_add (draft->findings,
                       g_strdup_printf ("line %u: [%s] is there twice", again, group));
    if (g_str_equal (group, "form"))
      take_head (draft, stops);
    else if (g_str_has_prefix (group, "field "))
      take_field (draft, group);
    else if (g_str_has_prefix (group, "block "))
      take_block (draft, group);
    else if (g_str_has_prefix (group, "rule "))
      take_rule (draft, group);
    else
      find_fault (draft, group, NULL,
                  "the group is unknown; known are form, block, field and rule");
  }
  check_blocks (draft);
}

/* The library names the text of a line it does not understand and not its number. */
static void
find_broken_line (Draft *draft, const GError *cause) {
  for (guint i = 0; draft->lines[i] != NULL; i++) {
    const char *line = draft->lines[i] + strspn (draft->lines[i], " \t");

    if (*line == '\0' || *line == '#' || (*line == '[' && strchr (line, ']') != NULL)
        || (*line != '[' && *line != '=' && strchr (line, '=') != NULL))
      continue;
    g_ptr_array_add (draft->findings,
                     g_strdup_printf ("line %u: neither [GROUP] nor KEY=VALUE", i + 1));
    return;
  }
  g_ptr_array_add (draft->findings, g_strdup (cause->message));
}

Form *
formfile_parse (const char *text, GPtrArray *stops, GPtrArray *findings) {
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;
  g_auto (GStrv) lines = NULL;
  guint before = findings->len;
  Draft draft = {.file = file, .findings = findings};

  if (!g_utf8_validate (text, -1, NULL)) {
    g_ptr_array_add (findings, g_strdup ("the file is not UTF-8 text"));
    return NULL;
  }
  lines = g_strsplit (text, "\n", -1);
  draft.lines = lines;
  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, &cause)) {
    find_broken_line (&draft, cause);
    return NULL;
  }
  draft.form = new_form ();
  take_groups (&draft, stops);
  if (findings->len == before)
    return draft.form;
  form_free (draft.form);
  return NULL;
}
