/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <curl/curl.h>
#include <json-glib/json-glib.h>

/* A running practice portal and a client that visits it, for the tests of the portal.
 * What goes wrong here fails the test. */

#define VISITOR_FORM "serviceCode=2.000815&govAgencyCode=000.00.31.H30&applicantName=A"
#define VISITOR_PDF  "%PDF-1.7\npractice\n%%EOF\n"

typedef struct {
  char *folder;
  char *url; /* with /o/rest/v2 */
  char *token;
  GPid pid; /* 0: not running */
} Visitor;

typedef struct {
  CURLcode code;
  long status;
  GString *body;
} Answer;

void visitor_answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, visitor_answer_free)

/* Reads the program's path from the arguments; to be called once, after g_test_init. */
void visitor_init (int argc, char **argv);

/* For g_test_add: a portal in a new folder, running; and its end. */
void visitor_set_up (Visitor *visitor, gconstpointer data);
void visitor_tear_down (Visitor *visitor, gconstpointer data);

/* Starts it with the options @more, on the port it had before or a free one, and waits
 * until it is ready. */
void visitor_start (Visitor *visitor, const char *const *more);
void visitor_stop (Visitor *visitor);  /* SIGTERM; it must end well */
void visitor_crash (Visitor *visitor); /* SIGKILL */
void visitor_restart (Visitor *visitor, const char *fault);

/* Runs a second one on the same folder; its exit status. */
int visitor_run_other (const Visitor *visitor, const char *listen,
                       const char *const *more);

/* A client with all that it needs but the headers; for visitor_perform. */
CURL *visitor_new_client (Visitor *visitor, const char *path);

/* Sends and frees @curl. With @token or @group NULL the header is empty. */
Answer *visitor_perform (CURL *curl, const char *token, const char *group);

Answer *visitor_get (Visitor *visitor, const char *path);
Answer *visitor_post (Visitor *visitor, const char *path, const char *form);
Answer *visitor_create (Visitor *visitor, const char *uid);
Answer *visitor_add_file (Visitor *visitor, const char *path, const char *uid,
                          const char *component, const char *bytes, gsize size);

/* Creates dossier 10001 as "uid-1" with the file "file-1" and submits it. */
void visitor_fill (Visitor *visitor);

JsonObject *visitor_parse (const Answer *answer);
void visitor_assert_status (const Answer *answer, long status);
