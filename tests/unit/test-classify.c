/* SPDX-License-Identifier: Apache-2.0 */

#include "config/layout.h"
#include "ocr/classify.h"
#include "compose.h"

#define PAGE_HEIGHT_PX 3508

static Forms *shipped;

static void
check_type (const char *const *lines, const char *wanted) {
  g_autoptr (Words) words = compose_page (lines);
  g_autoptr (Rows) rows = rows_new (words);
  double confidence;
  const Form *form = classify_page (shipped, rows, PAGE_HEIGHT_PX, &confidence);

  g_assert_cmpstr (form != NULL ? form->type : NULL, ==, wanted);
  g_assert_cmpfloat (confidence, >=, 0);
  g_assert_cmpfloat (confidence, <=, 1);
}

#define CHECK(wanted, ...)                                                               \
  check_type ((const char *[]){"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", __VA_ARGS__, NULL}, \
              wanted)

static void
test_titles (void) {
  CHECK ("tk_khai_sinh", "TỜ KHAI ĐĂNG KÝ KHAI SINH");
  CHECK ("tk_dk_lai_ks", "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH");
  CHECK ("tk_khai_tu", "TỜ KHAI ĐĂNG KÝ KHAI TỬ");
  CHECK ("giay_khai_sinh", "GIẤY KHAI SINH");
  CHECK ("giay_khai_sinh", "GIẤY KHAI SINH", "(BẢN SAO)");
  CHECK ("giay_chung_sinh", "GIẤY CHỨNG SINH");
  CHECK ("gcn_ket_hon", "GIẤY CHỨNG NHẬN KẾT HÔN");
  CHECK ("gcn_hkd", "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH");
  CHECK ("de_nghi_hkd", "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH");
  CHECK ("tk_tthn", "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN");
  CHECK ("giay_tthn", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN");
  CHECK ("hd_chuyen_quyen", "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT");
  CHECK ("du_thao_giao_dich", "HỢP ĐỒNG MUA BÁN XE MÁY");
  CHECK ("giay_uy_quyen", "HỢP ĐỒNG ỦY QUYỀN");
  CHECK ("the_can_cuoc", "CĂN CƯỚC CÔNG DÂN");
  CHECK ("the_can_cuoc", "CĂN CƯỚC", "IDENTITY CARD");
  CHECK ("tk_the_can_cuoc", "ĐỀ NGHỊ CẤP THẺ CĂN CƯỚC");
  CHECK ("quyet_dinh", "QUYẾT ĐỊNH");
  CHECK ("don_gplx", "ĐƠN ĐỀ NGHỊ", "ĐỔI, CẤP LẠI GIẤY PHÉP LÁI XE");
}

/* Wrapped titles and misread letters. */
static void
test_misread (void) {
  CHECK ("don_bien_dong", "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI,", "TÀI SẢN GẮN LIỀN VỚI ĐẤT");
  CHECK ("tk_tthn", "TỜ KHAI CẤP GIẤY XÁC NHẬN", "TÌNH TRẠNG HÔN NHÂN");
  CHECK ("tk_khai_sinh", "TỜ KHA1 ĐANG KY KHAl SINH");
  CHECK ("giay_tiep_nhan", "GIẦY TIẾP NHÂN HỒ SO VÀ HẸN TRÀ KẾT QUÀ");
}

/* Mentions, captions and unknown papers are no titles. */
static void
test_none (void) {
  CHECK (NULL, "Bản sao Giấy khai sinh kèm theo");
  CHECK (NULL, "NGƯỜI KÝ GIẤY KHAI SINH");
  CHECK (NULL, "ĐƠN XIN NGHỈ HỌC", "Kính gửi: Trường tiểu học");
  CHECK (NULL, "TỜ TRÌNH", "Số: 12/TTr-UBND", "V/v xin chủ trương", "Kính gửi: Sở",
         "Nơi nhận:", "- Như trên;");
  CHECK (NULL, "ĐƠN ĐỀ NGHỊ");
  check_type ((const char *[]){NULL}, NULL);
}

static void
test_anchors (void) {
  CHECK ("cong_van", "Số: 67/UBND-NV", "V/v tăng cường số hóa",
         "Kính gửi: Các phòng, ban", "Để bảo đảm tiến độ", "Nơi nhận:", "- Như trên;",
         "- Lưu: VT, VP.");
  CHECK ("the_can_cuoc", "Đặc điểm nhận dạng / Personal identification:",
         "Ngón trỏ trái / Left index finger");
}

int
main (int argc, char **argv) {
  g_autofree char *folder = layout_data_dup ("ocr/forms");
  int failed;

  g_test_init (&argc, &argv, NULL);
  shipped = forms_load (folder, NULL);
  g_test_add_func ("/classify/titles", test_titles);
  g_test_add_func ("/classify/misread", test_misread);
  g_test_add_func ("/classify/none", test_none);
  g_test_add_func ("/classify/anchors", test_anchors);
  failed = g_test_run ();
  forms_free (shipped);
  return failed;
}
