/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/order.h"

#define HEIGHT 40
#define LETTER 16

/* Puts @text at (x, y), one box per word, on recognised line @line. */
static void
put (Words *words, guint line, int x, int y, const char *text) {
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    int width = LETTER * (int) g_utf8_strlen (parts[i], -1);

    g_assert_true (
        words_append (words, parts[i], 0.9, (Box){x, y, x + width, y + HEIGHT}, line));
    x += width + LETTER;
  }
}

static void
check (Words *words, const char *expected) {
  g_autofree char *text = NULL;

  order_words (words);
  text = words_format_text (words);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_reads_rows (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 300, "Giới tính: Nam");
  put (words, 1, 900, 302, "Dân tộc: Kinh");
  put (words, 2, 100, 200, "Họ tên: Mẫu");
  put (words, 3, 100, 400, "Quốc tịch: Việt Nam");
  check (words, "Họ tên: Mẫu\nGiới tính: Nam\nDân tộc: Kinh\nQuốc tịch: Việt Nam\n");
}

/* A cell is read with all its lines before the next one. */
static void
test_reads_cells (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 100, "Thông tin");
  put (words, 0, 500, 100, "Bên nữ");
  put (words, 0, 960, 100, "Bên nam");
  put (words, 1, 100, 160, "Nơi cư trú");
  put (words, 1, 500, 160, "Số 1 đường Trần Phú phường");
  put (words, 1, 960, 160, "Số 2 đường Hoàng Văn Thụ");
  put (words, 2, 500, 220, "Láng Hạ");
  put (words, 2, 960, 220, "phường Ngã Bảy");
  put (words, 3, 100, 280, "Dân tộc");
  put (words, 3, 500, 280, "Kinh");
  put (words, 3, 960, 280, "Khmer");
  check (words,
         "Thông tin\nBên nữ\nBên nam\nNơi cư trú\nSố 1 đường Trần Phú phường\nLáng Hạ\n"
         "Số 2 đường Hoàng Văn Thụ\nphường Ngã Bảy\nDân tộc\nKinh\nKhmer\n");
}

/* Lines of two pitches beside each other are columns: the left one first. */
static void
test_reads_columns (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 100, "Nơi nhận:");
  put (words, 1, 100, 138, "- Như trên;");
  put (words, 2, 100, 176, "- Lưu VT.");
  put (words, 3, 900, 100, "TM. ỦY BAN NHÂN DÂN");
  put (words, 4, 900, 155, "CHỦ TỊCH");
  check (words, "Nơi nhận:\n- Như trên;\n- Lưu VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n");
}

/* A list goes on in its cell though the other cell has lines at the same height. */
static void
test_keeps_lists (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 100, "Nơi nhận:");
  put (words, 0, 900, 100, "TM. ỦY BAN NHÂN DÂN");
  put (words, 1, 100, 150, "- Như trên;");
  put (words, 1, 1000, 155, "CHỦ TỊCH");
  put (words, 2, 100, 200, "- Lưu: VT.");
  put (words, 3, 980, 400, "Lê Văn Mẫu");
  check (words, "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
                "Lê Văn Mẫu\n");
}

/* A title in a cell is centred in it. */
static void
test_joins_titles (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 100, "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH");
  put (words, 0, 800, 100, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  put (words, 1, 296, 150, "CÔNG");
  put (words, 2, 900, 200, "Độc lập - Tự do - Hạnh phúc");
  check (words, "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH\nCÔNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                "Độc lập - Tự do - Hạnh phúc\n");
}

/* The second row begins on the right while the first one goes on on the left. */
static void
test_keeps_rows_together (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 100, "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH");
  put (words, 0, 800, 100, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  put (words, 1, 296, 150, "CÔNG");
  put (words, 1, 900, 150, "Độc lập - Tự do - Hạnh phúc");
  put (words, 2, 120, 200, "Mã hồ sơ: 000.00.38");
  put (words, 2, 900, 200, "Xã Ea Nuôl, ngày 14 tháng 08");
  check (words, "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH\nCÔNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                "Mã hồ sơ: 000.00.38\nĐộc lập - Tự do - Hạnh phúc\n"
                "Xã Ea Nuôl, ngày 14 tháng 08\n");
}

/* A gap that is narrow but far wider than the line's others parts captions, whose second
 * lines are centred under them. */
static void
test_parts_captions (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 100, "Ý KIẾN CỦA CHỦ SỞ HỮU");
  put (words, 0, 488, 100, "Ý KIẾN CỦA CHA, MẸ HOẶC");
  put (words, 1, 164, 150, "CHỖ Ở HỢP PHÁP");
  put (words, 1, 552, 150, "NGƯỜI GIÁM HỘ");
  put (words, 2, 100, 260, "Chú thích.");
  check (words, "Ý KIẾN CỦA CHỦ SỞ HỮU\nCHỖ Ở HỢP PHÁP\nÝ KIẾN CỦA CHA, MẸ HOẶC\n"
                "NGƯỜI GIÁM HỘ\nChú thích.\n");
}

