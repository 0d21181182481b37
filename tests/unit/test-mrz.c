/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/mrz.h"

#define FIRST  "IDVNM1880012314093188001231<<4"
#define SECOND "8802141F2802149VNM<<<<<<<<<<<8"
#define THIRD  "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<"

static void
test_digits (void) {
  g_assert_cmpint (mrz_check_digit ("D23145890", 9), ==, '7');
  g_assert_cmpint (mrz_check_digit ("740812", 6), ==, '2');
  g_assert_cmpint (mrz_check_digit ("120415", 6), ==, '9');
  g_assert_cmpint (mrz_check_digit ("12a", 3), ==, '\0');
}

static void
check_mau (const Mrz *mrz) {
  g_assert_nonnull (mrz);
  g_assert_cmpstr (mrz->id, ==, "093188001231");
  g_assert_cmpstr (mrz->dob, ==, "14/02/1988");
  g_assert_cmpstr (mrz->sex, ==, "Nữ");
  g_assert_cmpstr (mrz->expiry, ==, "14/02/2028");
  g_assert_cmpstr (mrz->name, ==, "NGUYEN THI MAU");
  g_assert_cmpstr (mrz->lines, ==, FIRST "\n" SECOND "\n" THIRD);
  g_assert_false (mrz->passport);
}

static void
test_card (void) {
  const char *lines[] = {FIRST, SECOND, THIRD};
  const char *other[]
      = {"IDVNM2050045673092205004567<<2", "0509307M3009303VNM<<<<<<<<<<<2",
         "TRAN<<VAN<BUU<<<<<<<<<<<<<<<<<"};
  g_autoptr (Mrz) mau = mrz_parse (lines);
  g_autoptr (Mrz) buu = mrz_parse (other);

  check_mau (mau);
  g_assert_cmpstr (buu->dob, ==, "30/09/2005");
  g_assert_nonnull (buu->lines);
}

static void
check_refused (const char *first, const char *second) {
  const char *lines[] = {first, second, THIRD};
  g_autoptr (Mrz) mrz = mrz_parse (lines);

  g_assert_null (mrz);
}

static void
test_refused (void) {
  check_refused ("IDVNM1880012314093188001231<<", SECOND);
  check_refused ("IDVNM1880012314093188001231<<<4", SECOND);
  check_refused ("<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<");
  check_refused ("IDVNM1880012315093188001231<<4", "8802142F2802140VNM<<<<<<<<<<<8");
}

/* A wrong check digit costs its own part only. */
static void
test_parts (void) {
  const char *lines[] = {FIRST, "8802142F2802149VNM<<<<<<<<<<<8", THIRD};
  const char *number[] = {"IDVNM1880012315093188001231<<4", SECOND, THIRD};
  const char *end[] = {"IDVNM1880012314093188001231<<9", SECOND, THIRD};
  g_autoptr (Mrz) mrz = mrz_parse (lines);
  g_autoptr (Mrz) nameless = mrz_parse (number);
  g_autoptr (Mrz) ended = mrz_parse (end);

  g_assert_cmpstr (mrz->id, ==, "093188001231");
  g_assert_null (mrz->dob);
  g_assert_cmpstr (mrz->expiry, ==, "14/02/2028");
  g_assert_null (mrz->lines);
  g_assert_null (nameless->id);
  g_assert_null (nameless->dob);
  g_assert_cmpstr (nameless->expiry, ==, "14/02/2028");
  g_assert_cmpstr (ended->id, ==, "093188001231");
}

static void
test_passport (void) {
  const char *lines[] = {"P<VNMNGUYEN<<THI<MAU<<<<<<<<<<<<<<<<<<<<<<<<",
                         "C12345678<VNM8802141F2802149093188001231<<", NULL};
  g_autofree char *second = NULL;
  g_autofree char *all = NULL;
  g_autoptr (Mrz) mrz = NULL;

  second = g_strdup_printf ("C1234567<%cVNM8802141F2802149093188001231<<%c",
                            mrz_check_digit ("C1234567<", 9),
                            mrz_check_digit ("093188001231<<", 14));
  all = g_strdup_printf ("%.10s%.7s%.23s", second, second + 13, second + 21);
  lines[1] = g_strdup_printf ("%s%c", second, mrz_check_digit (all, 39));
  mrz = mrz_parse (lines);
  g_assert_true (mrz->passport);
  g_assert_cmpstr (mrz->id, ==, "C1234567");
  g_assert_cmpstr (mrz->dob, ==, "14/02/1988");
  g_assert_nonnull (mrz->lines);
  g_free ((char *) lines[1]);
}

/* What recognition makes of OCR-B: ó for 6, lost and doubled fillers, stray letters. */
static void
test_find (void) {
  const char *text[]
      = {"Ngón trỏ phải / Right index finger", "TIDVNM18800123140931B8O01231<<4",
         "88O2141F2802149VNM<<<<<<<<8", "NGUYEN<<THI<MAU<<<", NULL};
  const char *sixes[]
      = {"IDVNM188ó4122040óó188ó41220<<8", "8805027F4805029VNM<<<<<<<<<<<2",
         "PHAN<<THI<HONG<CHAU<<<<<<<<<<<", NULL};
  const char *wrong[]
      = {"IDVNM1880012324093188001232<<4", "8802151F2802159VNM<<<<<<<<<<<8", NULL};
  const char *none[] = {NULL};
  g_autoptr (Mrz) mrz = mrz_find (text);
  g_autoptr (Mrz) six = mrz_find (sixes);
  g_autoptr (Mrz) bad = mrz_find (wrong);
  g_autoptr (Mrz) empty = mrz_find (none);

  check_mau (mrz);
  g_assert_cmpstr (six->id, ==, "066188641220");
  g_assert_nonnull (six->lines);
  g_assert_null (bad);
  g_assert_null (empty);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mrz/digits", test_digits);
  g_test_add_func ("/mrz/card", test_card);
  g_test_add_func ("/mrz/refused", test_refused);
  g_test_add_func ("/mrz/parts", test_parts);
  g_test_add_func ("/mrz/passport", test_passport);
  g_test_add_func ("/mrz/find", test_find);
  return g_test_run ();
}
