/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/reading.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

#define PAGE_MEMBERS                                                                     \
  "\"blank\": false, \"rotation\": 0, \"skew_deg\": 0.0, \"width_px\": 1000,"            \
  " \"height_px\": 1400, \"res_dpi\": 300, \"document_type\": null,"                     \
  " \"document_type_confidence\": 0, \"qr\": null, \"clean_ms\": 1,"                     \
  " \"recognise_ms\": 2, \"understand_ms\": 3"

static Reading *
new_example (void) {
  Reading *reading = reading_new ();

  reading->rotation = 180;
  reading->skew_deg = -1.72;
  reading->width_px = 2480;
  reading->height_px = 3508;
  reading->res_dpi = 300;
  reading->document_type = g_strdup ("ct01");
  reading->document_type_confidence = 0.97;
  reading->qr = g_strdup ("001099012345|Nguyễn Thị Mẫu|01011990");
  reading->clean_ms = 120;
  reading->rotation_unsure = TRUE;
  reading->paper_width_mm = 209.9;
  reading->paper_height_mm = 297;
  g_array_append_vals (reading->defects, &(Defect){DEFECT_CUT, PLACE_LEFT, 0}, 1);
  reading->recipe = recipe_new ();
  recipe_add (reading->recipe, RECIPE_TURN, (const int[]){180}, 1);
  recipe_add (reading->recipe, RECIPE_DESKEW, (const int[]){1720}, 1);
  g_ptr_array_add (reading->fields, field_new ("full_name", "Nguyễn Thị Mẫu \"\\", 0.98,
                                               (Box){310, 402, 880, 448}, FIELD_OCR));
  ((Field *) reading->fields->pdata[0])->evidence = (Evidence){
      EVIDENCE_NAME, 1u << EVIDENCE_TWICE | 1u << EVIDENCE_RARE, 0.9, 0.8, 1};
  ((Field *) reading->fields->pdata[0])->contrary = g_strdup ("Nguyễn Thị Mần");
  ((Field *) reading->fields->pdata[0])->contrary_source = FIELD_MRZ;
  g_ptr_array_add (reading->fields, field_new ("personal_id", "001099012345", 1,
                                               (Box){0, 0, 2480, 3508}, FIELD_QR));
  g_assert_true (
      words_append (reading->words, "Nguyễn", 0.96, (Box){310, 402, 420, 448}, 0));
  g_assert_true (words_append (reading->words, "Thị", 0.5, (Box){430, 402, 500, 448}, 0));
  g_assert_true (
      words_append (reading->words, "Đà", 0.123456, (Box){310, 502, 350, 548}, 1));
  return reading;
}

static void
test_round_trip (void) {
  g_autoptr (Reading) made = new_example ();
  g_autofree char *json = reading_format (made, "x", TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (Reading) read = reading_parse (json, strlen (json), &error);
  g_autofree char *again = NULL;
  const Word *word;

  g_assert_no_error (error);
  again = reading_format (read, "x", TRUE);
  g_assert_cmpstr (json, ==, again);
  g_assert_cmpstr (reading_get_field (read, "full_name")->value, ==,
                   "Nguyễn Thị Mẫu \"\\");
  g_assert_null (reading_get_field (read, "absent"));
  word = read->words->words->pdata[2];
  g_assert_cmpstr (word->text, ==, "Đà");
  g_assert_cmpuint (word->line, ==, 1);
  g_assert_cmpfloat_with_epsilon (word->confidence, 0.123, 1e-9);
}

/* The members that the command line promises, with their types. */
static void
test_contract (void) {
  g_autoptr (Reading) made = new_example ();
  g_autofree char *json = reading_format (made, "x", TRUE);
  g_autoptr (JsonObject) root
      = json_parse (json, strlen (json), LIMIT_JSON_BYTES, FAULT_PROTOCOL, "x", NULL);
  JsonObject *field = json_get_object (json_get_object (root, "fields"), "full_name");
  JsonObject *word = json_array_get_object_element (json_get_array (root, "words"), 0);

  g_assert_cmpstr (json_get_string (root, "page", ""), ==, "x");
  g_assert_false (json_get_boolean (root, "blank", TRUE));
  g_assert_cmpint (json_get_int (root, "rotation", -1), ==, 180);
  g_assert_cmpfloat (json_get_double (root, "skew_deg", 0), ==, -1.72);
  g_assert_cmpstr (json_get_string (root, "document_type", ""), ==, "ct01");
  g_assert_cmpfloat (json_get_double (root, "document_type_confidence", 0), ==, 0.97);
  g_assert_cmpstr (json_get_string (field, "source", ""), ==, "ocr");
  g_assert_cmpfloat (json_get_double (field, "confidence", 0), ==, 0.98);
  g_assert_cmpint (json_array_get_int_element (json_get_array (field, "box"), 3), ==,
                   448);
  g_assert_cmpstr (json_get_string (word, "text", ""), ==, "Nguyễn");
  g_assert_nonnull (strstr (json, "Nguyễn"));
}

static void
test_nothing_known (void) {
  g_autoptr (Reading) made = reading_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (Reading) read = NULL;
  g_autofree char *json = NULL;

  made->blank = TRUE;
  made->width_px = made->height_px = 200;
  made->res_dpi = 100;
  json = reading_format (made, "x", FALSE);
  g_assert_nonnull (strstr (json, "\"qr\":null"));
  g_assert_nonnull (strstr (json, "\"document_type\":null"));
  g_assert_null (strstr (json, "words"));
  read = reading_parse (json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_true (read->blank);
  g_assert_null (read->document_type);
}

/* A page that says too much still makes an answer that is accepted. */
static void
test_much_text (void) {
  g_autoptr (Reading) made = new_example ();
  g_autoptr (GError) error = NULL;
  g_autoptr (Reading) read = NULL;
  g_autofree char *json = NULL;

  while (words_append (made->words, "mười", 0.5, (Box){0, 0, 9, 9}, 2))
    continue;
  json = reading_format (made, "x", TRUE);
  read = reading_parse (json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->words->words->len, >, 5000);
  g_assert_cmpuint (read->words->words->len * 7, <=, LIMIT_PAGE_TEXT_BYTES);
}

static void
check_refused (const char *json) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Reading) reading = reading_parse (json, strlen (json), &error);

  g_assert_null (reading);
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
}

