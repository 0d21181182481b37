/* SPDX-License-Identifier: Apache-2.0 */

/* What a card's code, its zone and its print say differently, in words for people. */

#include "ocr/contrary.h"

static const struct {
  const char *name, *vietnamese, *english;
} FACTS[] = {
    {"id_number", "Số định danh", "The ID number"},
    {"full_name", "Họ tên", "The name"},
    {"dob", "Ngày sinh", "The date of birth"},
    {"sex", "Giới tính", "The sex"},
    {"residence", "Nơi cư trú", "The residence"},
    {"id_issue_date", "Ngày cấp", "The date of issue"},
    {"valid_until", "Ngày hết hạn", "The date of expiry"},
};

static const char *
get_fact (const char *name, gboolean english) {
  for (guint i = 0; i < G_N_ELEMENTS (FACTS); i++)
    if (g_str_equal (FACTS[i].name, name))
      return english ? FACTS[i].english : FACTS[i].vietnamese;
  return english ? "A value" : "Một mục";
}

static const char *
get_place (FieldSource source, gboolean english) {
  switch (source) {
  case FIELD_QR:
    return english ? "the QR code" : "mã QR";
  case FIELD_MRZ:
    return english ? "the machine-readable zone" : "dòng MRZ";
  case FIELD_OCR:
    return english ? "the print" : "chữ in";
  case FIELD_PERSON:
    return english ? "a person" : "người nhập";
  }
  g_assert_not_reached ();
}

char *
contrary_explain (const Field *field, gboolean english) {
  if (field->contrary == NULL || field->source == FIELD_PERSON)
    return NULL;
  return g_strdup_printf (english ? "%s differs: %s says “%s”, %s says “%s”."
                                  : "%s không khớp: %s ghi “%s”, %s ghi “%s”.",
                          get_fact (field->name, english),
                          get_place (field->source, english), field->value,
                          get_place (field->contrary_source, english), field->contrary);
}
