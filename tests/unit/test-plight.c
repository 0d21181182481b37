/* SPDX-License-Identifier: Apache-2.0 */

/* The words a clerk reads about a dossier, and the table a supervisor reads. */

#include "kiosk/plight.h"
#include "kiosk/census.h"
#include "kiosk/retell.h"
#include "upload/portal.h"

#include <string.h>

static Dossier *
new_dossier (DossierState state) {
  Dossier *dossier = dossier_new ();

  dossier->state = state;
  dossier->portal = g_strdup ("practice");
  return dossier;
}

/* Whatever the state: both languages say what happened and what comes, and a dossier that
 * does not move by itself says what a person can do. */
static void
test_every_state (void) {
  for (guint state = 0; state < DOSSIER_STATES; state++) {
    g_autoptr (Dossier) dossier = new_dossier (state);
    g_auto (Plight) vietnamese = plight_tell (dossier, PLIGHT_VIETNAMESE);
    g_auto (Plight) english = plight_tell (dossier, PLIGHT_ENGLISH);
    gboolean stuck
        = state == DOSSIER_OPEN || state == DOSSIER_HELD || state == DOSSIER_NEEDS_PERSON;

    g_assert_true (g_utf8_validate (vietnamese.what, -1, NULL));
    g_assert_true (g_str_is_ascii (english.what) && g_str_is_ascii (english.next));
    g_assert_false (g_str_is_ascii (vietnamese.what));
    g_assert_cmpuint (strlen (vietnamese.next), >, 0);
    g_assert_cmpint (vietnamese.may == NULL, ==, english.may == NULL);
    if (stuck)
      g_assert_nonnull (english.may);
  }
}

static void
test_deferred (void) {
  g_autoptr (Dossier) dossier = new_dossier (DOSSIER_DEFERRED);
  g_auto (Plight) plight = {0};

  dossier->attempts = 3;
  dossier->next_try_at = 1795485600;
  dossier->last_answer = g_strdup ("The portal answered 503.");
  plight = plight_tell (dossier, PLIGHT_ENGLISH);
  g_assert_cmpstr (plight.what, ==,
                   "The last try did not get through. Tried 3 times. Answer: “The portal "
                   "answered 503.”");
  g_assert_nonnull (strstr (plight.next, "/11/2026"));
  g_assert_nonnull (strstr (plight.may, "`retry`"));
}

static void
test_no_route (void) {
  g_autoptr (Dossier) dossier = new_dossier (DOSSIER_QUEUED);
  g_auto (Plight) plight = {0};

  g_clear_pointer (&dossier->portal, g_free);
  plight = plight_tell (dossier, PLIGHT_VIETNAMESE);
  g_assert_nonnull (strstr (plight.may, "[route]"));
}

static void
test_large (void) {
  g_autoptr (Dossier) dossier = new_dossier (DOSSIER_DEFERRED);
  g_auto (Plight) plight = {0};
  g_auto (Plight) english = {0};

  dossier->attempts = 1;
  dossier->next_try_at = 1795518000 + 13;
  dossier->last_answer = g_strdup (PORTAL_WAITS_FOR_HOURS);
  plight = plight_tell (dossier, PLIGHT_VIETNAMESE);
  english = plight_tell (dossier, PLIGHT_ENGLISH);
  g_assert_cmpstr (plight.what, ==, "Đã niêm phong; có giấy tờ dung lượng lớn.");
  g_assert_cmpstr (plight.next, ==, "Đợi đến 18:00 24/11/2026, giờ được gửi tệp lớn.");
  g_assert_cmpstr (english.next, ==,
                   "It waits until 18:00 24/11/2026, when large files may go.");
}

/* A clerk who reads Vietnamese gets the portal's answers in Vietnamese. */
static void
test_retold (void) {
  g_autoptr (Dossier) dossier = new_dossier (DOSSIER_NEEDS_PERSON);
  g_auto (Plight) plight = {0};
  g_autofree char *code
      = retell ("The portal refused the message (code -7); a person must look at it.");
  g_autofree char *unknown = retell ("Something else (HTTP 99).");

  dossier->last_answer
      = g_strdup ("The portal refused the request (HTTP 422); a person must look at it.");
  plight = plight_tell (dossier, PLIGHT_VIETNAMESE);
  g_assert_cmpstr (plight.what, ==,
                   "Cổng không nhận. Trả lời: “Cổng từ chối (HTTP 422); cần người xem.”");
  g_assert_cmpstr (code, ==, "Cổng từ chối thông tin hồ sơ (mã -7); cần người xem.");
  g_assert_cmpstr (unknown, ==, "Something else (HTTP 99).");
}

