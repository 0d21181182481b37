/* SPDX-License-Identifier: Apache-2.0 */

/* The portal runs as its own program, as in a post office; it dies with the test. Pages
 * are tiny: what is proved here is the way of a dossier, not the reading of it. */

#include "tests/unit/outpost.h"

#include "config/durable.h"
#include "ocr/answer.h"
#include "ocr/layers.h"
#include "upload/package.h"

#include <leptonica/allheaders.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define READY_BYTES 256

Outpost *
outpost_new (const char *program) {
  Outpost *outpost = g_new0 (Outpost, 1);
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  outpost->program = program;
  outpost->route = "practice";
  outpost->folder = g_dir_make_tmp ("motcua-outpost-XXXXXX", NULL);
  outpost->portal = g_build_filename (outpost->folder, "portal", NULL);
  outpost->conf = g_build_filename (outpost->portal, "motcua.conf", NULL);
  outpost->ledger = g_build_filename (outpost->portal, "ledger.jsonl", NULL);
  folder = g_build_filename (outpost->folder, "store", NULL);
  outpost->store = store_open (folder, NULL, &error);
  g_assert_no_error (error);
  return outpost;
}

void
outpost_free (Outpost *outpost) {
  outpost_close_portal (outpost, SIGTERM);
  store_free (outpost->store);
  g_assert_true (durable_remove (outpost->folder, NULL));
  g_free (outpost->folder);
  g_free (outpost->portal);
  g_free (outpost->conf);
  g_free (outpost->ledger);
  g_free (outpost);
}

static void
die_with_test (gpointer data) {
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* Waits for the one line that says where the portal listens. */
static guint
read_port (int out) {
  char line[READY_BYTES] = "";
  gsize length = 0;
  const char *port;

  while (length < sizeof line - 1 && strchr (line, '\n') == NULL) {
    gssize got = read (out, line + length, sizeof line - 1 - length);

    if (got < 0 && errno == EINTR)
      continue;
    g_assert_cmpint (got, >, 0);
    length += (gsize) got;
  }
  port = strstr (line, "127.0.0.1:");
  g_assert_nonnull (port);
  return (guint) strtoul (port + strlen ("127.0.0.1:"), NULL, 10);
}

void
outpost_open_portal (Outpost *outpost, const char *const *options) {
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", outpost->port);
  g_autoptr (GError) error = NULL;
  int out;

  g_ptr_array_add (words, (char *) outpost->program);
  g_ptr_array_add (words, (char *) "--dir");
  g_ptr_array_add (words, outpost->portal);
  g_ptr_array_add (words, (char *) "--listen");
  g_ptr_array_add (words, listen);
  for (; options != NULL && *options != NULL; options++)
    g_ptr_array_add (words, (char *) *options);
  g_ptr_array_add (words, NULL);
  g_assert_true (g_spawn_async_with_pipes (NULL, (char **) words->pdata, NULL,
                                           G_SPAWN_DO_NOT_REAP_CHILD, die_with_test, NULL,
                                           &outpost->pid, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  outpost->port = read_port (out);
  close (out);
}

void
outpost_close_portal (Outpost *outpost, int signal) {
  if (outpost->pid == 0)
    return;
  kill (outpost->pid, signal);
  waitpid (outpost->pid, NULL, 0);
  outpost->pid = 0;
}

/* A page that no codec makes small. */
static Image *
draw_noise (guint side_px) {
  Image *image = pixCreate ((l_int32) side_px, (l_int32) side_px, 8);
  guint32 *words = pixGetData (image);

  for (gsize i = 0; i < (gsize) pixGetWpl (image) * side_px; i++)
    words[i] = g_random_int ();
  return image;
}

/* A scan and the image for its PDF, as intake leaves them. */
static void
add_page (Outpost *outpost, const char *id, const Vault *vault, guint number) {
  g_autofree char *image_file = page_file_dup (number, "img");
  g_autofree char *contents = g_strdup_printf ("scan %u of %s", number, id);
  g_autoptr (Image) image
      = outpost->noise_px != 0 ? draw_noise (outpost->noise_px) : pixCreate (600, 800, 1);
  g_autoptr (PageImage) encoded = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (GError) error = NULL;
  Page page = {.number = number, .sheet = number, .file = page_name_dup (number)};

  pixSetResolution (image, 100, 100);
  encoded = layers_encode_plain (image, NULL);
  block = pageimage_format (encoded);
  g_assert_true (
      vault_save (vault, page.file, contents, strlen (contents), 0600, &error));
  g_assert_true (vault_save (vault, image_file, g_bytes_get_data (block, NULL),
                             g_bytes_get_size (block), 0600, &error));
  page.sha256 = vault_hash (vault, page.file, &page.size_bytes, NULL);
  g_assert_true (store_add_page (outpost->store, id, &page, &error));
  g_assert_no_error (error);
  g_free (page.file);
  g_free (page.sha256);
}

static void
free_entry (PackagePaper *entry) {
  g_array_unref (entry->pages);
  g_free (entry);
}

static void
add_paper (GPtrArray *papers, GPtrArray *entries, guint number) {
  Paper *paper = g_new0 (Paper, 1);
  PackagePaper *entry = g_new0 (PackagePaper, 1);

  paper->number = number;
  paper->component = g_strdup_printf ("TP%02u", (number + 1) / 2);
  paper->title = g_strdup ("Tờ khai");
  paper->original = number % 2 == 1;
  entry->paper = paper;
  entry->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (entry->pages, number);
  g_ptr_array_add (papers, paper);
  g_ptr_array_add (entries, entry);
}

char *
outpost_add_dossier (Outpost *outpost, guint count) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_open_dossier (
      outpost->store, "2.000815", "Chứng thực bản sao", "2026-01", "0293-01", &error);
  g_autoptr (Vault) vault = store_open_vault (outpost->store, dossier->id, &error);
  g_autoptr (GPtrArray) papers
      = g_ptr_array_new_with_free_func ((GDestroyNotify) paper_free);
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_entry);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) pages = NULL;
  Applicant applicant = {(char *) "Nguyễn Thị Mẫu", (char *) "093188001231", NULL, NULL};

  for (guint i = 1; i <= count; i++) {
    add_page (outpost, dossier->id, vault, i);
    add_paper (papers, entries, i);
    g_array_append_val (numbers, i);
  }
  pages = store_get_pages (outpost->store, dossier->id, &error);
  g_assert_true (
      package_seal (vault, dossier, &(PackageContents){entries, pages, NULL}, &error));
  g_assert_no_error (error);
  g_assert_true (store_queue (outpost->store, dossier->id, outpost->route, &applicant,
                              papers, numbers, &error));
  g_assert_no_error (error);
  return g_strdup (dossier->id);
}

guint
outpost_count_ledger (Outpost *outpost, const char *text) {
  g_autofree char *ledger = NULL;
  g_auto (GStrv) lines = NULL;
  guint count = 0;

  g_assert_true (g_file_get_contents (outpost->ledger, &ledger, NULL, NULL));
  lines = g_strsplit (ledger, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    count += strstr (lines[i], text) != NULL;
  return count;
}
