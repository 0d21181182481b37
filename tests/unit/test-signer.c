/* SPDX-License-Identifier: Apache-2.0 */

/* Signatures by keys in files and on SoftHSM's token, judged by programs that others
 * wrote: openssl, pdfsig, PDFBox's preflight. One that is not installed skips its test. */

#define _GNU_SOURCE /* memmem */

#include "upload/signer.h"

#include "config/durable.h"
#include "config/fault.h"
#include "ocr/layers.h"
#include "ocr/pdf.h"
#include "upload/papersign.h"

#include <gio/gio.h>
#include <leptonica/allheaders.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODULE "/usr/lib/softhsm/libsofthsm2.so"
#define PIN    "123456"
#define MASTER "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define JARS   "/usr/share/java/"

static char *folder;     /* keys, certificates and settings of all tests */
static char *mute_token; /* a module that hangs */
static const char *tsa_script;

/* --- a station's keys --------------------------------------------------------------- */

static int
run (char **output, const char *program, ...) {
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  va_list arguments;
  int status = 0;

  g_ptr_array_add (argv, (char *) program);
  va_start (arguments, program);
  do
    g_ptr_array_add (argv, va_arg (arguments, char *));
  while (argv->pdata[argv->len - 1] != NULL);
  va_end (arguments);
  g_spawn_sync (folder, (char **) argv->pdata, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL
                    | (output == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : 0),
                NULL, NULL, output, NULL, &status, &error);
  g_assert_no_error (error);
  return status;
}

static char *
path_of (const char *name) {
  return g_build_filename (folder, name, NULL);
}

static void
save (const char *name, const char *text, int mode) {
  g_autofree char *path = path_of (name);

  g_assert_true (durable_save (path, text, strlen (text), mode, NULL));
}

/* NAME.key and NAME.pem, which ca.pem vouches for. */
static void
make_pair (const char *name, const char *curve, const char *days) {
  g_autofree char *key = g_strconcat (name, ".key", NULL);
  g_autofree char *request = g_strconcat (name, ".csr", NULL);
  g_autofree char *certificate = g_strconcat (name, ".pem", NULL);
  g_autofree char *subject = g_strdup_printf ("/CN=Bưu cục %s", name);

  g_assert_cmpint (run (NULL, "openssl", "req", "-utf8", "-newkey", "ec", "-pkeyopt",
                        curve, "-nodes", "-keyout", key, "-out", request, "-subj",
                        subject, NULL),
                   ==, 0);
  g_assert_cmpint (run (NULL, "openssl", "x509", "-req", "-in", request, "-CA", "ca.pem",
                        "-CAkey", "ca.key", "-CAcreateserial", "-days", days, "-extfile",
                        "signing.ext", "-out", certificate, NULL),
                   ==, 0);
}

static void
make_keys (void) {
  save ("signing.ext", "keyUsage=critical,digitalSignature,nonRepudiation\n", 0600);
  g_assert_cmpint (run (NULL, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out",
                        "ca.pem", "-subj", "/CN=authority", NULL),
                   ==, 0);
  make_pair ("station", "ec_paramgen_curve:P-256", "30");
  make_pair ("other", "ec_paramgen_curve:P-256", "30");
  make_pair ("small", "ec_paramgen_curve:secp224r1", "30");
  make_pair ("old", "ec_paramgen_curve:P-256", "-1");
}

static gboolean
has_token (void) {
  if (g_file_test (MODULE, G_FILE_TEST_EXISTS))
    return TRUE;
  g_test_skip ("softhsm2 is not installed");
  return FALSE;
}

static void
make_token (void) {
  g_autofree char *tokens = path_of ("tokens");
  g_autofree char *config = path_of ("softhsm.conf");
  g_autofree char *text
      = g_strdup_printf ("directories.tokendir = %s\nlog.level = ERROR\n", tokens);

  if (!g_file_test (MODULE, G_FILE_TEST_EXISTS))
    return;
  g_assert_cmpint (mkdir (tokens, 0700), ==, 0);
  save ("softhsm.conf", text, 0600);
  save ("pin", PIN "\n", 0600);
  g_setenv ("SOFTHSM2_CONF", config, TRUE);
  g_assert_cmpint (run (NULL, "softhsm2-util", "--init-token", "--free", "--label",
                        "kiosk", "--pin", PIN, "--so-pin", "567890", NULL),
                   ==, 0);
  g_assert_cmpint (run (NULL, "softhsm2-util", "--import", "station.key", "--token",
                        "kiosk", "--label", "station", "--id", "a1", "--pin", PIN, NULL),
                   ==, 0);
}