static void
check_accepted (const char *json) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Reading) reading = reading_parse (json, strlen (json), &error);

  g_assert_no_error (error);
  g_assert_nonnull (reading);
}

static void
test_refused_shapes (void) {
  check_accepted ("{" PAGE_MEMBERS ", \"fields\": {}, \"words\": []}");
  check_refused ("");
  check_refused ("[]");
  check_refused ("{}");
  check_refused ("{" PAGE_MEMBERS "}");
  check_refused ("{" PAGE_MEMBERS ", \"fields\": []}");
  check_refused ("{" PAGE_MEMBERS ", \"fields\": {}, \"words\": [1]}");
  check_refused ("{" PAGE_MEMBERS ", \"fields\": {\"a\": null}}");
  check_refused ("{" PAGE_MEMBERS
                 ", \"fields\": {}, \"blank\": true, \"words\": [{\"text\":"
                 " \"a\", \"confidence\": 1, \"box\": [0, 0, 1, 1], \"line\": 0}]}");
}

/* Replaces one member of a good page. */
static void
check_member (const char *from, const char *to) {
  const char *good = "{" PAGE_MEMBERS ", \"fields\": {}, \"words\": []}";
  const char *at = strstr (good, from);
  g_autofree char *bad = NULL;

  g_assert_nonnull (at);
  bad = g_strdup_printf ("%.*s%s%s", (int) (at - good), good, to, at + strlen (from));
  check_refused (bad);
}

static void
test_refused_ranges (void) {
  check_member ("\"rotation\": 0", "\"rotation\": 45");
  check_member ("\"rotation\": 0", "\"rotation\": -90");
  check_member ("\"rotation\": 0", "\"rotation\": \"0\"");
  check_member ("\"skew_deg\": 0.0", "\"skew_deg\": 1e308");
  check_member ("\"width_px\": 1000", "\"width_px\": 0");
  check_member ("\"width_px\": 1000", "\"width_px\": 4294968296");
  check_member ("\"width_px\": 1000, \"height_px\": 1400",
                "\"width_px\": 16000, \"height_px\": 16000");
  check_member ("\"res_dpi\": 300", "\"res_dpi\": 100000");
  check_member ("\"document_type\": null", "\"document_type\": \"../../etc\"");
  check_member ("\"document_type_confidence\": 0", "\"document_type_confidence\": 1.5");
  check_member ("\"qr\": null", "\"qr\": \"a\\u202eb\"");
  check_member ("\"qr\": null", "\"qr\": \"a\\u0007b\"");
  check_member ("\"clean_ms\": 1", "\"clean_ms\": -1");
  check_member ("\"fields\": {}", "\"fields\": 7");
}

static void
check_field (const char *field) {
  g_autofree char *json = g_strdup_printf ("{" PAGE_MEMBERS ", \"fields\": {%s}}", field);

  check_refused (json);
}

