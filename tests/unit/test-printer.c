/* SPDX-License-Identifier: Apache-2.0 */

/* What every other test builds on: the printer repeats itself to the byte, writes what
 * its manifest says, and its codes can be read by machines. Runs the program itself,
 * named by PRINTER in the environment. */

#include "config/json.h"
#include "printer/card.h"
#include "printer/form.h"
#include "printer/papers.h"
#include "printer/trouble.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

static char *
make_folder (void) {
  char *folder = g_dir_make_tmp ("printer-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static void
remove_folder (const char *folder) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      remove_folder (path);
    else
      g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Runs the printer; @arguments are separated by spaces. Returns the exit status. */
static int
run_printer (const char *folder, const char *arguments) {
  g_autofree char *line
      = g_strdup_printf ("%s --out %s %s", g_getenv ("PRINTER"), folder, arguments);
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_command_line_sync (line, NULL, &complaints, &status, &error);
  g_assert_no_error (error);
  if (status == 0)
    g_assert_cmpstr (complaints, ==, "");
  return g_spawn_check_wait_status (status, &error) ? 0 : error->code;
}

static JsonArray *
load_manifest (const char *folder) {
  g_autofree char *path = g_build_filename (folder, "truth", "manifest.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (json_parser_load_from_file (parser, path, &error));
  g_assert_no_error (error);
  return json_array_ref (json_node_get_array (json_parser_get_root (parser)));
}

static void
assert_same_file (const char *one, const char *other, const char *name) {
  g_autofree char *path_one = g_build_filename (one, "truth", name, NULL);
  g_autofree char *path_other = g_build_filename (other, "truth", name, NULL);
  g_autofree char *bytes_one = NULL;
  g_autofree char *bytes_other = NULL;
  gsize size_one, size_other;

  g_assert_true (g_file_get_contents (path_one, &bytes_one, &size_one, NULL));
  g_assert_true (g_file_get_contents (path_other, &bytes_other, &size_other, NULL));
  g_assert_cmpmem (bytes_one, size_one, bytes_other, size_other);
}

static void
test_repeats (void) {
  g_autofree char *one = make_folder ();
  g_autofree char *other = make_folder ();
  g_autoptr (JsonArray) pages = NULL;

  g_assert_cmpint (run_printer (one, "--seed 5 --dpi 100"), ==, 0);
  g_assert_cmpint (run_printer (other, "--seed 5 --dpi 100"), ==, 0);
  assert_same_file (one, other, "manifest.json");
  pages = load_manifest (one);
  for (guint i = 0; i < json_array_get_length (pages); i++) {
    JsonObject *page = json_array_get_object_element (pages, i);

    assert_same_file (one, other, json_get_string (page, "file", NULL));
    assert_same_file (one, other, json_get_string (page, "gt", NULL));
  }
  remove_folder (one);
  remove_folder (other);
}

static const char *
find_value (JsonArray *pages, guint number, const char *name) {
  JsonObject *page = json_array_get_object_element (pages, number - 1);

  return json_get_string (json_get_object (page, "fields"), name, NULL);
}

/* All papers of the demo dossier speak of the same people, and one sheet in seven is fed
 * upside down. */
static void
test_dossier (void) {
  g_autofree char *folder = make_folder ();
  g_autoptr (JsonArray) pages = NULL;
  const char *id;

  g_assert_cmpint (run_printer (folder, "--dpi 75"), ==, 0);
  pages = load_manifest (folder);
  g_assert_cmpint (json_array_get_length (pages), ==, 14);
  id = find_value (pages, 1, "requester_id");
  g_assert_nonnull (id);
  g_assert_cmpstr (id, ==, find_value (pages, 5, "id_number"));
  g_assert_cmpstr (id, ==, find_value (pages, 9, "id_number"));
  g_assert_cmpstr (id, ==, find_value (pages, 11, "grantor_id"));
  g_assert_cmpstr (find_value (pages, 3, "mother_id"), ==,
                   find_value (pages, 7, "wife_id"));
  g_assert_cmpstr (find_value (pages, 1, "child_dob"), ==,
                   find_value (pages, 3, "child_dob"));
  g_assert_cmpstr (find_value (pages, 1, "requester_residence"), ==,
                   find_value (pages, 9, "residence"));
  for (guint i = 0; i < 14; i++) {
    JsonObject *page = json_array_get_object_element (pages, i);
    gboolean turned = i == 10 || i == 11;

    g_assert_cmpint (json_get_int (page, "rotation", -1), ==, turned ? 180 : 0);
  }
  remove_folder (folder);
}

/* What an earlier, longer run left does not mix with this one's pages. */
static void
test_overwrites (void) {
  g_autofree char *folder = make_folder ();
  g_autofree char *stale = g_build_filename (folder, "002.png", NULL);
  g_autoptr (JsonArray) pages = NULL;

  g_assert_cmpint (run_printer (folder, "--pages 2 --kinds ct01 --dpi 75"), ==, 0);
  g_assert_true (g_file_test (stale, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run_printer (folder, "--pages 1 --kinds blank --dpi 75"), ==, 0);
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));
  pages = load_manifest (folder);
  g_assert_cmpint (json_array_get_length (pages), ==, 1);
  remove_folder (folder);
}

/* Every kind under every trouble in turn: as many pages as asked for, none without
 * truth. */
static void
test_corpus (void) {
  g_autofree char *folder = make_folder ();
  g_autoptr (JsonArray) pages = NULL;

  g_assert_cmpint (run_printer (folder, "--seed 9 --pages 20 --dpi 75"), ==, 0);
  pages = load_manifest (folder);
  g_assert_cmpint (json_array_get_length (pages), ==, 20);
  for (guint i = 0; i < json_array_get_length (pages); i++) {
    JsonObject *page = json_array_get_object_element (pages, i);
    JsonObject *fields = json_get_object (page, "fields");
    JsonObject *boxes = json_get_object (page, "boxes");
    gboolean titled = json_object_has_member (fields, "document_type");

    g_assert_cmpint (json_object_get_size (fields), ==,
                     json_object_get_size (boxes) + titled);
    g_assert_true (titled || json_get_boolean (page, "blank", FALSE)
                   || json_get_boolean (page, "continues", FALSE));
  }
  remove_folder (folder);
}

static void
test_refuses (void) {
  g_autofree char *folder = make_folder ();

  g_assert_cmpint (run_printer (folder, "--pages 1 --kinds no_such_kind"), ==, 2);
  g_assert_cmpint (run_printer (folder, "--pages 1 --troubles no_such_trouble"), ==, 2);
  g_assert_cmpint (run_printer (folder, "--dpi 5000"), ==, 2);
  g_assert_cmpint (run_printer (folder, "--format gif"), ==, 2);
  remove_folder (folder);
}

/* The language of forms: looks, columns, recorded, unrecorded and printed values. */
static void
test_form (void) {
  static const char *const values[] = {"Nữ", "", "12/UBND", NULL};
  g_autoptr (GPtrArray) cells
      = form_parse ("^*Giới tính: {sex}, {}|Số: [doc_number]", values);
  const FormCell *first = cells->pdata[0], *second = cells->pdata[1];
  const FormValue *sex = &g_array_index (first->values, FormValue, 0);
  const FormValue *number = &g_array_index (second->values, FormValue, 0);

  g_assert_cmpint (cells->len, ==, 2);
  g_assert_cmpint (first->look, ==, LOOK_CENTRE | LOOK_BOLD);
  g_assert_cmpstr (first->text->str, ==, "Giới tính: Nữ, ");
  g_assert_cmpint (first->values->len, ==, 2);
  g_assert_cmpstr (sex->name, ==, "sex");
  g_assert_true (strncmp (first->text->str + sex->start, "Nữ", sex->end - sex->start)
                 == 0);
  g_assert_null (g_array_index (first->values, FormValue, 1).name);
  g_assert_cmpint (second->look, ==, 0);
  g_assert_true (number->printed);
}

/* ICAO 9303 part 3, and the composite digit of an invented card. */
static void
test_zone (void) {
  for (guint64 seed = 0; seed < 50; seed++) {
    g_autoptr (Cast) cast = persons_cast (dice_start (seed, 0), PLACES_SINCE_MERGER);
    g_auto (GStrv) lines = g_strsplit (card_format_mrz (cast, &cast->father), "\n", -1);
    g_autofree char *composite = NULL;

    g_assert_cmpint (g_strv_length (lines), ==, 3);
    for (guint i = 0; i < 3; i++)
      g_assert_cmpint (strlen (lines[i]), ==, 30);
    g_assert_cmpint (strspn (lines[2], "ABCDEFGHIJKLMNOPQRSTUVWXYZ<"), ==, 30);
    composite = g_strdup_printf ("%s%.7s%.7s%.11s", lines[0] + 5, lines[1], lines[1] + 8,
                                 lines[1] + 18);
    g_assert_cmpint (lines[1][29], ==, card_check_digit (composite, strlen (composite)));
  }
  g_assert_cmpint (card_check_digit ("D23145890", 9), ==, '7');
  g_assert_cmpint (card_check_digit ("740812", 6), ==, '2');
  g_assert_cmpint (card_check_digit ("120415", 6), ==, '9');
}

/* The picture as ZBar wants it, one byte a pixel. */
static zbar_image_t *
load_grey (const char *path) {
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  zbar_image_t *image = zbar_image_create ();
  guint8 *grey = malloc ((gsize) width * (gsize) height);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      grey[y * width + x] = pixels[y * stride + 4 * x + 1];
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, (unsigned) width, (unsigned) height);
  zbar_image_set_data (image, grey, (unsigned long) width * (unsigned long) height,
                       zbar_image_free_data);
  cairo_surface_destroy (surface);
  return image;
}

static void
test_code (void) {
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "001.png", NULL);
  g_autoptr (JsonArray) pages = NULL;
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image;

  g_assert_cmpint (
      run_printer (folder, "--pages 1 --kinds the_can_cuoc --troubles clean"), ==, 0);
  pages = load_manifest (folder);
  image = load_grey (path);
  g_assert_cmpint (zbar_scan_image (scanner, image), ==, 1);
  g_assert_cmpstr (
      zbar_symbol_get_data (zbar_image_first_symbol (image)), ==,
      json_get_string (json_array_get_object_element (pages, 0), "qr", NULL));
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  remove_folder (folder);
}

