/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/address.h"

#include "config/fault.h"
#include "config/layout.h"

#include <glib/gstdio.h>

#include <string.h>

static Gazetteer *gazetteer;

static void
check (const char *address, PlaceMatch wanted, const char *suggestion) {
  g_autofree char *corrected = NULL;
  PlaceMatch match = address_match (gazetteer, address, &corrected);

  g_assert_cmpstr (corrected, ==, suggestion);
  g_assert_cmpint (match, ==, wanted);
}

static void
test_exact (void) {
  check ("Ấp 3, xã Ninh Khang, huyện Vĩnh Lộc, tỉnh Thanh Hóa", PLACE_EXACT, NULL);
  check ("Ấp 3, xã Ninh Khang, huyện Vĩnh Lộc, tỉnh Thanh Hoá", PLACE_EXACT, NULL);
  check ("Số 1, Phường Hồng Gai, Tỉnh Quảng Ninh", PLACE_EXACT, NULL);
  check ("Số 9 đường Lê Lợi, P. Hồng Gai, TP. Hạ Long, tỉnh Quảng Ninh", PLACE_EXACT,
         NULL);
  check ("phường 4, thành phố Vị Thanh, tỉnh Hậu Giang", PLACE_UNKNOWN, NULL);
}

static void
test_alike (void) {
  check ("Số 185A, phường Hồng Goi, tỉnh Quảng Ninh", PLACE_ALIKE,
         "Số 185A, phường Hồng Gai, tỉnh Quảng Ninh");
  check ("Số 2, phường Vĩnh Hưng, quận Hoàng Hai, thành phố Hà Nội", PLACE_ALIKE,
         "Số 2, phường Vĩnh Hưng, quận Hoàng Mai, thành phố Hà Nội");
  check ("phường, Hòa Cường Bác, quận Hải Châu, thành phố Đà Nẵng", PLACE_ALIKE,
         "phường Hòa Cường Bắc, quận Hải Châu, thành phố Đà Nẵng");
  check ("XÃ NINH KHANG, HUYỆN VĨNH LÔC, TỈNH THANH HÓA", PLACE_ALIKE,
         "XÃ NINH KHANG, HUYỆN VĨNH LỘC, TỈNH THANH HÓA");
}

/* What the list does not have stays as it was written. */
static void
test_unknown (void) {
  check ("", PLACE_UNKNOWN, NULL);
  check (",,, ...", PLACE_UNKNOWN, NULL);
  check ("Số 5 đường Trần Hưng Đạo", PLACE_UNKNOWN, NULL);
  check ("xã Không Có Thật, huyện Vĩnh Lộc, tỉnh Thanh Hóa", PLACE_UNKNOWN, NULL);
  check ("12 Main Street, Springfield", PLACE_UNKNOWN, NULL);
}

static void
check_tidy (const char *address, const char *wanted) {
  g_autofree char *tidy = address_tidy (address);

  g_assert_cmpstr (tidy, ==, wanted);
}

static void
test_tidy (void) {
  check_tidy ("phường Phan Đình Phùng,. tỉnh Thái Nguyên",
              "phường Phan Đình Phùng, tỉnh Thái Nguyên");
  check_tidy ("quận Hải Châu, , thành. phố Đà Nẵng", "quận Hải Châu, thành phố Đà Nẵng");
  check_tidy ("TP. Hạ Long, P. 4, số 1.5", "TP. Hạ Long, P. 4, số 1.5");
  check_tidy ("", "");
}

static void
test_same (void) {
  const char *old = "Ấp 3, xã Vị Thắng, huyện Vị Thủy, tỉnh Hậu Giang";

  g_assert_true (address_is_same (gazetteer, old,
                                  "Ấp 3 xã Vị Thắng, huyện Vị Thuỷ, tỉnh HẬU GIANG"));
  g_assert_true (
      address_is_same (gazetteer, old, "Ấp 3, X. Vị Thắng, H. Vị Thủy, T. Hậu Giang"));
  g_assert_true (address_is_same (gazetteer, old, "Ấp 3, xã Vị Thủy, thành phố Cần Thơ"));
  g_assert_false (
      address_is_same (gazetteer, old, "Ấp 4, xã Vị Thủy, thành phố Cần Thơ"));
  g_assert_false (address_is_same (gazetteer, old, "Ấp 3, xã Trần Đề, tỉnh Cà Mau"));
  g_assert_false (address_is_same (gazetteer, old,
                                   "Ấp 3, xã Vị Đông, huyện Vị Thủy, tỉnh Hậu Giang"));
  g_assert_false (address_is_same (NULL, old, "Ấp 3, xã Vị Thủy, thành phố Cần Thơ"));
}

static void
check_refused (const char *text, const char *reason) {
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "motcua-places.txt", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_null (gazetteer_load (path, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_assert_nonnull (strstr (error->message, reason));
  g_remove (path);
}

static void
test_refused (void) {
  check_refused ("P tỉnh A\nX huyện B\n", "line 2");
  check_refused ("C xã A\n", "line 1");
  check_refused ("P A\n", "line 1");
  check_refused ("P tỉnh \xff\n", "line 1");
}

int
main (int argc, char **argv) {
  g_autofree char *path = layout_data_dup ("ocr/places/places.txt");
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  gazetteer = gazetteer_load (path, &error);
  g_assert_no_error (error);
  g_test_add_func ("/address/exact", test_exact);
  g_test_add_func ("/address/alike", test_alike);
  g_test_add_func ("/address/unknown", test_unknown);
  g_test_add_func ("/address/tidy", test_tidy);
  g_test_add_func ("/address/same", test_same);
  g_test_add_func ("/address/refused", test_refused);
  status = g_test_run ();
  gazetteer_free (gazetteer);
  return status;
}
