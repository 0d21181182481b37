/* SPDX-License-Identifier: Apache-2.0 */

/* The only file that knows libp11. Modules are vendors' code: they hang and crash, which
 * is why this runs in motcua-sign alone, under a deadline of who started it. What a module
 * might ask a person for is answered beforehand: the PIN is given at the login, and once
 * more to keys that want it for each signature; a token with a pad of its own is refused.
 *
 * A login is tried once. Before it, the token's own counters and the guard must allow it;
 * after a refusal the guard remembers. */

#include "upload/token.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/secretfile.h"
#include "upload/pinguard.h"

#include <libp11.h>

#include <openssl/err.h>
#include <openssl/ui.h>

#include <string.h>

#define CREDENTIAL_NAME "motcua.pin"

/* PKCS #11 v2.40, 5.1.6: what a login is refused with. */
#define CKR_PIN_FIRST  0xa0
#define CKR_PIN_LOCKED 0xa4

struct Token {
  PKCS11_CTX *context;
  gboolean loaded;
  PKCS11_SLOT *slots;
  unsigned int slot_count;
  PKCS11_SLOT *slot; /* of the token */
  UI_METHOD *answers;
  char *pin;
  EVP_PKEY *key;
  X509 *certificate; /* borrowed from the token's list */
};

void
token_free (Token *token) {
  if (token == NULL)
    return;
  EVP_PKEY_free (token->key);
  if (token->slots != NULL)
    PKCS11_release_all_slots (token->context, token->slots, token->slot_count);
  if (token->loaded)
    PKCS11_CTX_unload (token->context);
  if (token->context != NULL)
    PKCS11_CTX_free (token->context);
  UI_destroy_method (token->answers);
  secretfile_free (token->pin);
  g_free (token);
}

static gboolean refuse (FaultCode code, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
refuse (FaultCode code, GError **error, const char *format, ...) {
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, FAULT, (int) code, reason);
  return FALSE;
}

/* --- module and token --------------------------------------------------------------- */

/* libp11 asks here for the PIN of keys that want it for each signature. */
static int
answer_question (UI *ui, UI_STRING *question) {
  enum UI_string_types kind = UI_get_string_type (question);

  if (kind != UIT_PROMPT && kind != UIT_VERIFY)
    return 1;
  return UI_set_result (ui, question, UI_get0_user_data (ui)) == 0;
}

static gboolean
load_module (Token *token, const SigningSettings *settings, GError **error) {
  if (!g_file_test (settings->module, G_FILE_TEST_IS_REGULAR))
    return refuse (FAULT_CONFIG, error,
                   "the token's library %s is not there: install it, or set "
                   "pkcs11_module",
                   settings->module);
  token->context = PKCS11_CTX_new ();
  token->answers = UI_create_method ("motcua");
  UI_method_set_reader (token->answers, answer_question);
  PKCS11_set_ui_method (token->context, token->answers, token->pin);
  if (PKCS11_CTX_load (token->context, settings->module) != 0)
    return refuse (FAULT_CONFIG, error, "%s is no usable PKCS#11 library",
                   settings->module);
  token->loaded = TRUE;
  if (PKCS11_enumerate_slots (token->context, &token->slots, &token->slot_count) != 0)
    return refuse (FAULT_DEVICE, error, "the token's library %s lists no readers",
                   settings->module);
  return TRUE;
}

/* Labels of the tokens that are there, for a message. */
static char *
list_labels (const Token *token) {
  g_autoptr (GString) labels = g_string_new (NULL);

  for (unsigned int i = 0; i < MIN (token->slot_count, LIMIT_TOKENS); i++) {
    const PKCS11_TOKEN *other = token->slots[i].token;

    if (other != NULL && other->initialized && other->label != NULL)
      g_string_append_printf (labels, "%s\"%s\"", labels->len > 0 ? ", " : "",
                              other->label);
  }
  return g_string_free (g_steal_pointer (&labels), FALSE);
}

static gboolean
find_slot (Token *token, const char *label, GError **error) {
  g_autofree char *labels = list_labels (token);

  for (unsigned int i = 0; i < MIN (token->slot_count, LIMIT_TOKENS); i++) {
    PKCS11_SLOT *slot = &token->slots[i];

    if (slot->token == NULL || g_strcmp0 (slot->token->label, label) != 0)
      continue;
    if (token->slot != NULL)
      return refuse (FAULT_CONFIG, error, "there are two tokens called \"%s\"", label);
    token->slot = slot;
  }
  if (token->slot != NULL && token->slot->token->initialized)
    return TRUE;
  if (*labels == '\0')
    return refuse (FAULT_DEVICE, error, "there is no token in the reader: put \"%s\" in",
                   label);
  return refuse (FAULT_CONFIG, error,
                 "there is no token called \"%s\", only %s: put it in, or set "
                 "pkcs11_token",
                 label, labels);
}

/* --- login -------------------------------------------------------------------------- */

static char *
pin_file_dup (const SigningSettings *settings) {
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");

  if (settings->pin_file != NULL)
    return g_strdup (settings->pin_file);
  return folder != NULL ? g_build_filename (folder, CREDENTIAL_NAME, NULL) : NULL;
}