static void
test_refused_fields (void) {
#define EVIDENCE(marks)                                                                  \
  "\"evidence\": {\"kind\": \"name\", \"words\": 1, \"weakest\": 1, \"label\": 1,"       \
  " \"marks\": " marks "}, "
#define REST "\"confidence\": 1, \"box\": [0, 0, 1, 1], \"source\": \"ocr\"}"
  g_autofree char *decomposed = g_utf8_normalize ("Mẫu", -1, G_NORMALIZE_NFD);
  g_autofree char *unnormal
      = g_strdup_printf ("\"a\": {\"value\": \"%s\", " REST, decomposed);

  check_accepted ("{" PAGE_MEMBERS ", \"fields\": {\"a\": {\"value\": \"b\", " REST "}}");
  check_field ("\"A b\": {\"value\": \"b\", " REST);
  check_field ("\"\": {\"value\": \"b\", " REST);
  check_field ("\"a\": {\"value\": \"\", " REST);
  check_accepted ("{" PAGE_MEMBERS ", \"fields\": {\"a\": {\"value\": \"b\\nc\", " REST
                  "}}");
  check_field ("\"a\": {\"value\": \"b\\n\", " REST);
  check_field ("\"a\": {\"value\": \"b\\tc\", " REST);
  check_field ("\"a\": {\"value\": \"b\\u202ec\", " REST);
  check_field ("\"a\": {\"value\": 12, " REST);
  check_field (unnormal);
  check_field ("\"a\": {\"value\": \"b\", \"confidence\": -0.1, \"box\": [0, 0, 1, 1],"
               " \"source\": \"ocr\"}");
  check_field ("\"a\": {\"value\": \"b\", \"confidence\": 1, \"box\": [0, 0, 1, 1],"
               " \"source\": \"god\"}");
  check_field ("\"a\": {\"value\": \"b\", \"confidence\": 1, \"box\": [0, 0, 1001, 1],"
               " \"source\": \"ocr\"}");
  check_field ("\"a\": {\"value\": \"b\", \"confidence\": 1, \"box\": [-1, 0, 1, 1],"
               " \"source\": \"ocr\"}");
  check_field ("\"a\": {\"value\": \"b\", \"confidence\": 1, \"box\": [5, 0, 1, 1],"
               " \"source\": \"ocr\"}");
  check_field ("\"a\": {\"value\": \"b\", \"disagrees\": 1, " REST);
  check_field ("\"a\": {\"value\": \"b\", \"disagrees\": {\"value\": \"b\"}, " REST);
  check_field ("\"a\": {\"value\": \"b\", \"disagrees\": {\"value\": \"b\\t\","
               " \"source\": \"ocr\"}, " REST);
  check_field ("\"a\": {\"value\": \"b\", \"evidence\": 1, " REST);
  check_field ("\"a\": {\"value\": \"b\", \"evidence\": {\"kind\": \"name\"}, " REST);
  check_field ("\"a\": {\"value\": \"b\", " EVIDENCE ("[\"god\"]") REST);
  check_field ("\"a\": {\"value\": \"b\", " EVIDENCE ("[[1]]") REST);
  check_field ("\"a\": {\"value\": \"b\", " EVIDENCE ("1") REST);
  check_field ("\"a\": {\"value\": \"b\", \"confidence\": 1, \"box\": [0, 0, 1],"
               " \"source\": \"ocr\"}");
  check_field ("\"a\": {\"value\": \"b\", \"confidence\": 1,"
               " \"box\": [0, 0, 4294967297, 1], \"source\": \"ocr\"}");
#undef REST
#undef EVIDENCE
}

static void
check_words (const char *words) {
  g_autofree char *json
      = g_strdup_printf ("{" PAGE_MEMBERS ", \"fields\": {}, \"words\": [%s]}", words);

  check_refused (json);
}

static void
test_refused_words (void) {
  check_words (
      "{\"text\": \"a\", \"confidence\": 1, \"box\": [0, 0, 1, 1], \"line\": 5},"
      " {\"text\": \"b\", \"confidence\": 1, \"box\": [0, 0, 1, 1], \"line\": 4}");
  check_words ("{\"text\": \"a\", \"confidence\": 1, \"box\": [0, 0, 1, 1]}");
  check_words ("{\"text\": \"\\u0000\", \"confidence\": 1, \"box\": [0, 0, 1, 1],"
               " \"line\": 0}");
  check_words ("{\"text\": \"a\", \"confidence\": 1, \"box\": [0, 0, 1, 1401],"
               " \"line\": 0}");
}

static void
test_too_large (void) {
  gsize size = LIMIT_JSON_BYTES + 1;
  g_autofree char *json = g_malloc (size);
  g_autofree char *deep = g_strnfill (LIMIT_JSON_DEPTH + 1, '[');
  g_autoptr (GError) error = NULL;

  memset (json, ' ', size);
  g_assert_null (reading_parse (json, size, &error));
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
  check_refused (deep);
}

/* Every prefix of a good answer is refused without harm. */
static void
test_truncated (void) {
  g_autoptr (Reading) made = new_example ();
  g_autofree char *json = reading_format (made, "x", TRUE);

  for (gsize size = 0; size < strlen (json); size++) {
    g_autoptr (Reading) reading = reading_parse (json, size, NULL);

    g_assert_null (reading);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/round-trip", test_round_trip);
  g_test_add_func ("/reading/contract", test_contract);
  g_test_add_func ("/reading/nothing-known", test_nothing_known);
  g_test_add_func ("/reading/much-text", test_much_text);
  g_test_add_func ("/reading/refused-shapes", test_refused_shapes);
  g_test_add_func ("/reading/refused-ranges", test_refused_ranges);
  g_test_add_func ("/reading/refused-fields", test_refused_fields);
  g_test_add_func ("/reading/refused-words", test_refused_words);
  g_test_add_func ("/reading/too-large", test_too_large);
  g_test_add_func ("/reading/truncated", test_truncated);
  return g_test_run ();
}