/* What stands beside a paragraph, here under the picture of a card, does not cut it. */
static void
test_keeps_prose (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 700, 100, "Nơi thường trú: Số 185A đường Nguyễn Đình");
  put (words, 1, 100, 145, "Có giá trị đến: 02/05/2048");
  put (words, 1, 700, 150, "Chiểu, phường Hồng Gai, tỉnh Quảng Ninh");
  put (words, 2, 100, 300,
       "Bản sao này dùng để nộp kèm hồ sơ thủ tục hành chính, không có giá trị");
  check (words,
         "Nơi thường trú: Số 185A đường Nguyễn Đình\n"
         "Chiểu, phường Hồng Gai, tỉnh Quảng Ninh\nCó giá trị đến: 02/05/2048\n"
         "Bản sao này dùng để nộp kèm hồ sơ thủ tục hành chính, không có giá trị\n");
}

/* Labels and numbers begin a row, however full the one above is. */
static void
test_begins_rows (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 100, "Ngày, tháng, năm sinh: 15/09/2000");
  put (words, 0, 670, 100, "Ngày, tháng, năm sinh: 14/06/1996");
  put (words, 1, 100, 160, "Dân tộc: Kinh");
  put (words, 1, 670, 160, "Dân tộc: Khmer");
  put (words, 2, 100, 220, "Đỗ Đức Thịnh");
  put (words, 2, 370, 220, "Đỗ Công Luận");
  put (words, 3, 100, 280, "093055395515");
  put (words, 3, 370, 280, "084091200816");
  check (words, "Ngày, tháng, năm sinh: 15/09/2000\nNgày, tháng, năm sinh: 14/06/1996\n"
                "Dân tộc: Kinh\nDân tộc: Khmer\nĐỗ Đức Thịnh\nĐỗ Công Luận\n"
                "093055395515\n084091200816\n");
}

/* A dash is low, but its line is not. */
static void
test_keeps_dashes_in_line (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, 100, "Độc lập");
  g_assert_true (words_append (words, "-", 0.9, (Box){250, 113, 262, 117}, 0));
  put (words, 0, 280, 100, "Tự do");
  check (words, "Độc lập - Tự do\n");
}

static void
test_drops_nothing (void) {
  g_autoptr (Words) words = words_new ();
  guint dice = 7;

  for (guint i = 0; i < 500; i++) {
    int x, y;

    dice = dice * 1103515245 + 12345;
    x = (int) (dice >> 16) % 2000;
    dice = dice * 1103515245 + 12345;
    y = (int) (dice >> 16) % 3000;
    g_assert_true (words_append (words, "x", 0.5,
                                 (Box){x, y, x + 1 + y % 90, y + 1 + x % 70}, i / 3));
  }
  order_words (words);
  g_assert_cmpuint (words->words->len, ==, 500);
  for (guint i = 1; i < 500; i++)
    g_assert_cmpuint (((Word *) words->words->pdata[i])->line, >=,
                      ((Word *) words->words->pdata[i - 1])->line);
}

int
main (int argc, char **argv) {
  g_autoptr (Words) none = words_new ();

  g_test_init (&argc, &argv, NULL);
  order_words (none);
  g_test_add_func ("/order/reads-rows", test_reads_rows);
  g_test_add_func ("/order/reads-cells", test_reads_cells);
  g_test_add_func ("/order/reads-columns", test_reads_columns);
  g_test_add_func ("/order/keeps-lists", test_keeps_lists);
  g_test_add_func ("/order/joins-titles", test_joins_titles);
  g_test_add_func ("/order/keeps-rows-together", test_keeps_rows_together);
  g_test_add_func ("/order/parts-captions", test_parts_captions);
  g_test_add_func ("/order/keeps-prose", test_keeps_prose);
  g_test_add_func ("/order/begins-rows", test_begins_rows);
  g_test_add_func ("/order/keeps-dashes-in-line", test_keeps_dashes_in_line);
  g_test_add_func ("/order/drops-nothing", test_drops_nothing);
  return g_test_run ();
}
