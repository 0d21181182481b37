/* SPDX-License-Identifier: Apache-2.0 */

/* crowd STORE COUNT CATALOGUE: fills STORE with COUNT dossiers as an office has them after some days:
 * most on their way or received, some held, some refused, some late, of several procedures and
 * two desks. For pictures, walks and benches; the clock is its own, so that ages are real. */

#include "config/catalogue.h"
#include "config/log.h"
#include "ocr/reading.h"
#include "upload/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DIGEST         "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define PAGE_WIDTH_PX  2480 /* upright */
#define PAGE_HEIGHT_PX 3508
#define PICTURE_PART   4 /* so much smaller is its preview */
#define SPAN_S         (5 * 86400)

static gint64 now_s;

/* Stands for GLib's in this program and the libraries it is linked with. */
gint64
g_get_real_time (void) {
  return now_s * G_USEC_PER_SEC;
}

static const char *const families[]
    = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ", "Ngô", "Võ"};
static const char *const middles[]
    = {"Thị", "Văn", "Minh", "Thu", "Quốc", "Ngọc", "Hữu", "Thanh"};
static const char *const givens[]
    = {"An",   "Bình", "Cường", "Dũng", "Giang", "Hà",   "Hạnh", "Lan",
       "Linh", "Phúc", "Quỳnh", "Tâm",  "Thảo",  "Tuấn", "Vân",  "Yến"};

#define PICK(list, number) list[(number) % G_N_ELEMENTS (list)]

static void
check (gboolean done, const GError *error) {
  if (done)
    return;
  fprintf (stderr, "crowd: %s\n", error != NULL ? error->message : "it is not so");
  exit (EXIT_FAILURE);
}

/* --- what the reader would have made ------------------------------------------------- */

typedef struct {
  const char *name;
  const char *value; /* NULL: who hands in */
  double confidence;
  Box box;
} Sample;

static const Sample samples[] = {
    {"full_name", NULL, 0.98, {820, 900, 1900, 980}},
    {"dob", "14/02/1988", 0.97, {820, 1080, 1240, 1160}},
    {"id_number", "001188001231", 0.72, {820, 1260, 1500, 1340}},
};

/* Bars where lines of writing are: a page as it is seen from afar. */
static void
draw_bars (guint8 *rows, guint width, guint left, guint top, guint right, guint bottom,
           guint8 ink) {
  for (guint y = top; y < bottom; y++) {
    for (guint x = left; x < right; x++) {
      if ((x / 9) % 7 == 6) /* between words */
        continue;
      memset (rows + (y * width + x) * 3, ink, 3);
    }
  }
}

static void
draw_page (guint8 *rows, guint width, guint height) {
  memset (rows, 0xfc, (gsize) width * height * 3);
  draw_bars (rows, width, width / 4, 60, width * 3 / 4, 74, 0x30);
  draw_bars (rows, width, width / 3, 90, width * 2 / 3, 98, 0x50);
  for (guint line = 0; line < 14; line++)
    draw_bars (rows, width, 70, 180 + line * 45, width - 70 - (line * 37 % 5) * 50,
               190 + line * 45, 0x60);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    const Box *box = &samples[i].box;

    draw_bars (rows, width, (guint) box->left / PICTURE_PART,
               (guint) box->top / PICTURE_PART + 3, (guint) box->right / PICTURE_PART,
               (guint) box->bottom / PICTURE_PART - 3, 0x18);
  }
}

static void
save_picture (Store *store, const char *id) {
  const guint32 header[8] = {PAGE_WIDTH_PX / PICTURE_PART, PAGE_HEIGHT_PX / PICTURE_PART,
                             PAGE_WIDTH_PX / PICTURE_PART * 3, 3};
  gsize size = sizeof header + (gsize) header[2] * header[1];
  g_autofree guint8 *bytes = g_malloc0 (size);
  g_autoptr (GError) error = NULL;
  g_autoptr (Vault) vault = store_open_vault (store, id, &error);

  check (vault != NULL, error);
  memcpy (bytes, header, sizeof header);
  draw_page (bytes + sizeof header, header[0], header[1]);
  check (vault_save (vault, "page-0001.rgb", bytes, size, 0600, &error), error);
}

