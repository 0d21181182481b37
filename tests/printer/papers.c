/* SPDX-License-Identifier: Apache-2.0 */

/* The table of kinds, and what many papers share. */

#include "papers.h"

static void
draw_nothing (Sheet *sheet, Cast *cast) {
}

static const PaperKind kinds[] = {
    {"tk_khai_sinh", "tk_khai_sinh", FALSE, papers_draw_birth_request},
    {"tk_ket_hon", "tk_ket_hon", FALSE, papers_draw_marriage_request},
    {"tk_khai_tu", "tk_khai_tu", FALSE, papers_draw_death_request},
    {"tk_tthn", "tk_tthn", FALSE, papers_draw_single_request},
    {"ct01", "ct01", FALSE, papers_draw_residence},
    {"ct01_2", "ct01", TRUE, papers_draw_residence_back},
    {"de_nghi_hkd", "de_nghi_hkd", FALSE, papers_draw_business},
    {"don_bien_dong", "don_bien_dong", FALSE, papers_draw_land},
    {"giay_uy_quyen", "giay_uy_quyen", FALSE, papers_draw_mandate},
    {"giay_uy_quyen_2", "giay_uy_quyen", TRUE, papers_draw_mandate_back},
    {"giay_khai_sinh", "giay_khai_sinh", FALSE, papers_draw_birth_certificate},
    {"giay_chung_sinh", "giay_chung_sinh", FALSE, papers_draw_birth_notice},
    {"gcn_ket_hon", "gcn_ket_hon", FALSE, papers_draw_marriage_certificate},
    {"the_can_cuoc", "the_can_cuoc", FALSE, papers_draw_identity_card},
    {"giay_tiep_nhan", "giay_tiep_nhan", FALSE, papers_draw_slip},
    {"cong_van", "cong_van", FALSE, papers_draw_letter},
    {"quyet_dinh", "quyet_dinh", FALSE, papers_draw_decision},
    {"blank", NULL, FALSE, draw_nothing},
    {"so_trang", NULL, FALSE, papers_draw_page_number, .named_only = TRUE},
    {"con_dau", NULL, FALSE, papers_draw_seal_only, .named_only = TRUE},
    {"chu_ky", NULL, FALSE, papers_draw_signature_only, .named_only = TRUE},
    {"mot_dong", NULL, FALSE, papers_draw_one_line, .named_only = TRUE},
    {"nguyen_am", NULL, FALSE, papers_draw_vowels, .named_only = TRUE},
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

gboolean
papers_is_blank (const PaperKind *kind) {
  return kind->draw == draw_nothing;
}

const char *
papers_capital (Cast *cast, const char *text) {
  char first[7] = "";

  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (text)), first);
  return persons_print (cast, "%s%s", first, g_utf8_next_char (text));
}

const char *
papers_note (Cast *cast, int number) {
  return cast->noted ? persons_print (cast, "(%d) ", number) : "";
}

const char *
papers_committee (Cast *cast) {
  return persons_print (cast, "Ủy ban nhân dân %s", cast->place->commune);
}

const char *
papers_committee_upper (Cast *cast) {
  return persons_keep (cast, g_utf8_strup (papers_committee (cast), -1));
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
papers_write_head (Sheet *sheet, Cast *cast, const char *const forms[3],
                   const char *const values[3]) {
  g_autofree char *first
      = g_strconcat (forms[0], "|^*~CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", NULL);
  g_autofree char *second
      = g_strconcat (forms[1], "|^*~Độc lập - Tự do - Hạnh phúc", NULL);
  g_autofree char *third = g_strconcat (forms[2], "|^/[], [doc_date]", NULL);

  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  sheet_write (sheet, first, values[0], NULL);
  sheet_write (sheet, second, values[1], NULL);
  sheet_rule (sheet, 1, 150);
  sheet_skip (sheet, 4);
  sheet_write (sheet, third, values[2], papers_capital (cast, cast->place->commune),
               persons_day_long (cast, cast->today), NULL);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_skip (sheet, 12);
}

void
papers_write_title (Sheet *sheet, Cast *cast, const char *title) {
  g_autofree char *form = g_strconcat ("^*#", title, NULL);

  sheet_write (sheet, form, NULL);
  sheet_skip (sheet, 6);
  sheet_write (sheet, "^Kính gửi: []{}", papers_note (cast, 1), papers_committee (cast),
               NULL);
}

void
papers_write_identity (Sheet *sheet, Cast *cast, const Person *person, const char *name) {
  g_autofree char *form = NULL;

  if (dice_chance (&cast->dice, 50)) {
    form = g_strdup_printf ("Số định danh cá nhân: {%s}", name);
    sheet_write (sheet, form, person->id, NULL);
    return;
  }
  form = g_strdup_printf ("Giấy tờ tùy thân: []{}{%s}{}", name);
  sheet_write (sheet, form, papers_note (cast, 3), "CCCD số ", person->id,
               persons_print (cast, ", Cục Cảnh sát QLHC về TTXH cấp ngày %s",
                              persons_day (cast, person->card_issued)),
               NULL);
}

void
papers_write_requester (Sheet *sheet, Cast *cast) {
  const Person *requester = &cast->requester;

  sheet_write (sheet, "Họ, chữ đệm, tên người yêu cầu: {requester_name}", requester->name,
               NULL);
  sheet_write (sheet, "Ngày, tháng, năm sinh: {dob}", persons_day (cast, requester->born),
               NULL);
  sheet_write (sheet, "Nơi cư trú: []{requester_residence}", papers_note (cast, 2),
               requester->residence, NULL);
  papers_write_identity (sheet, cast, requester, "requester_id");
  sheet_write (sheet, "Số điện thoại: {phone}", requester->phone, NULL);
}

void
papers_write_copies (Sheet *sheet, Cast *cast) {
  sheet_write (sheet,
               "Đề nghị cấp bản sao: Có ☑, Không ☐   Số lượng: {copies_requested} bản",
               persons_print (cast, "%02d", dice_between (&cast->dice, 1, 5)), NULL);
}

void
papers_write_requester_end (Sheet *sheet, Cast *cast) {
  sheet_set_columns (sheet, "36 64", SHEET_OPEN);
  sheet_write (sheet, "|^/!Làm tại: {}, {}", cast->place->commune,
               persons_day_long (cast, cast->today), NULL);
  papers_write_signers (sheet, cast,
                        &(PaperSigners){.titles = "|^*Người yêu cầu",
                                        .hints = "|^/~(Ký, ghi rõ họ, chữ đệm, tên)",
                                        .names = "|^*[]",
                                        .right = cast->requester.name});
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
