/* SPDX-License-Identifier: Apache-2.0 */

/* What we write is judged by programs that others wrote: qpdf, poppler, MuPDF and PDFBox's
 * preflight. One that is not installed skips its test. */

#define _GNU_SOURCE /* memmem */

#include "ocr/pdf.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/layers.h"

#include <leptonica/allheaders.h>

#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define WIDTH          1240
#define HEIGHT         1754
#define RES_DPI        150
#define WORDS_PER_LINE 6
#define JARS           "/usr/share/java/"
#define MASTER         "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static const PdfInfo INFO
    = {PDF_A_2U, "Tờ khai & <đăng ký> \"hộ tịch\"", "vi-VN", 1790000000};
static const PdfInfo TWIN
    = {PDF_A_1B, "Tờ khai & <đăng ký> \"hộ tịch\"", "vi-VN", 1790000000};

static const char *const SPOKEN
    = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập Tự do Hạnh phúc TỜ KHAI ĐĂNG KÝ KHAI "
      "SINH "
      "Kính gửi Ủy ban nhân dân phường Nguyễn Trãi quận Hà Đông thành phố Họ chữ đệm tên "
      "người yêu cầu Nguyễn Thị Mẫu Ngày sinh Dân tộc Kinh Quốc tịch Nơi cư trú thường "
      "trú "
      "tạm trú số nhà 12/3 ngõ 45 đường Lê Lợi ấp Bình Thạnh xã Tân Phú huyện Đức Hòa "
      "tỉnh "
      "Long An ăâđêôơư ĂÂĐÊÔƠƯ ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ";

static Image *
draw (int depth) {
  Image *page = pixCreate (WIDTH, HEIGHT, depth);

  pixSetBlackOrWhite (page, L_SET_WHITE);
  for (l_int32 y = 100; y < HEIGHT - 100; y += 40)
    pixRasterop (page, 100, y, WIDTH - 200, 20, depth == 1 ? PIX_SET : PIX_CLR, NULL, 0,
                 0);
  if (depth == 32)
    pixBlendInRect (page, &(struct Box){300, 300, 300, 300, 1}, 0xd0202000, 0.9f);
  pixSetResolution (page, RES_DPI, RES_DPI);
  return page;
}

static PageImage *
draw_encoded (int depth) {
  g_autoptr (Image) page = draw (depth);
  g_autoptr (GError) error = NULL;
  PageImage *encoded = layers_encode_plain (page, &error);

  g_assert_no_error (error);
  return encoded;
}

/* Boxes of uneven heights, as letters with tails and tone marks have them. */
static Words *
place_words (void) {
  g_auto (GStrv) spoken = g_strsplit (SPOKEN, " ", -1);
  Words *words = words_new ();

  for (guint i = 0; spoken[i] != NULL; i++) {
    guint line = i / WORDS_PER_LINE, column = i % WORDS_PER_LINE;
    int left = 110 + (int) column * 170, top = 100 + (int) line * 45 + (int) (i * 7 % 5);
    Box box = {left, top, left + 12 + 15 * (int) g_utf8_strlen (spoken[i], -1),
               top + 22 + (int) (i * 5 % 7)};

    g_assert_true (words_append (words, spoken[i], 0.9, box, line));
  }
  return words;
}

static char *
format_expected (void) {
  g_auto (GStrv) spoken = g_strsplit (SPOKEN, " ", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; spoken[i] != NULL; i++) {
    gboolean last = i % WORDS_PER_LINE == WORDS_PER_LINE - 1 || spoken[i + 1] == NULL;

    g_string_append_printf (text, "%s%c", spoken[i], last ? '\n' : ' ');
  }
  return g_string_free (text, FALSE);
}

static void
add_page (PdfWriter *writer, int depth, const Words *words) {
  g_autoptr (PageImage) image = draw_encoded (depth);
  g_autoptr (GError) error = NULL;

  g_assert_true (pdf_add_page (writer, &(PdfPage){image, 0, words, MASTER}, &error));
  g_assert_no_error (error);
}

/* A file under way in a temporary place; caller frees and unlinks @path. */
static DurableFile *
open_temporary (char **path) {
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("motcua-XXXXXX.pdf", path, &error);
  DurableFile *file;

  g_assert_no_error (error);
  close (fd);
  file = durable_open (*path, 0600, &error);
  g_assert_no_error (error);
  return file;
}

