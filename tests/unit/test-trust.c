/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/namewords.h"
#include "ocr/trust.h"

static double
weigh (const char *value, EvidenceKind kind, double words, guint marks) {
  g_autoptr (GPtrArray) fields
      = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  Field *field = field_new ("full_name", value, 0, (Box){0, 0, 9, 9}, FIELD_OCR);

  field->evidence = (Evidence){kind, marks, words, words, 1};
  g_ptr_array_add (fields, field);
  trust_settle (fields);
  g_assert_cmpfloat (field->confidence, >=, 0);
  g_assert_cmpfloat (field->confidence, <=, 1);
  return field->confidence;
}

static void
test_clear (void) {
  g_assert_cmpfloat (weigh ("Nguyễn Thị Bé", EVIDENCE_NAME, 0.97, 0), >=, FIELD_SURE);
  g_assert_cmpfloat (weigh ("NGUYỄN THỊ BÉ", EVIDENCE_NAME, 0.97, 0), >=, FIELD_SURE);
  g_assert_cmpfloat (
      weigh ("093188001231", EVIDENCE_FIGURES, 0.96, 1u << EVIDENCE_AGREED), >=,
      FIELD_SURE);
}

/* What may never pass without a look, however clear its words are. */
static void
test_forbidden (void) {
  static const EvidenceMark marks[]
      = {EVIDENCE_MISSHAPEN, EVIDENCE_DISPUTED, EVIDENCE_RESTORED,
         EVIDENCE_NO_PLACE,  EVIDENCE_NAMESAKE, EVIDENCE_DENIED};

  for (guint kind = 0; kind < EVIDENCE_KINDS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
      g_assert_cmpfloat (weigh ("Nguyễn An", kind, 1, 1u << marks[i]), <, FIELD_SURE);
}

static void
test_rare (void) {
  g_assert_true (namewords_are_usual ("Đặng Ngọc Ẩn"));
  g_assert_true (namewords_are_usual ("VĨNH NGHI"));
  g_assert_false (namewords_are_usual ("Vĩnh Nghỉ"));
  g_assert_false (namewords_has (""));
  g_assert_false (namewords_has ("\xc3"));
  g_assert_cmpfloat (weigh ("Sơn Sa Rươi", EVIDENCE_NAME, 0.97, 0), <, FIELD_SURE);
}

/* Worse words never make a value surer. */
static void
test_falls (void) {
  for (guint kind = 0; kind < EVIDENCE_KINDS; kind++)
    for (double words = 0.99; words > 0.1; words -= 0.1)
      g_assert_cmpfloat (weigh ("Nguyễn An", kind, words, 0), >=,
                         weigh ("Nguyễn An", kind, words - 0.1, 0));
}

/* An exact source has its own confidence. */
static void
test_other_sources (void) {
  g_autoptr (GPtrArray) fields
      = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  Field *field = field_new ("full_name", "An", 0.96, (Box){0, 0, 9, 9}, FIELD_QR);

  g_ptr_array_add (fields, field);
  trust_settle (fields);
  g_assert_cmpfloat (field->confidence, ==, 0.96);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/clear", test_clear);
  g_test_add_func ("/trust/forbidden", test_forbidden);
  g_test_add_func ("/trust/rare", test_rare);
  g_test_add_func ("/trust/falls", test_falls);
  g_test_add_func ("/trust/other-sources", test_other_sources);
  return g_test_run ();
}