/* Sentences of one source file, told in Vietnamese. */
static void
check_sentences (const char *path) {
  g_autofree char *text = NULL;
  g_autoptr (GRegex) seam = g_regex_new ("\"\\s*\"", 0, 0, NULL);
  g_autoptr (GRegex) sentence = g_regex_new (
      "\"([A-Z][^\"\\n]*(?:a person must look|again later|again under|looked "
      "at)[^\"\\n]*\\.)\"",
      0, 0, NULL);
  g_autofree char *joined = NULL;
  g_autoptr (GMatchInfo) found = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  joined = g_regex_replace_literal (seam, text, -1, 0, "", 0, NULL);
  for (g_regex_match (sentence, joined, 0, &found); g_match_info_matches (found);
       g_match_info_next (found, NULL)) {
    g_autoptr (GString) answer = g_string_new (NULL);
    g_autofree char *format = g_match_info_fetch (found, 1);
    g_autofree char *told = NULL;

    g_string_append (answer, format);
    g_string_replace (answer, "%u", "7", 0);
    g_string_replace (answer, "%d", "7", 0);
    told = retell (answer->str);
    if (g_str_is_ascii (told))
      g_test_message ("%s: no Vietnamese for: %s", path, format);
    g_assert_false (g_str_is_ascii (told));
  }
}

static void
test_every_answer (void) {
  g_autofree char *folder = g_build_filename (g_getenv ("MOTCUA_SOURCE"), "upload", NULL);
  g_autoptr (GDir) files = NULL;
  const char *name;
  guint looked_at = 0;

  if (g_getenv ("MOTCUA_SOURCE") == NULL) {
    g_test_skip ("the source is not at hand");
    return;
  }
  files = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (files)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!g_str_has_suffix (name, ".c"))
      continue;
    check_sentences (path);
    looked_at++;
  }
  g_assert_cmpuint (looked_at, >, 50);
}

static void
test_ages (void) {
  static const struct {
    gint64 seconds;
    const char *vietnamese, *english;
  } cases[] = {{-5, "vừa xong", "now"},  {59, "vừa xong", "now"},
               {60, "1 phút", "1 min"},  {3599, "59 phút", "59 min"},
               {3600, "1 giờ", "1 h"},   {86399, "23 giờ", "23 h"},
               {86400, "1 ngày", "1 d"}, {864000, "10 ngày", "10 d"}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *vietnamese = plight_format_age (cases[i].seconds, PLIGHT_VIETNAMESE);
    g_autofree char *english = plight_format_age (cases[i].seconds, PLIGHT_ENGLISH);

    g_assert_cmpstr (vietnamese, ==, cases[i].vietnamese);
    g_assert_cmpstr (english, ==, cases[i].english);
  }
}

static void
test_late (void) {
  g_autoptr (Dossier) dossier = new_dossier (DOSSIER_DEFERRED);

  dossier->queued_at = 1000;
  g_assert_false (dossier_is_late (dossier, 1000 + 3600, 3600));
  g_assert_true (dossier_is_late (dossier, 1001 + 3600, 3600));
  dossier->due_at = 1000 + 2000;
  g_assert_false (dossier_is_late (dossier, 2000, 3600));
  g_assert_true (dossier_is_late (dossier, 2001, 3600));
  dossier->state = DOSSIER_ACCEPTED;
  g_assert_false (dossier_is_late (dossier, 999999, 3600));
}

static void
test_census (void) {
  Census census = {0};
  g_autofree char *table = NULL;
  g_autofree char *json = NULL;

  census_add (&census, DOSSIER_QUEUED, 10, FALSE);
  census_add (&census, DOSSIER_QUEUED, 3600, FALSE);
  census_add (&census, DOSSIER_DEFERRED, 5 * 86400, TRUE);
  table = census_format (&census, PLIGHT_ENGLISH);
  json = census_format_json (&census);
  g_assert_nonnull (strstr (
      table,
      "queued                    2        1        1        0        0        0\n"));
  g_assert_nonnull (strstr (
      table,
      "deferred                  1        0        0        0        0        1\n"));
  g_assert_nonnull (strstr (table, "1 dossiers are LATE"));
  g_assert_nonnull (strstr (json, "\"queued\" : 2"));
  g_assert_nonnull (strstr (json, "\"late\" : 1"));
}

int
main (int argc, char **argv) {
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plight/every-state", test_every_state);
  g_test_add_func ("/plight/deferred", test_deferred);
  g_test_add_func ("/plight/no-route", test_no_route);
  g_test_add_func ("/plight/large", test_large);
  g_test_add_func ("/plight/retold", test_retold);
  g_test_add_func ("/plight/every-answer", test_every_answer);
  g_test_add_func ("/plight/ages", test_ages);
  g_test_add_func ("/plight/late", test_late);
  g_test_add_func ("/census/table", test_census);
  return g_test_run ();
}
