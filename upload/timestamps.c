/* SPDX-License-Identifier: Apache-2.0 */

/* One request, one answer, nothing kept. The stamp vouches for itself, so plain HTTP is as
 * good as HTTPS; the answer is bounded, and is believed only when OpenSSL finds in it our
 * digest, our nonce and a signature of someone whom the given authorities know.
 *
 * This is the second place that knows curl: http.h speaks of portals, JSON and client keys,
 * and none of that may be shown to a time-stamp server. */

#include "upload/timestamps.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/signkey-private.h"

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

#include <string.h>

#define QUERY_TYPE  "Content-Type: application/timestamp-query"
#define ANSWER_TYPE "application/timestamp-reply"
#define CONNECT_S   4L
#define NONCE_BITS  64

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_REQ, TS_REQ_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_RESP, TS_RESP_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_MSG_IMPRINT, TS_MSG_IMPRINT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TS_VERIFY_CTX, TS_VERIFY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_ALGOR, X509_ALGOR_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_STORE, X509_STORE_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_INTEGER, ASN1_INTEGER_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURL, curl_easy_cleanup)

struct Timestamps {
  char *url;
  char *ca_file;
  gboolean failed;
};

/* The authorities; OpenSSL's verification takes one over each time. */
static X509_STORE *
load_authorities (const char *ca_file, GError **error) {
  g_autoptr (X509_STORE) store = X509_STORE_new ();

  if (X509_STORE_load_file (store, ca_file) == 1)
    return g_steal_pointer (&store);
  ERR_clear_error ();
  g_set_error (error, FAULT, FAULT_CONFIG, "%s holds no certificate of an authority",
               ca_file);
  return NULL;
}

Timestamps *
timestamps_new (const char *url, const char *ca_file, GError **error) {
  g_autoptr (X509_STORE) store = load_authorities (ca_file, error);
  Timestamps *stamps;

  if (store == NULL)
    return NULL;
  stamps = g_new0 (Timestamps, 1);
  stamps->url = g_strdup (url);
  stamps->ca_file = g_strdup (ca_file);
  return stamps;
}

void
timestamps_free (Timestamps *stamps) {
  if (stamps == NULL)
    return;
  g_free (stamps->url);
  g_free (stamps->ca_file);
  g_free (stamps);
}

/* --- the request -------------------------------------------------------------------- */

static TS_MSG_IMPRINT *
make_imprint (const void *bytes, gsize size) {
  TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new ();
  g_autoptr (X509_ALGOR) algorithm = X509_ALGOR_new ();
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int digest_size = 0;

  g_assert (EVP_Digest (bytes, size, digest, &digest_size, EVP_sha256 (), NULL) == 1);
  X509_ALGOR_set0 (algorithm, OBJ_nid2obj (NID_sha256), V_ASN1_NULL, NULL);
  TS_MSG_IMPRINT_set_algo (imprint, algorithm);
  TS_MSG_IMPRINT_set_msg (imprint, digest, (int) digest_size);
  return imprint;
}

static TS_REQ *
make_request (const void *bytes, gsize size) {
  TS_REQ *request = TS_REQ_new ();
  g_autoptr (TS_MSG_IMPRINT) imprint = make_imprint (bytes, size);
  g_autoptr (BIGNUM) number = BN_new ();
  g_autoptr (ASN1_INTEGER) nonce = NULL;

  g_assert (BN_rand (number, NONCE_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
  nonce = BN_to_ASN1_INTEGER (number, NULL);
  TS_REQ_set_version (request, 1);
  TS_REQ_set_msg_imprint (request, imprint);
  TS_REQ_set_nonce (request, nonce);
  TS_REQ_set_cert_req (request, 1);
  return request;
}

/* --- the exchange ------------------------------------------------------------------- */

static gsize
on_bytes (char *bytes, gsize unit, gsize count, void *data) {
  GByteArray *answer = data;

  if (answer->len + unit * count > LIMIT_STAMP_BYTES)
    return 0;
  g_byte_array_append (answer, (const guint8 *) bytes, (guint) (unit * count));
  return unit * count;
}

/* Every option of the exchange: no redirects, no proxies, no waiting. */
static void
set_options (CURL *curl, const char *url, struct curl_slist *headers,
             const GByteArray *query, GByteArray *answer) {
  const char *protocols = g_str_has_prefix (url, "https://") ? "https" : "http";

  curl_easy_setopt (curl, CURLOPT_URL, url);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (curl, CURLOPT_PROXY, "");
  curl_easy_setopt (curl, CURLOPT_NETRC, (long) CURL_NETRC_IGNORED);
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long) LIMIT_STAMP_S);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (curl, CURLOPT_POSTFIELDS, query->data);
  curl_easy_setopt (curl, CURLOPT_POSTFIELDSIZE, (long) query->len);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, on_bytes);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, answer);
}

