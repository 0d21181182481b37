/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/lexicon.h"

static void
check_address (const char *read, const char *wanted) {
  g_autofree char *restored = lexicon_restore_address (read);

  g_assert_cmpstr (restored, ==, wanted);
}

static void
check_name (const char *read, const char *wanted) {
  g_autofree char *restored = lexicon_restore_name (read);

  g_assert_cmpstr (restored, ==, wanted);
}

static void
test_address (void) {
  check_address ("Ấp 3, xã Ninh Khang, huyên Vĩnh Lộc, tinh Thanh Hoa",
                 "Ấp 3, xã Ninh Khang, huyện Vĩnh Lộc, tỉnh Thanh Hóa");
  check_address ("Sô 25 đường Lê Lợi, thành phó Đà Nãng",
                 "Số 25 đường Lê Lợi, thành phố Đà Nẵng");
  check_address ("thi trấn Chợ Chu", "thị trấn Chợ Chu");
}

/* Letters and open classes stay; so do words inside a part. */
static void
test_address_kept (void) {
  check_address ("đường Quân Đội, phường Số Đo", "đường Quân Đội, phường Số Đo");
  check_address ("huyệt Vĩnh Lộc, tỉnh Thành Hóa Mới",
                 "huyệt Vĩnh Lộc, tỉnh Thành Hóa Mới");
  check_address ("", "");
  check_address ("Hà Noi", "Hà Nội");
}

static void
test_name (void) {
  check_name ("Pham Thi Mỹ Hà", "Phạm Thị Mỹ Hà");
  check_name ("TRẨN VAN AN", "TRẦN VĂN AN");
  check_name ("Nguyễn Thi", "Nguyễn Thi");
  check_name ("Thạch Sô Phia", "Thạch Sô Phia");
  check_name ("Pham", "Pham");
  check_name ("", "");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lexicon/address", test_address);
  g_test_add_func ("/lexicon/address-kept", test_address_kept);
  g_test_add_func ("/lexicon/name", test_name);
  return g_test_run ();
}
