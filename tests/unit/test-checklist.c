/* SPDX-License-Identifier: Apache-2.0 */

/* Pages become papers, papers meet the procedure's list; nothing but blank sides is left
 * out. On the shipped catalogue. */

#include "kiosk/checklist.h"

#include "config/layout.h"
#include "ocr/cover.h"

#include <string.h>

static Catalogue *catalogue;

/* One page for each word: "-" blank, "?" of unknown kind, else a paper type; "TYPE=OTHER" a
 * cover sheet that names OTHER. */
static GPtrArray *
make_pages (const char *kinds) {
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
  g_auto (GStrv) words = g_strsplit (kinds, " ", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    StoredPage *page = g_new0 (StoredPage, 1);

    page->page = g_new0 (Page, 1);
    page->page->number = i + 1;
    page->read = TRUE;
    page->blank = g_str_equal (words[i], "-");
    page->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
    if (!page->blank && !g_str_equal (words[i], "?"))
      page->type = g_strndup (words[i], strcspn (words[i], "="));
    if (strchr (words[i], '=') != NULL)
      g_ptr_array_add (page->fields, field_new (COVER_FIELD, strchr (words[i], '=') + 1,
                                                1, (Box){0}, FIELD_QR));
    g_ptr_array_add (pages, page);
  }
  return pages;
}

/* "type:component:1,2 ..." of every paper. */
static char *
describe (const Checklist *checklist) {
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < checklist->papers->len; i++) {
    const PackagePaper *paper = g_ptr_array_index (checklist->papers, i);

    g_string_append_printf (text, "%s%s:%s:", i > 0 ? " " : "",
                            paper->paper->type != NULL ? paper->paper->type : "?",
                            paper->paper->component);
    for (guint j = 0; j < paper->pages->len; j++)
      g_string_append_printf (text, "%s%u", j > 0 ? "," : "",
                              g_array_index (paper->pages, guint, j));
    g_assert_cmpuint (paper->paper->number, ==, i + 1);
    g_assert_cmpuint (paper->paper->pages, ==, paper->pages->len);
    g_assert_nonnull (paper->paper->title);
  }
  return g_string_free (text, FALSE);
}

typedef struct {
  const char *procedure;
  const char *kinds;
  const char *papers;
  guint missing;
} Case;

static const Case cases[] = {
    /* the sides of one card are one paper; blank backs vanish */
    {"1.001193", "tk_khai_sinh - giay_chung_sinh - the_can_cuoc the_can_cuoc",
     "tk_khai_sinh:TP01:1 giay_chung_sinh:TP02:3 the_can_cuoc:TP04:5,6", 0},
    /* a page without a title goes on with the paper before it */
    {"1.004222", "ct01 ? - gcn_qsdd ?", "ct01:TP01:1,2 gcn_qsdd:TP02:4,5", 0},
    /* a cover sheet parts papers and is none; the page's own title goes before its word */
    {"1.004222", "ct01 to_bia=gcn_qsdd - ? ?", "ct01:TP01:1 gcn_qsdd:TP02:4,5", 0},
    {"1.004222", "to_bia=gcn_qsdd ct01 ? to_bia - gcn_qsdd",
     "ct01:TP01:2,3 gcn_qsdd:TP02:6", 0},
    /* two papers of one kind stay two */
    {"1.001193", "tk_khai_sinh tk_khai_sinh", "tk_khai_sinh:TP01:1 tk_khai_sinh:TP01:2",
     1},
    /* what nobody asked for is sent all the same */
    {"1.001193", "tk_khai_sinh giay_chung_sinh cong_van",
     "tk_khai_sinh:TP01:1 giay_chung_sinh:TP02:2 cong_van:KHAC:3", 0},
    /* any paper may be the one to be certified */
    {"2.000815", "? -", "?:TP02:1", 0},
    {"2.000815", "giay_khai_sinh", "giay_khai_sinh:TP02:1", 0},
    /* nothing at all */
    {"1.001193", "- -", "", 2},
};

static void
test_papers (void) {
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) pages = make_pages (cases[i].kinds);
    g_autoptr (Checklist) checklist = checklist_new (
        catalogue, catalogue_get_procedure (catalogue, cases[i].procedure), pages, NULL);
    g_autofree char *papers = describe (checklist);

    g_assert_cmpstr (papers, ==, cases[i].papers);
    g_assert_cmpuint (checklist->missing->len, ==, cases[i].missing);
  }
}

static void
test_waived (void) {
  g_autoptr (GPtrArray) pages = make_pages ("tk_khai_sinh");
  g_autoptr (GHashTable) waived = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (Checklist) checklist = NULL;

  g_hash_table_add (waived, (char *) "TP02");
  checklist = checklist_new (catalogue, catalogue_get_procedure (catalogue, "1.001193"),
                             pages, waived);
  g_assert_cmpuint (checklist->missing->len, ==, 0);
}

/* Every side that is not blank is in exactly one paper, whatever the kinds are. */
static void
test_every_page_once (void) {
  static const char *const kinds[] = {"-", "?", "ct01", "the_can_cuoc", "cong_van"};

  for (guint round = 0; round < 300; round++) {
    g_autoptr (GString) words = g_string_new (NULL);
    guint count = (guint) g_test_rand_int_range (1, 20);
    guint content = 0, kept = 0;
    g_autoptr (GPtrArray) pages = NULL;
    g_autoptr (Checklist) checklist = NULL;

    for (guint i = 0; i < count; i++) {
      const char *kind = kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))];

      g_string_append_printf (words, "%s%s", i > 0 ? " " : "", kind);
      content += !g_str_equal (kind, "-");
    }
    pages = make_pages (words->str);
    checklist = checklist_new (catalogue, catalogue_get_procedure (catalogue, "1.004222"),
                               pages, NULL);
    for (guint i = 0; i < checklist->papers->len; i++)
      kept += ((PackagePaper *) g_ptr_array_index (checklist->papers, i))->pages->len;
    g_assert_cmpuint (kept, ==, content);
  }
}

static void
add_field (GPtrArray *pages, guint page, const char *name, const char *value) {
  StoredPage *stored = g_ptr_array_index (pages, page);

  g_ptr_array_add (stored->fields,
                   field_new (name, value, 0.9, (Box){0, 0, 1, 1}, FIELD_OCR));
}

/* The form's requester hands in, though the card lies on top. */
static void
test_applicant (void) {
  g_autoptr (GPtrArray) pages = make_pages ("the_can_cuoc tk_khai_sinh");
  Applicant applicant;

  add_field (pages, 0, "full_name", "Trần Văn Bưu");
  add_field (pages, 0, "id_number", "092205004567");
  add_field (pages, 1, "requester_name", "Nguyễn Thị Mẫu");
  applicant = checklist_find_applicant (pages);
  g_assert_cmpstr (applicant.name, ==, "Nguyễn Thị Mẫu");
  g_assert_cmpstr (applicant.id_number, ==, "092205004567");
  g_assert_null (applicant.phone);
  applicant_clear (&applicant);
}

int
main (int argc, char **argv) {
  g_autofree char *path = layout_data_dup ("config/procedures.json");
  int status;

  g_test_init (&argc, &argv, NULL);
  catalogue = catalogue_load (path, NULL);
  g_assert_nonnull (catalogue);
  g_test_add_func ("/checklist/papers", test_papers);
  g_test_add_func ("/checklist/waived", test_waived);
  g_test_add_func ("/checklist/every-page-once", test_every_page_once);
  g_test_add_func ("/checklist/applicant", test_applicant);
  status = g_test_run ();
  catalogue_free (catalogue);
  return status;
}