static gboolean
check_answer (CURL *curl, CURLcode code, GError **error) {
  const char *type = NULL;
  long status = 0;

  if (code != CURLE_OK) {
    g_set_error (error, FAULT, FAULT_TEMPORARY, "the time-stamp server: %s",
                 curl_easy_strerror (code));
    return FALSE;
  }
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (curl, CURLINFO_CONTENT_TYPE, &type);
  if (status == 200 && type != NULL && g_str_has_prefix (type, ANSWER_TYPE))
    return TRUE;
  g_set_error (error, FAULT, FAULT_PROTOCOL,
               "the time-stamp server answers %ld and no time stamp", status);
  return FALSE;
}

static GByteArray *
ask_server (const char *url, const GByteArray *query, GError **error) {
  g_autoptr (CURL) curl = curl_easy_init ();
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  struct curl_slist *headers = curl_slist_append (NULL, QUERY_TYPE);
  gboolean answered;

  headers = curl_slist_append (headers, "Accept: " ANSWER_TYPE);
  set_options (curl, url, headers, query, answer);
  answered = check_answer (curl, curl_easy_perform (curl), error);
  curl_slist_free_all (headers);
  return answered ? g_steal_pointer (&answer) : NULL;
}

/* --- the answer --------------------------------------------------------------------- */

static gboolean
verify_stamp (const Timestamps *stamps, TS_REQ *request, TS_RESP *response,
              GError **error) {
  g_autoptr (TS_VERIFY_CTX) check = TS_REQ_to_TS_VERIFY_CTX (request, NULL);
  X509_STORE *store = load_authorities (stamps->ca_file, error);

  if (store == NULL)
    return FALSE;
  TS_VERIFY_CTX_set_store (check, store);
  TS_VERIFY_CTX_add_flags (check, TS_VFY_SIGNATURE);
  if (TS_RESP_verify_response (check, response) == 1)
    return TRUE;
  g_set_error (error, FAULT, FAULT_PROTOCOL, "the time stamp cannot be trusted: %s",
               signkey_explain ());
  return FALSE;
}

static GBytes *
take_stamp (const Timestamps *stamps, TS_REQ *request, const GByteArray *answer,
            GError **error) {
  const unsigned char *from = answer->data;
  g_autoptr (TS_RESP) response = d2i_TS_RESP (NULL, &from, answer->len);
  unsigned char *bytes = NULL;
  GBytes *stamp;
  int size;

  if (response == NULL || from != answer->data + answer->len) {
    ERR_clear_error ();
    g_set_error (error, FAULT, FAULT_PROTOCOL,
                 "the time-stamp server's answer is no time stamp");
    return NULL;
  }
  if (!verify_stamp (stamps, request, response, error))
    return NULL;
  size = i2d_PKCS7 (TS_RESP_get_token (response), &bytes);
  g_assert (size > 0);
  stamp = g_bytes_new (bytes, (gsize) size);
  OPENSSL_free (bytes);
  return stamp;
}

static GBytes *
request_stamp (const Timestamps *stamps, const void *bytes, gsize size, GError **error) {
  g_autoptr (TS_REQ) request = make_request (bytes, size);
  g_autoptr (GByteArray) query = g_byte_array_new ();
  g_autoptr (GByteArray) answer = NULL;
  unsigned char *der = NULL;
  int der_size = i2d_TS_REQ (request, &der);

  g_assert (der_size > 0);
  g_byte_array_append (query, der, (guint) der_size);
  OPENSSL_free (der);
  answer = ask_server (stamps->url, query, error);
  return answer == NULL ? NULL : take_stamp (stamps, request, answer, error);
}

GBytes *
timestamps_get (Timestamps *stamps, const void *bytes, gsize size, GError **error) {
  GBytes *stamp;

  if (stamps->failed) {
    g_set_error (error, FAULT, FAULT_TEMPORARY,
                 "the time-stamp server has failed a moment ago");
    return NULL;
  }
  stamp = request_stamp (stamps, bytes, size, error);
  stamps->failed = stamp == NULL;
  return stamp;
}
