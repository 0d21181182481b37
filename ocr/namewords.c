/* SPDX-License-Identifier: Apache-2.0 */

/* Family names, middle names and given names of Vietnam are made of a few hundred syllables.
 * Recognition leans towards syllables that it has often seen in prose, so that a rare one is
 * where a name goes wrong with full confidence: "Rươl" becomes "Rươi" (a worm), "Nghi"
 * "Nghỉ" (rest). What is not on the list is no mistake; it is worth a look. */

#include "ocr/namewords.h"

#include <stdlib.h>
#include <string.h>

/* Small letters, NFC, by strcmp. */
/* clang-format off */
static const char *const WORDS[] = {
    "an", "anh", "ba", "biên", "biểu", "bá", "bách", "bé", "bình", "bích", "bông",
    "bùi", "bút", "băng", "bạc", "bạch", "bạn", "bảo", "bảy", "bắc", "bằng", "bế",
    "bốn", "bồn", "bổn", "bội", "bửu", "ca", "cam", "cang", "cao", "chi", "chinh",
    "chiêu", "chiến", "chu", "chung", "chuyên", "chánh", "châu", "chí", "chín", "chính",
    "chương", "chảo", "chấn", "chế", "chị", "chức", "cung", "cà", "cát", "công", "cù",
    "cúc", "cơ", "cương", "cường", "cảnh", "cầm", "cần", "cẩm", "cẩn", "cổ", "cứ",
    "cửu", "cự", "danh", "dao", "di", "diên", "diễm", "diễn", "diện", "diệp", "diệu",
    "do", "doanh", "du", "dung", "duy", "duyên", "dân", "dĩnh", "dũng", "dư", "dương",
    "dưỡng", "dạ", "dự", "gia", "giang", "giao", "giàng", "giàu", "giáp", "giỏi",
    "giới", "gái", "gấm", "gấu", "hai", "ham", "hinh", "hiên", "hiến", "hiếu", "hiền",
    "hiển", "hiện", "hiệp", "hiệt", "hiệu", "hoa", "hoan", "hoà", "hoài", "hoàn",
    "hoàng", "hoành", "hoá", "hoạch", "hoạt", "huy", "huyên", "huyền", "huân", "huấn",
    "huệ", "huỳnh", "hà", "hàn", "hàng", "hành", "hào", "hân", "hãn", "hên", "hòa",
    "hóa", "hùng", "hưng", "hương", "hướng", "hường", "hưởng", "hạ", "hạng", "hạnh",
    "hạo", "hải", "hảo", "hầu", "hậu", "hằng", "học", "hối", "hồ", "hồng", "hội", "hớn",
    "hợi", "hợp", "hứa", "hữu", "kha", "khai", "khang", "khanh", "khiêm", "khiết",
    "khoa", "khoái", "khuyên", "khuê", "khá", "khánh", "khâm", "khê", "khôi", "khưu",
    "khương", "khải", "khắc", "khởi", "kim", "kiên", "kiếm", "kiến", "kiều", "kiểm",
    "kiểu", "kiệt", "kính", "ký", "kế", "kết", "kỉ", "kỳ", "kỷ", "la", "lam", "lan",
    "linh", "liêm", "liên", "liễu", "liệt", "liệu", "loan", "long", "luân", "luận",
    "luật", "ly", "lài", "làn", "lành", "lâm", "lân", "lã", "lãm", "lê", "lên", "lò",
    "lù", "lý", "lĩnh", "lũy", "lưu", "lương", "lường", "lượm", "lượng", "lạc", "lầu",
    "lẫm", "lập", "lễ", "lệ", "lệnh", "lộc", "lợi", "lợt", "lụa", "lục", "lữ", "lực",
    "lựu", "ma", "mai", "mi", "minh", "muội", "my", "mây", "mã", "mão", "mùa", "mùi",
    "mĩ", "mơ", "mười", "mạ", "mạc", "mạnh", "mẫn", "mẫu", "mận", "mậu", "mến", "mị",
    "mộc", "mộng", "mừng", "mỵ", "mỹ", "na", "nam", "nga", "nghi", "nghiêm", "nghiệp",
    "nghĩa", "nghị", "ngoan", "ngoạn", "nguyên", "nguyễn", "nguyện", "nguyệt", "ngà",
    "ngân", "ngãi", "ngô", "ngôn", "ngạn", "ngọ", "ngọc", "ngợi", "ngữ", "nhan", "nhi",
    "nhiên", "nhiệm", "nhu", "nhung", "nhàn", "nhâm", "nhân", "nhã", "nhơn", "như",
    "nhường", "nhạn", "nhất", "nhẫn", "nhật", "nhị", "nhớ", "nhựt", "ni", "ninh",
    "nông", "nùng", "năm", "năng", "nương", "nết", "nở", "nữ", "oanh", "pha", "phan",
    "phi", "phiên", "phiến", "phong", "phu", "phác", "pháp", "phát", "phí", "phòng",
    "phùng", "phú", "phúc", "phương", "phước", "phượng", "phạm", "phấn", "phận", "phố",
    "phối", "phục", "phụng", "quan", "quang", "qui", "quy", "quyên", "quyến", "quyết",
    "quyền", "quyển", "quàng", "quách", "quân", "quí", "quý", "quản", "quảng", "quế",
    "quốc", "quới", "quỳ", "quỳnh", "ri", "rạng", "sa", "san", "sang", "sanh", "sao",
    "sen", "sinh", "song", "soạn", "sung", "sáng", "sáu", "sâm", "sùng", "sĩ", "sơn",
    "sương", "sắc", "sử", "sửu", "sự", "sỹ", "tam", "thanh", "thi", "thiêm", "thiên",
    "thiện", "thiệu", "thoa", "thoan", "thoại", "thoảng", "thu", "thuyên", "thuyết",
    "thuyền", "thuý", "thuần", "thuận", "thuật", "thuỳ", "thành", "thào", "thái",
    "thân", "thêm", "thìn", "thích", "thông", "thùy", "thúc", "thúy", "thăng", "thơ",
    "thơm", "thư", "thương", "thường", "thưởng", "thượng", "thạc", "thạch", "thạnh",
    "thạo", "thảo", "thất", "thẩm", "thập", "thắm", "thắng", "thế", "thể", "thị",
    "thịnh", "thọ", "thống", "thới", "thời", "thục", "thụy", "thủ", "thức", "thừa",
    "thực", "tiên", "tiến", "tiếp", "tiết", "tiền", "tiệp", "toàn", "toán", "toại",
    "trang", "tranh", "tri", "trinh", "triết", "triều", "triệu", "trong", "trung",
    "truyền", "trà", "tráng", "trâm", "trân", "trình", "trí", "trúc", "trăng", "trương",
    "trường", "trưởng", "trạch", "trần", "trị", "trịnh", "trọng", "trực", "tuyên",
    "tuyến", "tuyết", "tuyền", "tuyển", "tuyệt", "tuân", "tuấn", "tuất", "tuệ", "tài",
    "tám", "tâm", "tân", "tây", "tình", "tín", "tính", "tòng", "tô", "tôn", "tông",
    "tùng", "tú", "tý", "tăng", "tư", "tươi", "tường", "tưởng", "tạ", "tấn", "tần",
    "tẩn", "tế", "tỉnh", "tị", "tỏa", "tố", "tốt", "tồn", "tới", "tụng", "tứ", "từ",
    "tự", "tỵ", "uy", "uyên", "uyển", "vi", "vinh", "viên", "viễn", "viện", "việt",
    "vu", "vui", "vy", "vàng", "vân", "võ", "văn", "vĩ", "vĩnh", "vũ", "vương", "vượng",
    "vạn", "vạng", "vẹn", "vệ", "vị", "vịnh", "vọng", "vừ", "vỹ", "xinh", "xoa", "xoan",
    "xuyên", "xuyến", "xuân", "xương", "y", "yên", "yêu", "yến", "yết", "ái", "ánh",
    "ân", "âu", "ích", "út", "ý", "đa", "đam", "đan", "đinh", "điềm", "điền", "điều",
    "điểm", "điệp", "đoan", "đoàn", "đài", "đàm", "đàng", "đào", "đèo", "đình", "đính",
    "đô", "đôn", "đông", "đăng", "đường", "được", "đại", "đạm", "đạo", "đạt", "đắc",
    "đằng", "đặng", "đẹp", "định", "đống", "đồng", "đỗ", "độ", "động", "đới", "đời",
    "đức", "ước", "ẩn",
};
/* clang-format on */

static int
compare_words (gconstpointer key, gconstpointer entry) {
  return strcmp (key, *(const char *const *) entry);
}

gboolean
namewords_has (const char *word) {
  g_autofree char *nfc = g_utf8_normalize (word, -1, G_NORMALIZE_NFC);
  g_autofree char *key = nfc != NULL ? g_utf8_strdown (nfc, -1) : NULL;

  return key != NULL
         && bsearch (key, WORDS, G_N_ELEMENTS (WORDS), sizeof *WORDS, compare_words)
                != NULL;
}

gboolean
namewords_are_usual (const char *name) {
  g_auto (GStrv) words = g_strsplit_set (name, " -", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !namewords_has (words[i]))
      return FALSE;
  return TRUE;
}
