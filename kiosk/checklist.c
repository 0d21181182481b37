/* SPDX-License-Identifier: Apache-2.0 */

/* The list of required papers is configuration; what is decided here is only how pages
 * become papers and papers meet that list. Nothing is ever dropped but blank sides: a paper
 * that no component asks for is still sent, as an other paper. */

#include "kiosk/checklist.h"

#include "ocr/cover.h"

static void
free_package_paper (PackagePaper *paper) {
  paper_free (paper->paper);
  g_array_unref (paper->pages);
  g_free (paper);
}

void
checklist_free (Checklist *checklist) {
  g_ptr_array_unref (checklist->papers);
  g_array_unref (checklist->missing);
  g_free (checklist);
}

static PackagePaper *
add_paper (Checklist *checklist, const char *type) {
  PackagePaper *paper = g_new0 (PackagePaper, 1);

  paper->paper = g_new0 (Paper, 1);
  paper->paper->number = checklist->papers->len + 1;
  paper->paper->type = g_strdup (type);
  paper->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (checklist->papers, paper);
  return paper;
}

static gboolean
begins_paper (const Catalogue *catalogue, const PackagePaper *current,
              const StoredPage *page) {
  const PaperType *type = catalogue_get_paper_type (catalogue, page->type);

  if (current == NULL)
    return TRUE;
  if (type == NULL)
    return FALSE;
  return !(type->identity && g_strcmp0 (current->paper->type, page->type) == 0
           && current->pages->len == 1);
}

/* A signature covers the whole file: it is one paper as long as all of it is there, as it
 * was. Anything else is made of its pages, like a scan. */
static gboolean
is_whole_file (const GPtrArray *pages, guint first) {
  const StoredPage *page = g_ptr_array_index (pages, first);

  if (page->leaf != 0 || page->signed_leaves == 0
      || first + page->signed_leaves > pages->len)
    return FALSE;
  for (guint i = 0; i < page->signed_leaves; i++) {
    const StoredPage *each = g_ptr_array_index (pages, first + i);

    if (each->feeding != page->feeding || each->leaf != i || each->turn != 0)
      return FALSE;
  }
  return TRUE;
}

/* Its kind is the first that any of its pages is known to be. */
static void
add_file (Checklist *checklist, const GPtrArray *pages, guint first, guint count) {
  PackagePaper *paper = add_paper (checklist, NULL);
  const StoredPage *page = g_ptr_array_index (pages, first);

  paper->as_is = page->page->file;
  for (guint i = first; i < first + count; i++) {
    page = g_ptr_array_index (pages, i);
    if (paper->paper->type == NULL)
      paper->paper->type = g_strdup (page->type);
    g_array_append_val (paper->pages, page->page->number);
  }
  paper->paper->pages = paper->pages->len;
}

/* The type that a cover sheet names for what follows it, borrowed, or NULL. */
static const char *
get_announced (const StoredPage *cover) {
  for (guint i = 0; i < cover->fields->len; i++) {
    const Field *field = g_ptr_array_index (cover->fields, i);

    if (g_str_equal (field->name, COVER_FIELD))
      return field->value;
  }
  return NULL;
}

static void
group_pages (Checklist *checklist, const Catalogue *catalogue, const GPtrArray *pages) {
  PackagePaper *current = NULL;
  const StoredPage *cover = NULL;

  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    if (is_whole_file (pages, i)) {
      add_file (checklist, pages, i, page->signed_leaves);
      i += page->signed_leaves - 1;
      current = NULL;
      continue;
    }
    if (page->blank || page->failed)
      continue;
    if (g_strcmp0 (page->type, COVER_TYPE) == 0) {
      cover = page;
      continue;
    }
    if (cover != NULL || begins_paper (catalogue, current, page))
      current = add_paper (checklist, page->type != NULL || cover == NULL
                                          ? page->type
                                          : get_announced (cover));
    cover = NULL;
    g_array_append_val (current->pages, page->page->number);
    current->paper->pages = current->pages->len;
  }
}

guint
checklist_count (const Checklist *checklist, const char *component) {
  guint count = 0;

  for (guint i = 0; i < checklist->papers->len; i++) {
    const PackagePaper *paper = g_ptr_array_index (checklist->papers, i);

    count += g_strcmp0 (paper->paper->component, component) == 0;
  }
  return count;
}

/* A component that asks for exactly this kind; one that has no paper yet before one that
 * has. */
