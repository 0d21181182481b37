/* SPDX-License-Identifier: Apache-2.0 */

#include "config/layout.h"
#include "kiosk/concordstate.h"

#include <string.h>

static Catalogue *catalogue;
static Gazetteer *gazetteer;

static StoredPage *
new_page (GPtrArray *pages, const char *type) {
  StoredPage *page = g_new0 (StoredPage, 1);

  page->page = g_new0 (Page, 1);
  page->page->number = pages->len + 1;
  page->place = pages->len + 1;
  page->type = g_strdup (type);
  page->upright_width_px = 1000;
  page->upright_height_px = 1000;
  page->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  g_ptr_array_add (pages, page);
  return page;
}

static void
say (StoredPage *page, const char *name, const char *value) {
  g_ptr_array_add (page->fields,
                   field_new (name, value, 0.9, (Box){100, 200, 300, 400}, FIELD_OCR));
}

static GPtrArray *
new_pages (void) {
  return g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
}

static GPtrArray *
make_pair (const char *field, const char *one, const char *other) {
  GPtrArray *pages = new_pages ();
  StoredPage *form = new_page (pages, "ct01"), *card = new_page (pages, "the_can_cuoc");

  say (form, "full_name", "NGUYỄN THỊ MẪU");
  say (form, "dob", "14/02/1988");
  say (card, "full_name", "Nguyễn Thị Mẫu");
  say (card, "dob", "14/02/1988");
  if (field != NULL) {
    say (form, field, one);
    say (card, field, other);
  }
  return pages;
}

static void
check (const char *field, const char *one, const char *other, guint wanted) {
  g_autoptr (GPtrArray) pages = make_pair (field, one, other);
  g_autoptr (GPtrArray) discords = concord_compare (catalogue, gazetteer, pages);

  g_assert_cmpuint (discords->len, ==, wanted);
}

static void
test_agree (void) {
  check (NULL, NULL, NULL, 0);
  check ("id_number", "093188001231", "093188001231", 0);
  check ("id_number", "093188001231", "365123456", 0);
  check ("residence", "Ấp 3, xã Vị Thắng, huyện Vị Thủy, tỉnh Hậu Giang",
         "ấp 3 xã Vị Thắng, huyện Vị Thuỷ, tỉnh Hậu Giang", 0);
  check ("residence", "Ấp 3, xã Vị Thắng, huyện Vị Thủy, tỉnh Hậu Giang",
         "Ấp 3, xã Vị Thủy, thành phố Cần Thơ", 0);
}

static void
test_differ (void) {
  g_autoptr (GPtrArray) pages = make_pair ("id_number", "093188001231", "093188001232");
  g_autoptr (GPtrArray) discords = concord_compare (catalogue, gazetteer, pages);
  const Discord *discord;

  g_assert_cmpuint (discords->len, ==, 1);
  discord = g_ptr_array_index (discords, 0);
  g_assert_nonnull (strstr (discord->sentence, "Số định danh của NGUYỄN THỊ MẪU"));
  g_assert_nonnull (strstr (discord->sentence, "trang 2"));
  g_assert_nonnull (strstr (discord->sentence, "093188001232"));
  g_assert_nonnull (strstr (discord->english, "page 1"));
  g_assert_cmpuint (discord->sides[1].place, ==, 2);
  g_assert_cmpfloat (discord->sides[0].left, ==, 0.1);
  check ("residence", "Ấp 3, xã Vị Thắng, huyện Vị Thủy, tỉnh Hậu Giang",
         "Ấp 4, xã Vị Thắng, huyện Vị Thủy, tỉnh Hậu Giang", 1);
}

/* Code and print of one card; what a person has typed is no longer in doubt. */
static void
test_one_page (void) {
  g_autoptr (GPtrArray) pages = new_pages ();
  g_autoptr (GPtrArray) discords = NULL, none = NULL;
  StoredPage *card = new_page (pages, "the_can_cuoc");
  const Discord *discord;
  Field *field;

  say (card, "id_number", "093188001231");
  field = g_ptr_array_index (card->fields, 0);
  field->source = FIELD_QR;
  field_contradict (field, "093188001239", FIELD_OCR);
  discords = concord_compare (catalogue, gazetteer, pages);
  g_assert_cmpuint (discords->len, ==, 1);
  discord = g_ptr_array_index (discords, 0);
  g_assert_nonnull (strstr (discord->sentence, "mã QR ghi “093188001231”"));
  g_assert_nonnull (strstr (discord->sentence, "chữ in ghi “093188001239”"));
  g_assert_cmpstr (discord->sides[1].value, ==, "093188001239");
  field->source = FIELD_PERSON;
  none = concord_compare (catalogue, gazetteer, pages);
  g_assert_cmpuint (none->len, ==, 0);
}

/* One number, another name or birth; a name alone makes nobody the same. */
static void
test_who (void) {
  g_autoptr (GPtrArray) pages = new_pages ();
  StoredPage *form = new_page (pages, "tk_khai_sinh");
  StoredPage *card = new_page (pages, "the_can_cuoc");
  StoredPage *other = new_page (pages, "the_can_cuoc");
  g_autoptr (GPtrArray) discords = NULL;

  say (form, "requester_name", "Trần Văn Bưu");
  say (form, "requester_id", "092205004567");
  say (form, "dob", "30/09/2005");
  say (form, "child_name", "TRẦN VĂN AN");
  say (form, "child_dob", "01/01/2026");
  say (card, "full_name", "Trần Văn Bửu Em");
  say (card, "id_number", "092205004567");
  say (card, "dob", "30/09/2006");
  say (other, "full_name", "Trần Văn An");
  say (other, "id_number", "092188001111");
  say (other, "dob", "05/05/1988");
  discords = concord_compare (catalogue, gazetteer, pages);
  g_assert_cmpuint (discords->len, ==, 2);
}

/* A requester's birth is not the subject's. */
static void
test_requester (void) {
  g_autoptr (GPtrArray) pages = new_pages ();
  StoredPage *form = new_page (pages, "tk_tthn"),
             *card = new_page (pages, "the_can_cuoc");
  g_autoptr (GPtrArray) discords = NULL;

  say (form, "requester_name", "Lý Thị Hoa");
  say (form, "dob", "01/02/1970");
  say (form, "full_name", "LÝ VĂN BA");
  say (form, "id_number", "093095001234");
  say (card, "full_name", "Lý Văn Ba");
  say (card, "id_number", "093095001234");
  say (card, "dob", "07/08/1995");
  discords = concord_compare (catalogue, gazetteer, pages);
  g_assert_cmpuint (discords->len, ==, 0);
}

int
main (int argc, char **argv) {
  g_autofree char *path = layout_data_dup ("config/procedures.json");
  g_autofree char *places = layout_data_dup ("ocr/places/places.txt");
  int status;

  g_test_init (&argc, &argv, NULL);
  catalogue = catalogue_load (path, NULL);
  gazetteer = gazetteer_load (places, NULL);
  g_assert_true (catalogue != NULL && gazetteer != NULL);
  g_test_add_func ("/concord/agree", test_agree);
  g_test_add_func ("/concord/differ", test_differ);
  g_test_add_func ("/concord/who", test_who);
  g_test_add_func ("/concord/one-page", test_one_page);
  g_test_add_func ("/concord/requester", test_requester);
  status = g_test_run ();
  catalogue_free (catalogue);
  gazetteer_free (gazetteer);
  return status;
}
