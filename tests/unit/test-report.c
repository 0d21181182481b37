/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/report.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

#define SHA256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static Page *
new_page (guint number) {
  Page *page = g_new0 (Page, 1);

  page->number = number;
  page->sheet = 3;
  page->side = PAGE_BACK;
  page->file = page_name_dup (number);
  page->width_px = 2480;
  page->height_px = 3508;
  page->res_dpi = 300;
  page->size_bytes = 812345;
  page->sha256 = g_strdup (SHA256);
  return page;
}

static void
test_page_round_trip (void) {
  g_autoptr (Page) page = new_page (6);
  g_autofree char *line = report_format_page (page);
  g_autoptr (GError) error = NULL;
  g_autoptr (Report) report = report_parse (line, &error);

  g_assert_no_error (error);
  g_assert_null (strchr (line, '\n'));
  g_assert_cmpuint (report->page->number, ==, 6);
  g_assert_cmpuint (report->page->sheet, ==, 3);
  g_assert_cmpint (report->page->side, ==, PAGE_BACK);
  g_assert_cmpstr (report->page->file, ==, "page-0006.tif");
  g_assert_cmpuint (report->page->width_px, ==, 2480);
  g_assert_cmpuint (report->page->height_px, ==, 3508);
  g_assert_cmpuint (report->page->res_dpi, ==, 300);
  g_assert_cmpuint (report->page->size_bytes, ==, 812345);
  g_assert_cmpstr (report->page->sha256, ==, SHA256);
}

static void
test_end_round_trip (void) {
  const Tally tally = {.first = 5, .first_sheet = 3, .sides = 2, .pages = 3};

  for (ReportOutcome outcome = REPORT_DONE; outcome <= REPORT_FAILED; outcome++) {
    g_autoptr (Report) end = report_new_end (outcome, &tally, "Kẹt giấy \"x\"\n.");
    g_autofree char *line = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (Report) report = NULL;

    end->offer_dpi = 300;
    g_strfreev (end->notices);
    end->notices = g_strsplit ("one|two", "|", -1);
    line = report_format_end (end);
    report = report_parse (line, &error);
    g_assert_no_error (error);
    g_assert_null (strchr (line, '\n'));
    g_assert_cmpint (report->kind, ==, REPORT_END);
    g_assert_null (report->page);
    g_assert_cmpint (report->outcome, ==, outcome);
    g_assert_cmpuint (report->pages, ==, 3);
    g_assert_cmpuint (report->last_page, ==, 7);
    g_assert_cmpuint (report->last_sheet, ==, report_is_whole (end) ? 4 : 3);
    g_assert_cmpuint (report->sheet, ==, report_is_whole (end) ? 0 : 4);
    g_assert_cmpuint (report->next_page, ==, report_is_whole (end) ? 8 : 7);
    g_assert_cmpuint (report->offer_dpi, ==, 300);
    g_assert_true (g_strv_equal ((const char *const *) report->notices,
                                 (const char *const *) end->notices));
    g_assert_cmpstr (report->message, ==, "Kẹt giấy \"x\"\n.");
  }
}

static void
test_progress (void) {
  g_autofree char *line = report_format_progress (1200);
  g_autoptr (GError) error = NULL;
  g_autoptr (Report) report = report_parse (line, &error);

  g_assert_no_error (error);
  g_assert_cmpint (report->kind, ==, REPORT_PROGRESS);
  g_assert_cmpuint (report->lines, ==, 1200);
}

static void
assert_refused (const char *line) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Report) report = report_parse (line, &error);

  g_assert_null (report);
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
}

/* A good page line with @from replaced by @to. */
static void
assert_refused_with (const char *from, const char *to) {
  g_autoptr (Page) page = new_page (6);
  g_autofree char *line = report_format_page (page);
  GString *changed = g_string_new (line);

  g_assert_cmpuint (g_string_replace (changed, from, to, 1), ==, 1);
  assert_refused (changed->str);
  g_string_free (changed, TRUE);
}

static void
test_refusals (void) {
  g_autofree char *long_text = g_strnfill (LIMIT_EVENT_BYTES, 'x');
  const Tally tally = {.first = 1, .first_sheet = 1, .sides = 1, .pages = 1};
  g_autoptr (Report) long_end = report_new_end (REPORT_DONE, &tally, long_text);
  g_autofree char *long_line = report_format_end (long_end);

  assert_refused ("");
  assert_refused ("Scanning...");
  assert_refused ("[]");
  assert_refused ("{}");
  assert_refused ("{\"event\":\"begin\"}");
  assert_refused ("{\"event\":7}");
  assert_refused ("{\"event\":\"end\",\"outcome\":\"fine\",\"pages\":1}");
  assert_refused ("{\"event\":\"end\",\"outcome\":\"done\"}");
  assert_refused ("{\"event\":\"end\",\"outcome\":\"done\",\"pages\":-1}");
  assert_refused ("{\"event\":\"end\",\"outcome\":\"done\",\"pages\":99999999999}");
  assert_refused (long_line);
  assert_refused_with ("page-0006.tif", "../page-0006.tif");
  assert_refused_with ("page-0006.tif", "page-0007.tif");
  assert_refused_with ("\"number\":6", "\"number\":0");
  assert_refused_with ("\"number\":6", "\"number\":2001");
  assert_refused_with ("\"number\":6", "\"number\":\"6\"");
  assert_refused_with ("\"number\":6", "\"nummer\":6");
  assert_refused_with ("\"sheet\":3", "\"sheet\":0");
  assert_refused_with ("\"side\":\"back\"", "\"side\":\"top\"");
  assert_refused_with ("2480", "16385");
  assert_refused_with ("3508", "199");
  assert_refused_with ("300", "601");
  assert_refused_with ("812345", "67108865");
  assert_refused_with ("abcdef0", "ABCDEF0");
  assert_refused_with ("abcdef0", "abcdef");
}

/* What a newer worker says beyond what is known here does no harm. */
static void
test_unknown_members (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Report) report = report_parse (
      "{\"event\":\"end\",\"outcome\":\"jam\",\"pages\":6,\"last_page\":6,\"last_sheet\":"
      "6,"
      "\"sheet\":7,\"next_page\":7,\"offer_dpi\":0,\"notices\":[7,{},\"a\"],\"at\":1}",
      &error);

  g_assert_no_error (error);
  g_assert_cmpint (report->outcome, ==, REPORT_JAM);
  g_assert_cmpuint (report->sheet, ==, 7);
  g_assert_cmpuint (g_strv_length (report->notices), ==, 1);
  g_assert_cmpstr (report->message, ==, "");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/page-round-trip", test_page_round_trip);
  g_test_add_func ("/report/end-round-trip", test_end_round_trip);
  g_test_add_func ("/report/progress", test_progress);
  g_test_add_func ("/report/refusals", test_refusals);
  g_test_add_func ("/report/unknown-members", test_unknown_members);
  return g_test_run ();
}