static gboolean
load_pin (Token *token, const char *pin_file, GError **error) {
  if (pin_file == NULL)
    return refuse (FAULT_CONFIG, error,
                   "the token's PIN is nowhere: set pkcs11_pin_file, or give the "
                   "credential " CREDENTIAL_NAME);
  token->pin = secretfile_load (pin_file, LIMIT_PIN_BYTES, error);
  if (token->pin == NULL)
    return FALSE;
  g_strchomp (token->pin);
  return *token->pin != '\0' || refuse (FAULT_CONFIG, error, "%s holds no PIN", pin_file);
}

/* Whether one wrong PIN would do no harm that cannot be undone here. */
static gboolean
check_tries (const PKCS11_TOKEN *card, PinguardState state, const char *pin_file,
             GError **error) {
  if (card->secureLogin)
    return refuse (FAULT_CONFIG, error,
                   "the token wants its PIN typed on a pad of its own, which an "
                   "unattended station cannot do");
  if (!card->userPinSet)
    return refuse (FAULT_CONFIG, error, "the token has no user PIN yet");
  if (card->userPinLocked)
    return refuse (FAULT_CONFIG, error,
                   "the token's PIN is locked; whoever manages the token must unlock it");
  if (card->userPinFinalTry)
    return refuse (FAULT_CONFIG, error,
                   "the token has one try left and it is not risked; log in once by "
                   "hand with the right PIN");
  if (state == PINGUARD_REFUSED
      || (state == PINGUARD_UNSURE && card->userPinCountLow != 0))
    return refuse (FAULT_CONFIG, error,
                   "the token has refused the PIN in %s and it is not tried again; "
                   "write the right PIN into the file",
                   pin_file);
  return TRUE;
}

/* A refused login; only what is said of the PIN itself is remembered. */
static gboolean
explain_login (const char *guard, const char *pin_file, GError **error) {
  unsigned long code = (unsigned long) ERR_GET_REASON (ERR_peek_last_error ());

  ERR_clear_error ();
  if (code < CKR_PIN_FIRST || code > CKR_PIN_LOCKED)
    return refuse (FAULT_DEVICE, error,
                   "the token did not let us log in (PKCS#11 error 0x%lx)", code);
  if (!pinguard_save_refusal (guard, pin_file, error))
    return FALSE;
  return refuse (FAULT_CONFIG, error,
                 code == CKR_PIN_LOCKED
                     ? "the token's PIN is locked; whoever manages the token must "
                       "unlock it (PIN in %s)"
                     : "the token refuses the PIN in %s; write the right PIN into the "
                       "file",
                 pin_file);
}

static gboolean
login (Token *token, const char *guard, const char *pin_file, GError **error) {
  const PKCS11_TOKEN *card = token->slot->token;

  if (!card->loginRequired)
    return TRUE;
  if (!check_tries (card, pinguard_load (guard, pin_file), pin_file, error)
      || !pinguard_save_try (guard, pin_file, error))
    return FALSE;
  ERR_clear_error ();
  if (PKCS11_login (token->slot, 0, token->pin) != 0)
    return explain_login (guard, pin_file, error);
  return pinguard_clear (guard, error);
}

/* --- key ---------------------------------------------------------------------------- */

/* "01", "a1:b2": the id's bytes; NULL when it is none. */
static GByteArray *
parse_id (const char *text) {
  g_autoptr (GByteArray) id = g_byte_array_new ();

  for (; *text != '\0'; text += 2) {
    guint8 byte;

    if (*text == ':')
      text++;
    if (!g_ascii_isxdigit (text[0]) || !g_ascii_isxdigit (text[1]))
      return NULL;
    byte
        = (guint8) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));
    g_byte_array_append (id, &byte, 1);
  }
  return id->len > 0 ? g_steal_pointer (&id) : NULL;
}

static gboolean
find_key (Token *token, const char *key_id, GError **error) {
  g_autoptr (GByteArray) id = parse_id (key_id);
  PKCS11_KEY *keys = NULL;
  PKCS11_CERT *certificates = NULL;
  unsigned int count = 0;

  if (id == NULL)
    return refuse (FAULT_CONFIG, error, "pkcs11_key \"%s\" is not hexadecimal", key_id);
  if (PKCS11_enumerate_keys (token->slot->token, &keys, &count) != 0)
    count = 0;
  for (unsigned int i = 0; i < count && token->key == NULL; i++) {
    if (keys[i].id_len == id->len && memcmp (keys[i].id, id->data, id->len) == 0)
      token->key = PKCS11_get_private_key (&keys[i]);
  }
  if (token->key == NULL)
    return refuse (FAULT_CONFIG, error, "the token holds no key with the id %s", key_id);
  if (PKCS11_enumerate_certs (token->slot->token, &certificates, &count) != 0)
    count = 0;
  for (unsigned int i = 0; i < count; i++) {
    if (certificates[i].id_len == id->len
        && memcmp (certificates[i].id, id->data, id->len) == 0)
      token->certificate = certificates[i].x509;
  }
  ERR_clear_error ();
  return TRUE;
}

Token *
token_open (const SigningSettings *settings, const char *guard, GError **error) {
  g_autoptr (Token) token = g_new0 (Token, 1);
  g_autofree char *pin_file = pin_file_dup (settings);

  if (!load_pin (token, pin_file, error) || !load_module (token, settings, error)
      || !find_slot (token, settings->token, error)
      || !login (token, guard, pin_file, error)
      || !find_key (token, settings->key_id, error))
    return NULL;
  return g_steal_pointer (&token);
}

struct evp_pkey_st *
token_get_key (Token *token) {
  return token->key;
}

struct x509_st *
token_get_certificate (Token *token) {
  return token->certificate;
}