/* The signer for what stands in [signature]; NULL with its fault. */
static Signer *
open_signer (const char *keys, GError **error) {
  g_autofree char *text = g_strconcat ("[signature]\n", keys, NULL);
  g_autofree char *path = path_of ("motcua.conf");
  g_autoptr (Settings) settings = NULL;

  save ("motcua.conf", text, 0600);
  settings = settings_load (path, error);
  return settings == NULL ? NULL : signer_open (settings, folder, error);
}

#define FILE_KEY "certificate=station.pem\nkey_file=station.key\n"
#define TOKEN(label, id, pin)                                                            \
  "certificate=station.pem\npkcs11_module=" MODULE "\npkcs11_token=" label               \
  "\npkcs11_key=" id "\npkcs11_pin_file=" pin "\n"

/* --- CMS ---------------------------------------------------------------------------- */

/* Whether openssl finds that "cms.der" signs "content". */
static gboolean
verify_cms (void) {
  return run (NULL, "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in",
              "cms.der", "-content", "content", "-CAfile", "ca.pem", "-purpose", "any",
              NULL)
         == 0;
}

static void
sign_content (Signer *signer, const char *content) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *path = path_of ("cms.der");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) cms = NULL;
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (sum, (const guchar *) content, -1);
  g_checksum_get_digest (sum, digest, &size);
  cms = signer_sign (signer, digest, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (cms), <=, signer_get_room (signer));
  g_assert_true (durable_save (path, g_bytes_get_data (cms, NULL), g_bytes_get_size (cms),
                               0600, NULL));
  save ("content", content, 0600);
}

static void
check_signer (const char *keys) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer = open_signer (keys, &error);
  g_autofree char *print = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (signer_get_name (signer), ==, "Bưu cục station");
  g_assert_cmpuint (strlen (signer_get_certificate (signer)), ==, 64);
  g_assert_cmpint (signer_get_not_after (signer), >, 1700000000);
  sign_content (signer, "one");
  g_assert_true (verify_cms ());
  sign_content (signer, "another");
  g_assert_true (verify_cms ());
  g_assert_cmpstr (signer_get_level (signer), ==, "B-B");
  save ("content", "anothes", 0600);
  g_assert_false (verify_cms ());
  /* ETSI EN 319 122-1: which certificate is signed, and no signing time. */
  run (&print, "openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", "cms.der",
       NULL);
  g_assert_nonnull (strstr (print, "id-smime-aa-signingCertificateV2"));
  g_assert_null (strstr (print, "signingTime"));
}

static void
test_file (void) {
  check_signer (FILE_KEY);
}

static void
test_token (void) {
  g_autofree char *guard = path_of ("token-login");

  if (!has_token ())
    return;
  check_signer (TOKEN ("kiosk", "a1", "pin"));
  g_assert_false (g_file_test (guard, G_FILE_TEST_EXISTS));
}

/* --- refusals ----------------------------------------------------------------------- */

static void
check_refusal (const char *keys, FaultCode code, const char *reason) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer = open_signer (keys, &error);

  g_assert_null (signer);
  g_assert_error (error, FAULT, (int) code);
  if (strstr (error->message, reason) == NULL)
    g_error ("\"%s\" is not in \"%s\"", reason, error->message);
}

static void
test_refusals (void) {
  save ("empty", "", 0600);
  save ("none.pem", "no certificate\n", 0600);
  g_assert_cmpint (run (NULL, "cp", "station.key", "open.key", NULL), ==, 0);
  g_assert_cmpint (run (NULL, "chmod", "644", "open.key", NULL), ==, 0);
  g_assert_cmpint (run (NULL, "openssl", "ec", "-in", "station.key", "-aes128",
                        "-passout", "pass:x", "-out", "locked.key", NULL),
                   ==, 0);
  g_assert_cmpint (run (NULL, "chmod", "600", "locked.key", NULL), ==, 0);
  check_refusal ("certificate=other.pem\nkey_file=station.key\n", FAULT_CONFIG,
                 "belongs to another key");
  check_refusal ("certificate=old.pem\nkey_file=old.key\n", FAULT_CONFIG, "ran out on");
  check_refusal ("certificate=small.pem\nkey_file=small.key\n", FAULT_CONFIG,
                 "EC of 256 bits");
  check_refusal ("certificate=none.pem\nkey_file=station.key\n", FAULT_CONFIG,
                 "holds no certificate");
  check_refusal ("certificate=station.pem\nkey_file=open.key\n", FAULT_CONFIG,
                 "chmod 600");
  check_refusal ("certificate=station.pem\nkey_file=locked.key\n", FAULT_CONFIG,
                 "has a passphrase");
  check_refusal ("certificate=station.pem\nkey_file=empty\n", FAULT_CONFIG, "is empty");
  check_refusal ("certificate=station.pem\nkey_file=absent\n", FAULT_CONFIG,
                 "cannot open");
  check_refusal ("certificate=station.pem\nkey_file=signing.ext\n", FAULT_CONFIG,
                 "no private key");
  check_refusal ("certificate=station.pem\nkey_file=/dev/zero\n", FAULT_CONFIG,
                 "not a regular file");
}