static void
read_page (Store *store, const char *id, const char *applicant) {
  g_autoptr (Reading) reading = reading_new ();
  g_autoptr (GError) error = NULL;

  reading->width_px = PAGE_WIDTH_PX;
  reading->height_px = PAGE_HEIGHT_PX;
  reading->res_dpi = 300;
  reading->document_type = g_strdup ("tk_khai_sinh");
  reading->document_type_confidence = 0.99;
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    const Sample *sample = &samples[i];

    g_ptr_array_add (reading->fields,
                     field_new (sample->name,
                                sample->value != NULL ? sample->value : applicant,
                                sample->confidence, sample->box, FIELD_OCR));
  }
  check (store_set_reading (store, id, 1, reading, &error), error);
  save_picture (store, id);
}

/* --- dossiers ------------------------------------------------------------------------- */

static void
seal (Store *store, const char *id, guint number) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autofree char *name = g_strdup_printf ("%s %s %s", PICK (families, number * 7),
                                           PICK (middles, number * 5 + number / 10),
                                           PICK (givens, number * 3 + number / 16));
  Page page = {1,    1,   PAGE_FRONT, (char *) "page-0001.tif", 2480,
               3508, 300, 1234,       (char *) DIGEST};
  Paper paper = {1,
                 NULL,
                 (char *) "TP01",
                 (char *) "Tờ khai",
                 (char *) "a.1.pdf",
                 1,
                 999,
                 (char *) DIGEST,
                 TRUE};
  Applicant applicant = {name, (char *) "001188001231", NULL, NULL};
  guint first = 1;

  g_ptr_array_add (papers, &paper);
  g_array_append_val (numbers, first);
  check (store_add_page (store, id, &page, &error), error);
  if (number % 25 == 4)
    read_page (store, id, name);
  if (number % 6 == 0)
    check (store_set_due (store, id, now_s + (number % 9 + 1) * 86400, &error), error);
  check (store_queue (store, id, number % 97 == 5 ? NULL : "practice", &applicant, papers,
                      numbers, &error),
         error);
}

/* What becomes of the dossier that is claimed. */
static void
end_claim (Store *store, const char *id, guint number, gint64 real_s) {
  g_autoptr (GError) error = NULL;

  if (number % 25 == 4)
    check (
        store_refuse (store, id,
                      number % 2 == 0
                          ? "The portal refused the message (code 12); a person must "
                            "look at it."
                          : "The portal holds other bytes than were sent; a person must "
                            "look at it.",
                      &error),
        error);
  else if (number % 10 < 9)
    check (store_accept (store, id, "read-back sha256", now_s, &error), error);
  else
    check (store_defer (store, id, real_s + 900,
                        "The portal could not be reached; it is tried again later.",
                        &error),
           error);
}

static void
add_dossier (Store *store, const Catalogue *catalogue, guint number, gint64 real_s) {
  g_autoptr (GError) error = NULL;
  const GPtrArray *all = catalogue_get_procedures (catalogue);
  const Procedure *procedure
      = g_ptr_array_index (all, (number * 5 / 3) % MIN (all->len, 7));
  g_autoptr (Dossier) dossier
      = store_open_dossier (store, procedure->code, procedure->name, procedure->version,
                            number % 5 == 0 ? "0293-02" : "0293-01", &error);
  g_autoptr (Dossier) claimed = NULL;

  check (dossier != NULL, error);
  if (number % 50 == 7)
    return;
  seal (store, dossier->id, number);
  if (number % 97 == 5 || number % 20 == 3)
    return;
  if (number % 30 == 11) {
    check (store_move (store, dossier->id, DOSSIER_HELD, &error), error);
    return;
  }
  check (store_set_priority (store, dossier->id, 1, &error), error);
  check (store_claim (store, now_s, &claimed, &error) && claimed != NULL, error);
  end_claim (store, claimed->id, number, real_s);
}

int
main (int argc, char **argv) {
  g_autoptr (GError) error = NULL;
  gint64 real_s = (gint64) time (NULL);
  g_autoptr (Catalogue) catalogue = NULL;
  Store *store;
  guint count;

  log_init ("motcua-upload"); /* in whose name it acts */
  if (argc != 4)
    return 2;
  now_s = real_s - SPAN_S;
  count = (guint) strtoul (argv[2], NULL, 10);
  catalogue = catalogue_load (argv[3], &error);
  check (catalogue != NULL, error);
  store = store_open (argv[1], NULL, &error);
  check (store != NULL, error);
  for (guint i = 0; i < count; i++) {
    double part = (double) i / count;

    /* More of them lately. */
    now_s = real_s - (gint64) (SPAN_S * (1 - part) * (1 - part)) - 60;
    add_dossier (store, catalogue, i, real_s);
  }
  store_free (store);
  return EXIT_SUCCESS;
}
