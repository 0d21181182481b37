/* SPDX-License-Identifier: Apache-2.0 */

#include "upload/receipt.h"

#include "config/durable.h"
#include "tests/unit/strongroom.h"

#include <string.h>

#define DIGEST "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static Dossier *
new_accepted (const char *title) {
  Dossier *dossier = dossier_new ();
  Paper *paper = g_new0 (Paper, 1);

  dossier->id = g_strdup ("0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11");
  dossier->code = g_strdup ("TAM-0293-01-261124-0001");
  dossier->procedure = g_strdup ("2.000815");
  dossier->procedure_name
      = g_strdup ("Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức "
                  "có thẩm quyền của Việt Nam cấp hoặc chứng nhận");
  dossier->state = DOSSIER_ACCEPTED;
  dossier->portal_id = g_strdup ("81234");
  dossier->portal_code = g_strdup ("H30.31.05-261124-0042");
  dossier->proof = g_strdup ("read-back sha256");
  dossier->mark = g_strdup ("57:9f86d081884c7d65");
  dossier->accepted_at = 1795485600; /* 2026-11-24 02:00:00 UTC */
  dossier->applicant.name = g_strdup ("Nguyễn Thị Mẫu");
  dossier->applicant.id_number = g_strdup ("093188001231");
  paper->number = 1;
  paper->title = g_strdup (title);
  paper->pages = 2;
  paper->size_bytes = 482113;
  paper->sha256 = g_strdup (DIGEST);
  paper->signature = g_strdup ("B-T");
  g_ptr_array_add (dossier->papers, paper);
  return dossier;
}

static void
assert_columns (const char *text) {
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 72);
}

static void
test_format (void) {
  g_autoptr (Dossier) dossier = new_accepted ("Tờ khai");
  g_autofree char *text = receipt_format (dossier);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  assert_columns (text);
  g_assert_nonnull (strstr (text, "H30.31.05-261124-0042"));
  g_assert_nonnull (strstr (text, "TAM-0293-01-261124-0001"));
  g_assert_nonnull (strstr (text, "81234"));
  g_assert_nonnull (strstr (text, DIGEST));
  g_assert_nonnull (strstr (text, "2 trang"));
  g_assert_nonnull (strstr (text, "đã ký số (PAdES B-T)"));
  g_assert_nonnull (strstr (text, "09:00 ngày 24/11/2026"));
  g_assert_nonnull (strstr (text, "read-back sha256"));
  g_assert_nonnull (strstr (text, "57:9f86d081884c7d65"));
  g_assert_null (strstr (text, "Nguyễn"));
  g_assert_null (strstr (text, "093188001231"));
}

/* A title is text from elsewhere: it may not break the layout. */
static void
test_hostile_title (void) {
  g_autofree char *word = g_strnfill (300, 'x');
  g_autofree char *title = g_strdup_printf ("a\n\nĐÃ THU 8000\x1b[31m\xff %s", word);
  g_autoptr (Dossier) dossier = new_accepted (title);
  g_autofree char *text = receipt_format (dossier);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  assert_columns (text);
  g_assert_null (strchr (text, '\x1b'));
  g_assert_null (strstr (text, "\nĐÃ THU"));
}

static void
test_save (void) {
  g_autofree char *folder = g_dir_make_tmp ("motcua-receipt-XXXXXX", NULL);
  g_autoptr (Vault) vault = strongroom_open (folder);
  g_autoptr (Dossier) dossier = new_accepted ("Tờ khai");
  g_autofree char *expected = receipt_format (dossier);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (receipt_save (dossier, vault, &error));
  g_assert_no_error (error);
  g_assert_true (receipt_save (dossier, vault, &error)); /* once more after a crash */
  text = strongroom_take (vault, "receipt.txt");
  g_assert_cmpstr (text, ==, expected);
  g_assert_true (durable_remove (folder, NULL));
  g_assert_false (receipt_save (dossier, vault, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/format", test_format);
  g_test_add_func ("/receipt/hostile-title", test_hostile_title);
  g_test_add_func ("/receipt/save", test_save);
  return g_test_run ();
}