static void
test_token_refusals (void) {
  if (!has_token ())
    return;
  check_refusal (TOKEN ("elsewhere", "a1", "pin"), FAULT_CONFIG, "only \"kiosk\"");
  check_refusal (TOKEN ("kiosk", "b2", "pin"), FAULT_CONFIG, "no key with the id b2");
  check_refusal (TOKEN ("kiosk", "xy", "pin"), FAULT_CONFIG, "not hexadecimal");
  check_refusal (TOKEN ("kiosk", "a1", "absent"), FAULT_CONFIG, "cannot open");
  check_refusal ("certificate=station.pem\npkcs11_module=absent.so\npkcs11_token=kiosk\n"
                 "pkcs11_key=a1\npkcs11_pin_file=pin\n",
                 FAULT_CONFIG, "is not there");
  check_refusal ("certificate=station.pem\npkcs11_module=ca.pem\npkcs11_token=kiosk\n"
                 "pkcs11_key=a1\npkcs11_pin_file=pin\n",
                 FAULT_CONFIG, "no usable PKCS#11 library");
}

/* A PIN that was refused costs one try, however often papers are sealed; a new one in the
 * file is tried. */
static void
test_wrong_pin (void) {
  g_autofree char *guard = path_of ("token-login");
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer = NULL;

  if (!has_token ())
    return;
  save ("wrong-pin", "654321\n", 0600);
  check_refusal (TOKEN ("kiosk", "a1", "wrong-pin"), FAULT_CONFIG, "refuses the PIN");
  check_refusal (TOKEN ("kiosk", "a1", "wrong-pin"), FAULT_CONFIG, "not tried again");
  check_refusal (TOKEN ("kiosk", "a1", "wrong-pin"), FAULT_CONFIG, "not tried again");
  save ("wrong-pin", PIN, 0600);
  signer = open_signer (TOKEN ("kiosk", "a1", "wrong-pin"), &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (guard, G_FILE_TEST_EXISTS));
}

/* A try that a power cut ended may be made again only while the token counts no failure. */
static void
test_cut_try (void) {
  g_autofree char *guard = path_of ("token-login");
  g_autofree char *refused = NULL;
  g_autoptr (GString) trying = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer = NULL;

  if (!has_token ())
    return;
  save ("third-pin", "111111\n", 0600);
  check_refusal (TOKEN ("kiosk", "a1", "third-pin"), FAULT_CONFIG, "refuses the PIN");
  g_assert_true (g_file_get_contents (guard, &refused, NULL, NULL));
  trying = g_string_new (refused);
  g_string_replace (trying, "refused", "trying", 1);
  save ("token-login", trying->str, 0600);
  check_refusal (TOKEN ("kiosk", "a1", "third-pin"), FAULT_CONFIG, "not tried again");
  save ("token-login", "torn", 0600);
  signer = open_signer (TOKEN ("kiosk", "a1", "pin"), &error);
  g_assert_no_error (error);
}

static void
test_no_token (void) {
  g_autofree char *config = path_of ("softhsm.conf");

  if (!has_token ())
    return;
  g_setenv ("SOFTHSM2_CONF", "/nonexistent", TRUE);
  check_refusal (TOKEN ("kiosk", "a1", "pin"), FAULT_CONFIG, "no usable PKCS#11");
  g_setenv ("SOFTHSM2_CONF", config, TRUE);
}

/* A library that hangs is given up after the deadline. */
static void
test_hang (void) {
  g_autofree char *keys = g_strdup_printf (
      "certificate=station.pem\npkcs11_module=%s\npkcs11_token=kiosk\npkcs11_key=a1\n"
      "pkcs11_pin_file=some-pin\ndeadline_s=2\n",
      mute_token);
  gint64 began_us = g_get_monotonic_time ();

  save ("some-pin", PIN, 0600);
  check_refusal (keys, FAULT_DEVICE, "given up after its deadline");
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 4 * G_USEC_PER_SEC);
}

/* --- PDF ---------------------------------------------------------------------------- */

