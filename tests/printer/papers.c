/* SPDX-License-Identifier: Apache-2.0 */

/* The table of kinds, and what many papers share. */

#include "papers.h"

static void
draw_nothing (Sheet *sheet, Cast *cast) {
}

static const PaperKind kinds[] = {
    {"tk_khai_sinh", "tk_khai_sinh", FALSE, papers_draw_birth_request},
    {"giay_chung_sinh", "giay_chung_sinh", FALSE, papers_draw_birth_notice},
    {"giay_khai_sinh", "giay_khai_sinh", FALSE, papers_draw_birth_certificate},
    {"ct01", "ct01", FALSE, papers_draw_residence},
    {"ct01_2", "ct01", TRUE, papers_draw_residence_back},
    {"gcn_ket_hon", "gcn_ket_hon", FALSE, papers_draw_marriage_certificate},
    {"the_can_cuoc", "the_can_cuoc", FALSE, papers_draw_identity_card},
    {"giay_uy_quyen", "giay_uy_quyen", FALSE, papers_draw_mandate},
    {"giay_uy_quyen_2", "giay_uy_quyen", TRUE, papers_draw_mandate_back},
    {"blank", NULL, FALSE, draw_nothing},
    {NULL, NULL, FALSE, NULL},
};

const PaperKind *
papers_list (void) {
  return kinds;
}

const PaperKind *
papers_find (const char *name) {
  for (const PaperKind *kind = kinds; kind->name != NULL; kind++)
    if (g_str_equal (kind->name, name))
      return kind;
  return NULL;
}

const char *
papers_capital (Cast *cast, const char *text) {
  char first[7] = "";

  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (text)), first);
  return persons_print (cast, "%s%s", first, g_utf8_next_char (text));
}

const char *
papers_committee_upper (Cast *cast) {
  g_autofree char *commune = g_utf8_strup (cast->place->commune, -1);

  return persons_print (cast, "ỦY BAN NHÂN DÂN %s", commune);
}

void
papers_write_header (Sheet *sheet) {
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_write (sheet, "^*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", NULL);
  sheet_write (sheet, "^*Độc lập - Tự do - Hạnh phúc", NULL);
  sheet_skip (sheet, -2);
  sheet_rule (sheet, 0, 150);
  sheet_skip (sheet, 12);
}

void
papers_write_signers (Sheet *sheet, Cast *cast, const PaperSigners *signers) {
  double y;

  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  sheet_write (sheet, signers->titles, NULL);
  if (signers->hints != NULL)
    sheet_write (sheet, signers->hints, NULL);
  y = sheet_get_y (sheet) + 30;
  if (signers->left != NULL)
    ornament_sign (sheet, signers->left, sheet_get_middle (sheet, 0), y, 90);
  ornament_sign (sheet, signers->right, sheet_get_middle (sheet, 1), y, 90);
  sheet_skip (sheet, 58);
  if (signers->left != NULL)
    sheet_write (sheet, signers->names, signers->left, signers->right, NULL);
  else
    sheet_write (sheet, signers->names, signers->right, NULL);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
}