/* Troubles of light and focus leave an empty page empty: white stays one even shade. */
static void
test_blur_keeps_white (void) {
  Dice dice = dice_start (1, 0);
  TroublePage page = {.surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 60, 80),
                      .res_dpi = 300};
  const guint8 *pixels = cairo_image_surface_get_data (page.surface);

  memset (cairo_image_surface_get_data (page.surface), 0xff, 60 * 80 * 4);
  cairo_surface_mark_dirty (page.surface);
  trouble_find ("blur")->spoil (&page, &dice);
  for (gsize i = 0; i < 60 * 80 * 4; i += 4)
    g_assert_cmpint (pixels[i], ==, 0xff);
  cairo_surface_destroy (page.surface);
}

/* The content turns clockwise: what was upper left goes to the upper right. */
static void
test_turns (void) {
  TroublePage page = {.surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 60, 80)};
  guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (page.surface);

  pixels[0] = 0xabcdef;
  cairo_surface_mark_dirty (page.surface);
  trouble_turn (&page, 90);
  g_assert_cmpint (cairo_image_surface_get_width (page.surface), ==, 80);
  pixels = (guint32 *) (void *) cairo_image_surface_get_data (page.surface);
  g_assert_cmphex (pixels[79] & 0xffffff, ==, 0xabcdef);
  trouble_turn (&page, 270);
  pixels = (guint32 *) (void *) cairo_image_surface_get_data (page.surface);
  g_assert_cmphex (pixels[0] & 0xffffff, ==, 0xabcdef);
  g_assert_cmpint (page.rotation, ==, 0);
  cairo_surface_destroy (page.surface);
}