static void
write_pdf (const char *name, PdfProfile profile, Signer *signer) {
  g_autoptr (Image) page = pixCreate (600, 800, 1);
  g_autofree char *path = path_of (name);
  g_autoptr (PageImage) encoded = NULL;
  g_autoptr (GError) error = NULL;
  DurableFile *file = durable_open (path, 0600, &error);
  PdfSigning signing;
  PdfInfo info
      = {profile, "Tờ khai", "vi-VN", 1790000000, papersign_fill (&signing, signer)};
  PdfWriter *writer = pdf_open (file, &info, &error);

  g_assert_no_error (error);
  pixSetResolution (page, 100, 100);
  encoded = layers_encode_plain (page, &error);
  for (guint i = 0; i < 2; i++)
    g_assert_true (pdf_add_page (writer, &(PdfPage){encoded, 0, NULL, MASTER}, &error));
  g_assert_true (pdf_close (writer, NULL, &error));
  g_assert_true (durable_commit (file, &error));
  g_assert_no_error (error);
}

/* What pdfsig says of a file: valid, and of all of it. */
static gboolean
is_signed (const char *name) {
  g_autofree char *output = NULL;

  run (&output, "pdfsig", name, NULL);
  return strstr (output, "Signature is Valid") != NULL
         && strstr (output, "Total document signed") != NULL
         && strstr (output, "Not total document") == NULL;
}

static gboolean
has_pdfsig (void) {
  g_autofree char *program = g_find_program_in_path ("pdfsig");

  if (program == NULL)
    g_test_skip ("poppler-utils is not installed");
  return program != NULL;
}

static void
test_pdf (void) {
  const PdfProfile profiles[] = {PDF_A_2U, PDF_A_1B};
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer
      = open_signer (FILE_KEY "reason=Số hóa hồ sơ\nlocation=Bưu cục Vị Thanh\n", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++) {
    g_autofree char *output = NULL;

    write_pdf ("signed.pdf", profiles[i], signer);
    g_assert_cmpint (run (NULL, "qpdf", "--check", "signed.pdf", NULL), ==, 0);
    if (!has_pdfsig ())
      return;
    g_assert_true (is_signed ("signed.pdf"));
    run (&output, "pdfsig", "signed.pdf", NULL);
    g_assert_nonnull (strstr (output, "ETSI.CAdES.detached"));
    g_assert_nonnull (strstr (output, "Bưu cục station"));
  }
}

static void
test_preflight (void) {
  static const char CLASS_PATH[] = JARS
      "preflight.jar:" JARS "pdfbox2.jar:" JARS "fontbox2.jar:" JARS "xmpbox.jar:" JARS
      "commons-logging.jar:" JARS "javax.activation.jar:" JARS "jaxb-api.jar";
  g_autoptr (Signer) signer = open_signer (FILE_KEY, NULL);
  g_autofree char *output = NULL;

  if (!g_file_test (JARS "preflight.jar", G_FILE_TEST_EXISTS)
      || !g_file_test (JARS "jaxb-api.jar", G_FILE_TEST_EXISTS)) {
    g_test_skip ("libpdfbox2-java is not installed");
    return;
  }
  write_pdf ("twin.pdf", PDF_A_1B, signer);
  if (run (&output, "java", "-cp", CLASS_PATH,
           "org.apache.pdfbox.preflight.Validator_A1b", "twin.pdf", NULL)
      != 0)
    g_error ("preflight: %s", output);
}

/* No signed byte can change, and none be added. (What is in the signature's own place is
 * under the manifest's digest.) */
static void
test_tampering (void) {
  g_autoptr (Signer) signer = open_signer (FILE_KEY, NULL);
  g_autofree char *path = path_of ("signed.pdf");
  g_autofree char *changed = path_of ("changed.pdf");
  g_autofree char *bytes = NULL;
  gsize size, place, behind;

  if (!has_pdfsig ())
    return;
  write_pdf ("signed.pdf", PDF_A_2U, signer);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpint (sscanf (memmem (bytes, size, "/ByteRange", 10),
                           "/ByteRange [ 0 %zu %zu", &place, &behind),
                   ==, 2);
  for (guint i = 0; i < 40; i++) {
    gsize at = (gsize) g_test_rand_int_range (0, (gint32) (size - (behind - place)));

    at += at < place ? 0 : behind - place;
    bytes[at] ^= 1;
    g_assert_true (g_file_set_contents (changed, bytes, (gssize) size, NULL));
    if (is_signed ("changed.pdf"))
      g_error ("a flip at %" G_GSIZE_FORMAT " is not found", at);
    bytes[at] ^= 1;
  }
  /* the terminating NUL that comes with the contents */
  g_assert_true (g_file_set_contents (changed, bytes, (gssize) size + 1, NULL));
  g_assert_false (is_signed ("changed.pdf"));
}