/* The same, but what is written goes to @device; to be aborted. */
static DurableFile *
open_device (const char *device) {
  g_autofree char *path = NULL;
  DurableFile *file = open_temporary (&path);
  int fd = open (device, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (dup2 (fd, durable_get_fd (file)), >=, 0);
  close (fd);
  unlink (path);
  return file;
}

/* Colour and black and shades, each through its own layer. */
static void
add_layered (PdfWriter *writer, const Words *words) {
  g_autoptr (Image) page = draw (32);
  g_autoptr (Image) half = pixScaleAreaMap2 (page);
  g_autoptr (Image) bars = draw (1);
  g_autoptr (PageImage) image = pageimage_new (WIDTH, HEIGHT, RES_DPI);
  g_autoptr (GError) error = NULL;
  Layer *layer;

  pageimage_take_layer (image, LAYER_JPEG_RGB, WIDTH / 2, HEIGHT / 2,
                        image_encode_jpeg (half, 50, TRUE));
  layer = pageimage_take_layer (image, LAYER_MASK, WIDTH, HEIGHT, image_encode_g4 (bars));
  layer->colour = 0x101018;
  layer = pageimage_take_layer (image, LAYER_JPEG_RGB, WIDTH / 2, HEIGHT / 2,
                                image_encode_jpeg (half, 50, TRUE));
  pageimage_take_stencil (layer, WIDTH, HEIGHT, image_encode_g4 (bars));
  layer->place = (Box){600, 800, 1200, 1700};
  g_assert_true (pdf_add_page (writer, &(PdfPage){image, 0, words, MASTER}, &error));
  g_assert_no_error (error);
}

/* Four pages: colour with text, grey, 1 bit, layers with text; caller frees and unlinks. */
static char *
write_example (const PdfInfo *info) {
  g_autoptr (Words) words = place_words ();
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  DurableFile *file = open_temporary (&path);
  PdfWriter *writer = pdf_open (file, info, &error);

  g_assert_no_error (error);
  add_page (writer, 32, words);
  add_page (writer, 8, NULL);
  add_page (writer, 1, NULL);
  add_layered (writer, words);
  g_assert_true (pdf_close (writer, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (durable_commit (file, &error));
  return path;
}

/* Output of a program, or NULL with the test skipped when it is not there. */
static char *
run (const char *const *argv, int *status) {
  g_autofree char *program = g_find_program_in_path (argv[0]);
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  if (program == NULL) {
    g_test_skip (argv[0]);
    return NULL;
  }
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                NULL, status, &error);
  g_assert_no_error (error);
  return output;
}

static void
check_qpdf (const PdfInfo *info) {
  g_autofree char *path = write_example (info);
  const char *argv[] = {"qpdf", "--check", path, NULL};
  int status = 0;
  g_autofree char *output = run (argv, &status);

  if (output != NULL) {
    g_assert_cmpint (status, ==, 0);
    g_assert_nonnull (strstr (output, "No syntax or stream encoding errors"));
  }
  unlink (path);
}

static void
test_qpdf (void) {
  check_qpdf (&INFO);
  check_qpdf (&TWIN);
}

static void
check_text (const char *mode) {
  g_autofree char *path = write_example (&INFO);
  g_autofree char *expected = format_expected ();
  const char *argv[]
      = {"pdftotext", mode, "-nopgbrk", "-f", "1", "-l", "1", path, "-", NULL};
  int status = 0;
  g_autofree char *output = run (argv, &status);

  if (output != NULL) {
    g_assert_cmpint (status, ==, 0);
    g_strchomp (output);
    g_strchomp (expected);
    g_assert_cmpstr (output, ==, expected);
  }
  unlink (path);
}

/* More than fifty words with their marks, in NFC, in lines. */
static void
test_poppler_text (void) {
  check_text ("-raw");
}

/* A word's box as Poppler finds it, in pixels; moves on in @text behind it. */
static gboolean
next_box (const char **text, double *left, double *top, double *right, double *bottom) {
  const double px = RES_DPI / 72.0;
  const char *word = strstr (*text, "<word ");

  if (word == NULL)
    return FALSE;
  g_assert_cmpint (sscanf (word,
                           "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
                           left, top, right, bottom),
                   ==, 4);
  *left *= px;
  *top *= px;
  *right *= px;
  *bottom *= px;
  *text = word + 1;
  return TRUE;
}

/* Words are where they were read: to two pixels along the line, and on it. */
static void
test_poppler_boxes (void) {
  g_autofree char *path = write_example (&INFO);
  g_autoptr (Words) words = place_words ();
  const char *argv[] = {"pdftotext", "-bbox", "-f", "1", "-l", "1", path, "-", NULL};
  int status = 0;
  g_autofree char *output = run (argv, &status);
  const char *text = output;

  for (guint i = 0; output != NULL && i < words->words->len; i++) {
    const Word *word = words->words->pdata[i];
    double left, top, right, bottom;

    g_assert_true (next_box (&text, &left, &top, &right, &bottom));
    g_assert_cmpfloat_with_epsilon (left, word->box.left, 2);
    g_assert_cmpfloat_with_epsilon (right, word->box.right, 2);
    g_assert_cmpfloat_with_epsilon ((top + bottom) / 2,
                                    (word->box.top + word->box.bottom) / 2.0, 8);
  }
  unlink (path);
}

static void
test_mupdf_text (void) {
  g_autofree char *path = write_example (&INFO);
  g_autofree char *expected = format_expected ();
  const char *argv[] = {"mutool", "draw", "-q", "-F", "text", path, "1", NULL};
  int status = 0;
  g_autofree char *output = run (argv, &status);

  if (output != NULL) {
    g_auto (GStrv) words = g_strsplit_set (expected, " \n", -1);

    g_assert_cmpint (status, ==, 0);
    for (guint i = 0; words[i] != NULL; i++)
      g_assert_nonnull (strstr (output, words[i]));
  }
  unlink (path);
}

static void
test_images (void) {
  g_autofree char *path = write_example (&INFO);
  const char *argv[] = {"pdfimages", "-list", path, NULL};
  int status = 0;
  g_autofree char *output = run (argv, &status);

  if (output != NULL) {
    g_assert_nonnull (strstr (output, "rgb     3   8  jpeg"));
    g_assert_nonnull (strstr (output, "gray    1   8  jpeg"));
    g_assert_nonnull (strstr (output, "gray    1   1  ccitt"));
    g_assert_nonnull (strstr (output, "stencil  1240  1754  -       1   1  ccitt"));
    g_assert_null (strstr (output, "jbig2"));
    g_assert_nonnull (strstr (output, " 150   150 "));
  }
  unlink (path);
}

/* Black stays black in all codings. */
static void
test_colours (void) {
  g_autofree char *path = write_example (&INFO);
  g_autofree char *stem = g_strconcat (path, "-page", NULL);
  const char *argv[] = {"pdftoppm", "-r", "150", "-gray", path, stem, NULL};
  int status = 0;
  g_autofree char *output = run (argv, &status);

  for (guint page = 1; output != NULL && page <= 4; page++) {
    g_autofree char *name = g_strdup_printf ("%s-%u.pgm", stem, page);
    g_autoptr (Image) drawn = pixRead (name);
    l_uint32 ink = 255, paper = 0;

    g_assert_nonnull (drawn);
    pixGetPixel (drawn, 200, 110, &ink);
    pixGetPixel (drawn, 50, 50, &paper);
    g_assert_cmpuint (ink, <, 30);
    g_assert_cmpuint (paper, >, 225);
    unlink (name);
  }
  unlink (path);
}

static void
test_info (void) {
  g_autofree char *path = write_example (&INFO);
  const char *argv[] = {"pdfinfo", path, NULL};
  int status = 0;
  g_autofree char *output = run (argv, &status);

  if (output != NULL) {
    g_assert_nonnull (strstr (output, "Tờ khai & <đăng ký> \"hộ tịch\""));
    g_assert_nonnull (strstr (output, "Pages:           4"));
    g_assert_nonnull (strstr (output, "595.2 x 841.92 pts (A4)"));
    g_assert_nonnull (strstr (output, "PDF version:     1.7"));
  }
  unlink (path);
}

/* PDFBox's preflight knows PDF/A-1b only, which is what the twin is for. */
static void
test_preflight (void) {
  static const char CLASS_PATH[] = JARS
      "preflight.jar:" JARS "pdfbox2.jar:" JARS "fontbox2.jar:" JARS "xmpbox.jar:" JARS
      "commons-logging.jar:" JARS "javax.activation.jar:" JARS "jaxb-api.jar";
  g_autofree char *path = write_example (&TWIN);
  const char *argv[] = {
      "java", "-cp", CLASS_PATH, "org.apache.pdfbox.preflight.Validator_A1b", path, NULL};
  int status = 0;
  g_autofree char *output = NULL;

  if (g_file_test (JARS "preflight.jar", G_FILE_TEST_EXISTS)
      && g_file_test (JARS "jaxb-api.jar", G_FILE_TEST_EXISTS))
    output = run (argv, &status);
  else
    g_test_skip ("libpdfbox2-java is not installed");
  if (output != NULL && status != 0)
    g_error ("preflight: %s", output);
  unlink (path);
}

static void
test_same_bytes (void) {
  g_autofree char *one = write_example (&INFO);
  g_autofree char *other = NULL;
  g_autofree char *one_text = NULL, *other_text = NULL;
  gsize one_size, other_size;

  g_assert_true (g_file_get_contents (one, &one_text, &one_size, NULL));
  other = write_example (&INFO);
  g_assert_true (g_file_get_contents (other, &other_text, &other_size, NULL));
  g_assert_cmpmem (one_text, one_size, other_text, other_size);
  unlink (one);
  unlink (other);
}

/* A comma for the decimal point would be a broken file. */
static void
test_locale (void) {
  g_autofree char *plain = write_example (&INFO);
  g_autofree char *plain_text = NULL, *foreign_text = NULL;
  g_autofree char *foreign = NULL;
  gsize plain_size, foreign_size;

  if (setlocale (LC_NUMERIC, "vi_VN.UTF-8") == NULL
      && setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL) {
    g_test_skip ("no locale with a decimal comma");
    unlink (plain);
    return;
  }
  foreign = write_example (&INFO);
  setlocale (LC_NUMERIC, "C");
  g_assert_true (g_file_get_contents (plain, &plain_text, &plain_size, NULL));
  g_assert_true (g_file_get_contents (foreign, &foreign_text, &foreign_size, NULL));
  g_assert_cmpmem (plain_text, plain_size, foreign_text, foreign_size);
  unlink (plain);
  unlink (foreign);
}

static void
test_refusals (void) {
  PdfInfo no_title = {PDF_A_2U, "", "vi", 0}, control = {PDF_A_2U, "a\nb", "vi", 0};
  PdfInfo broken = {PDF_A_2U, "\xff\xfe", "vi", 0}, tongue = {PDF_A_2U, "a", "vi)", 0};
  const PdfInfo *infos[] = {&no_title, &control, &broken, &tongue};
  DurableFile *file = open_device ("/dev/null");
  g_autoptr (GError) error = NULL;
  PdfWriter *writer;

  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++) {
    g_clear_error (&error);
    g_assert_null (pdf_open (file, infos[i], &error));
    g_assert_error (error, FAULT, FAULT_USAGE);
  }
  g_clear_error (&error);
  writer = pdf_open (file, &INFO, NULL);
  g_assert_nonnull (writer);
  g_assert_false (pdf_close (writer, NULL, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
  durable_abort (file);
}

static void
test_full_disk (void) {
  DurableFile *file = open_device ("/dev/full");
  g_autoptr (GError) error = NULL;

  g_assert_null (pdf_open (file, &INFO, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  durable_abort (file);
}

/* Words that no honest reader sends break no page. */
static void
test_hostile_words (void) {
  g_autofree char *path = NULL;
  DurableFile *file = open_temporary (&path);
  g_autoptr (Words) words = words_new ();
  g_autoptr (GError) error = NULL;
  PdfWriter *writer = pdf_open (file, &INFO, &error);
  const char *argv[] = {"qpdf", "--check", path, NULL};
  g_autofree char *output = NULL;
  int status = 0;

  g_assert_true (words_append (words, "😀)>endstream", 0, (Box){0, 0, 0, 0}, 0));
  g_assert_true (words_append (words, "a", 0, (Box){0, 0, WIDTH, HEIGHT}, 0));
  g_assert_true (
      words_append (words, "b\xef\xbb\xbf\xef\xbf\xbe", 0, (Box){9, 9, 99, 99}, 1));
  add_page (writer, 1, words);
  g_assert_true (pdf_close (writer, NULL, &error));
  g_assert_true (durable_commit (file, &error));
  output = run (argv, &status);
  g_assert_cmpint (status, ==, 0);
  unlink (path);
}

/* Not a signature, but the digest that one would be made of. */
static GBytes *
give_digest (const guint8 *digest, gpointer data, GError **error) {
  if (data != NULL)
    return g_bytes_new_take (g_malloc0 (4096), 4096);
  return g_bytes_new (digest, 32);
}

static const PdfSigning SIGNING
    = {"Bưu cục 0293", "Số hóa (bản sao)", NULL, 1790000000, 1024, give_digest, NULL};

static PdfWriter *
begin_signed (const PdfInfo *info, char **path, DurableFile **file) {
  g_autoptr (GError) error = NULL;
  PdfWriter *writer;

  *file = open_temporary (path);
  writer = pdf_open (*file, info, &error);
  g_assert_no_error (error);
  add_page (writer, 1, NULL);
  add_page (writer, 8, NULL);
  return writer;
}

/* The ranges leave out the signature's place and nothing else, and the digest is theirs. */
static void
check_ranges (const char *bytes, gsize size) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *range = memmem (bytes, size, "/ByteRange [", 12);
  unsigned long place, behind, rest;

  g_assert_nonnull (range);
  g_assert_cmpint (sscanf (range, "/ByteRange [ 0 %lu %lu %lu ]", &place, &behind, &rest),
                   ==, 3);
  g_assert_cmpint (bytes[place], ==, '<');
  g_assert_cmpint (bytes[behind - 1], ==, '>');
  g_assert_cmpuint (behind - place, ==, 2 * SIGNING.room_bytes + 2);
  g_assert_cmpuint (behind + rest, ==, size);
  g_checksum_update (sum, (const guchar *) bytes, (gssize) place);
  g_checksum_update (sum, (const guchar *) bytes + behind, (gssize) rest);
  g_assert_cmpmem (bytes + place + 1, 64, g_checksum_get_string (sum), 64);
}

static void
test_signing (void) {
  const PdfProfile profiles[] = {PDF_A_2U, PDF_A_1B};

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++) {
    PdfInfo info = {profiles[i], "Giấy tờ", "vi-VN", 1790000000, &SIGNING};
    g_autofree char *path = NULL;
    g_autofree char *bytes = NULL;
    DurableFile *file;
    PdfWriter *writer = begin_signed (&info, &path, &file);
    const char *argv[] = {"qpdf", "--check", path, NULL};
    g_autofree char *output = NULL;
    int status = 0;
    gsize size;

    g_assert_true (pdf_close (writer, NULL, NULL));
    g_assert_true (durable_commit (file, NULL));
    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    check_ranges (bytes, size);
    output = run (argv, &status);
    g_assert_cmpint (status, ==, 0);
    unlink (path);
  }
}

/* A signature that does not fit is no signature cut short. */
static void
test_signing_room (void) {
  PdfSigning large = SIGNING, mute = SIGNING;
  PdfInfo info = {PDF_A_2U, "Giấy tờ", "vi-VN", 1790000000, &large};
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  DurableFile *file;

  large.data = &large;
  g_assert_false (pdf_close (begin_signed (&info, &path, &file), NULL, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_clear_error (&error);
  mute.reason = "two\nlines";
  info.signing = &mute;
  g_assert_null (pdf_open (file, &info, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
  durable_abort (file);
  unlink (path);
}

static glong
get_peak_kib (void) {
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* A dossier of hundreds of pages takes the memory of a few. */
static void
test_memory (void) {
  g_autoptr (PageImage) image = draw_encoded (32);
  g_autoptr (Words) words = place_words ();
  g_autoptr (GError) error = NULL;
  DurableFile *file = open_device ("/dev/null");
  PdfWriter *writer = pdf_open (file, &INFO, &error);
  glong before_kib;

  for (guint i = 0; i < 20; i++)
    g_assert_true (pdf_add_page (writer, &(PdfPage){image, 0, words, MASTER}, &error));
  before_kib = get_peak_kib ();
  for (guint i = 0; i < 600; i++)
    g_assert_true (pdf_add_page (writer, &(PdfPage){image, 0, words, MASTER}, &error));
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (get_peak_kib () - before_kib, <, 2048);
#else
  (void) before_kib;
#endif
  g_assert_true (pdf_close (writer, NULL, &error));
  durable_abort (file);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdf/qpdf", test_qpdf);
  g_test_add_func ("/pdf/poppler-text", test_poppler_text);
  g_test_add_func ("/pdf/poppler-boxes", test_poppler_boxes);
  g_test_add_func ("/pdf/mupdf-text", test_mupdf_text);
  g_test_add_func ("/pdf/images", test_images);
  g_test_add_func ("/pdf/colours", test_colours);
  g_test_add_func ("/pdf/info", test_info);
  g_test_add_func ("/pdf/preflight", test_preflight);
  g_test_add_func ("/pdf/same-bytes", test_same_bytes);
  g_test_add_func ("/pdf/locale", test_locale);
  g_test_add_func ("/pdf/refusals", test_refusals);
  g_test_add_func ("/pdf/full-disk", test_full_disk);
  g_test_add_func ("/pdf/hostile-words", test_hostile_words);
  g_test_add_func ("/pdf/signing", test_signing);
  g_test_add_func ("/pdf/signing-room", test_signing_room);
  g_test_add_func ("/pdf/memory", test_memory);
  return g_test_run ();
}