static const Component *
find_exact (const Checklist *checklist, const Procedure *procedure, const char *type) {
  const Component *taken = NULL;

  for (guint i = 0; i < procedure->components->len; i++) {
    const Component *component = g_ptr_array_index (procedure->components, i);

    if (g_strcmp0 (component->paper_type, type) != 0)
      continue;
    if (checklist_count (checklist, component->code) == 0)
      return component;
    taken = taken != NULL ? taken : component;
  }
  return taken;
}

/* A component that takes any paper; a needed one without a paper before all others. */
static const Component *
find_any (const Checklist *checklist, const Catalogue *catalogue,
          const Procedure *procedure) {
  const Component *other = NULL;

  for (guint i = 0; i < procedure->components->len; i++) {
    const Component *component = g_ptr_array_index (procedure->components, i);
    const PaperType *type = catalogue_get_paper_type (catalogue, component->paper_type);

    if (!type->any || component->handling != HANDLING_SUBMIT)
      continue;
    if (component_is_needed (component)
        && checklist_count (checklist, component->code) == 0)
      return component;
    other = other != NULL ? other : component;
  }
  return other;
}

static void
assign_paper (Paper *paper, const Component *component, const PaperType *type) {
  if (component != NULL) {
    paper->component = g_strdup (component->code);
    paper->title = g_strdup (type != NULL ? type->name : component->name);
    paper->original = component->original;
  } else {
    paper->component = g_strdup (CHECKLIST_OTHER);
    paper->title = g_strdup (type != NULL ? type->name : "Giấy tờ khác");
  }
}

static void
assign_papers (Checklist *checklist, const Catalogue *catalogue,
               const Procedure *procedure) {
  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < checklist->papers->len; i++) {
      Paper *paper = ((PackagePaper *) g_ptr_array_index (checklist->papers, i))->paper;
      const PaperType *type = catalogue_get_paper_type (catalogue, paper->type);
      const Component *component = pass == 0
                                       ? find_exact (checklist, procedure, paper->type)
                                       : find_any (checklist, catalogue, procedure);

      if (paper->component == NULL && (component != NULL || pass == 1))
        assign_paper (paper, component, type);
    }
  }
}

static void
find_missing (Checklist *checklist, const Procedure *procedure, GHashTable *waived) {
  for (guint i = 0; i < procedure->components->len; i++) {
    const Component *component = g_ptr_array_index (procedure->components, i);

    if (component_is_needed (component)
        && checklist_count (checklist, component->code) == 0
        && (waived == NULL || !g_hash_table_contains (waived, component->code)))
      g_array_append_val (checklist->missing, component);
  }
}

Checklist *
checklist_new (const Catalogue *catalogue, const Procedure *procedure,
               const GPtrArray *pages, GHashTable *waived) {
  Checklist *checklist = g_new0 (Checklist, 1);

  checklist->papers
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_package_paper);
  checklist->missing = g_array_new (FALSE, FALSE, sizeof (const Component *));
  group_pages (checklist, catalogue, pages);
  assign_papers (checklist, catalogue, procedure);
  find_missing (checklist, procedure, waived);
  return checklist;
}

static char *
find_value (const GPtrArray *pages, const char *const *names) {
  for (; *names != NULL; names++) {
    for (guint i = 0; i < pages->len; i++) {
      const StoredPage *page = g_ptr_array_index (pages, i);

      for (guint j = 0; j < page->fields->len; j++) {
        const Field *field = g_ptr_array_index (page->fields, j);

        if (g_str_equal (field->name, *names) && *field->value != '\0')
          return g_strdup (field->value);
      }
    }
  }
  return NULL;
}

Applicant
checklist_find_applicant (const GPtrArray *pages) {
  static const char *const names[]
      = {"requester_name", "grantor_name", "full_name", "husband_name", NULL};
  static const char *const numbers[]
      = {"requester_id", "grantor_id", "id_number", "husband_id", NULL};
  static const char *const phones[] = {"phone", "grantor_phone", NULL};
  static const char *const addresses[]
      = {"requester_residence", "grantor_residence", "residence", NULL};

  return (Applicant){.name = find_value (pages, names),
                     .id_number = find_value (pages, numbers),
                     .phone = find_value (pages, phones),
                     .address = find_value (pages, addresses)};
}

void
applicant_clear (Applicant *applicant) {
  g_clear_pointer (&applicant->name, g_free);
  g_clear_pointer (&applicant->id_number, g_free);
  g_clear_pointer (&applicant->phone, g_free);
  g_clear_pointer (&applicant->address, g_free);
}