/* --- time stamps -------------------------------------------------------------------- */

typedef struct {
  GSubprocess *process;
  char *keys; /* settings that ask it */
} Server;

static void
start_server (Server *server, const char *mode) {
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *port = NULL;

  server->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "python3",
                                      tsa_script, folder, mode, NULL);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));
  port = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_nonnull (port);
  server->keys = g_strdup_printf (
      FILE_KEY "tsa_url=http://127.0.0.1:%s/tsa\ntsa_ca_file=tsa-ca.pem\n", port);
}

static void
stop_server (Server *server) {
  g_subprocess_force_exit (server->process);
  g_subprocess_wait (server->process, NULL, NULL);
  g_object_unref (server->process);
  g_free (server->keys);
}

/* The stamp in "cms.der" is over the signature: openssl takes both out and compares. */
static void
test_stamp (void) {
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer = NULL;
  g_autofree char *print = NULL;

  start_server (&server, "good");
  signer = open_signer (server.keys, &error);
  g_assert_no_error (error);
  sign_content (signer, "stamped");
  g_assert_null (signer_get_unstamped (signer));
  g_assert_cmpstr (signer_get_level (signer), ==, "B-T");
  g_assert_true (verify_cms ());
  run (&print, "openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", "cms.der",
       NULL);
  g_assert_nonnull (strstr (print, "id-smime-aa-timeStampToken"));
  write_pdf ("stamped.pdf", PDF_A_2U, signer);
  if (has_pdfsig ())
    g_assert_true (is_signed ("stamped.pdf"));
  stop_server (&server);
}

static void
check_no_stamp (const char *mode, const char *reason) {
  Server server;
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer = NULL;

  start_server (&server, mode);
  signer = open_signer (server.keys, &error);
  g_assert_no_error (error);
  if (g_str_equal (mode, "replay"))
    sign_content (signer, "first");
  sign_content (signer, "unstamped");
  g_assert_cmpstr (signer_get_level (signer), ==, "B-B");
  g_assert_nonnull (signer_get_unstamped (signer));
  if (strstr (signer_get_unstamped (signer), reason) == NULL)
    g_error ("\"%s\" is not in \"%s\"", reason, signer_get_unstamped (signer));
  g_assert_true (verify_cms ());
  sign_content (signer, "again");
  g_assert_nonnull (strstr (signer_get_unstamped (signer), "a moment ago"));
  stop_server (&server);
}

static void
test_no_stamp (void) {
  check_no_stamp ("error", "answers 500");
  check_no_stamp ("replay", "cannot be trusted");
  check_no_stamp ("other", "cannot be trusted");
}

static void
test_no_server (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Signer) signer = open_signer (
      FILE_KEY "tsa_url=http://127.0.0.1:1/\ntsa_ca_file=ca.pem\n", &error);

  g_assert_no_error (error);
  sign_content (signer, "unstamped");
  g_assert_true (verify_cms ());
  g_assert_nonnull (strstr (signer_get_unstamped (signer), "time-stamp server"));
}

int
main (int argc, char **argv) {
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  mute_token = g_canonicalize_filename (argv[1], NULL);
  tsa_script = argv[2];
  folder = g_dir_make_tmp ("motcua-signer-XXXXXX", NULL);
  make_keys ();
  make_token ();
  g_test_add_func ("/signer/file", test_file);
  g_test_add_func ("/signer/token", test_token);
  g_test_add_func ("/signer/refusals", test_refusals);
  g_test_add_func ("/signer/token-refusals", test_token_refusals);
  g_test_add_func ("/signer/wrong-pin", test_wrong_pin);
  g_test_add_func ("/signer/cut-try", test_cut_try);
  g_test_add_func ("/signer/no-token", test_no_token);
  g_test_add_func ("/signer/hang", test_hang);
  g_test_add_func ("/signer/pdf", test_pdf);
  g_test_add_func ("/signer/preflight", test_preflight);
  g_test_add_func ("/signer/tampering", test_tampering);
  g_test_add_func ("/signer/stamp", test_stamp);
  g_test_add_func ("/signer/no-stamp", test_no_stamp);
  g_test_add_func ("/signer/no-server", test_no_server);
  status = g_test_run ();
  g_assert_true (durable_remove (folder, NULL));
  g_free (mute_token);
  g_free (folder);
  return status;
}