static void
test_words (void) {
  static const struct {
    Day day;
    const char *words;
  } cases[] = {
      {{2005, 4, 15}, "ngày mười lăm tháng tư năm hai nghìn không trăm linh năm"},
      {{1988, 12, 21},
       "ngày hai mươi mốt tháng mười hai năm một nghìn chín trăm tám mươi tám"},
      {{2000, 1, 10}, "ngày mười tháng một năm hai nghìn không trăm"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = day_format_words (cases[i].day);

    g_assert_cmpstr (words, ==, cases[i].words);
  }
}

/* The number says sex and year of birth; nobody of a family is called like another. */
static void
test_persons (void) {
  for (guint64 seed = 0; seed < 200; seed++) {
    g_autoptr (Cast) cast = persons_cast (dice_start (seed, 1), seed % 2);
    const Person *mother = &cast->mother;

    g_assert_cmpstr (cast->father.name, !=, cast->child.name);
    g_assert_cmpstr (mother->name, !=, cast->child.name);
    g_assert_cmpint (strlen (mother->id), ==, 12);
    g_assert_cmpint (mother->id[3], ==, mother->born.year >= 2000 ? '3' : '1');
    g_assert_cmpint (
        g_ascii_strtoll ((char[]){mother->id[4], mother->id[5], 0}, NULL, 10), ==,
        mother->born.year % 100);
    g_assert_cmpint (strlen (mother->phone), ==, 10);
    g_assert_true (g_utf8_validate (mother->residence, -1, NULL));
    g_assert_null (strchr (mother->email, '?'));
    g_assert_true (g_str_is_ascii (mother->email));
    g_assert_cmpint (cast->child.born.year, <=, cast->today.year);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/printer/repeats", test_repeats);
  g_test_add_func ("/printer/dossier", test_dossier);
  g_test_add_func ("/printer/overwrites", test_overwrites);
  g_test_add_func ("/printer/corpus", test_corpus);
  g_test_add_func ("/printer/code", test_code);
  g_test_add_func ("/printer/refuses", test_refuses);
  g_test_add_func ("/printer/form", test_form);
  g_test_add_func ("/printer/zone", test_zone);
  g_test_add_func ("/printer/blur_keeps_white", test_blur_keeps_white);
  g_test_add_func ("/printer/turns", test_turns);
  g_test_add_func ("/printer/words", test_words);
  g_test_add_func ("/printer/persons", test_persons);
  return g_test_run ();
}
