/* SPDX-License-Identifier: Apache-2.0 */

/* What the search for scanners found, for the command line and for the screen alike. The
 * words are those of scan/health.h as the worker gives them; here nothing is judged anew, so
 * both say the same of a scanner. */

#include "kiosk/scanners.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

void
kiosk_scanner_free (KioskScanner *scanner) {
  g_free (scanner->name);
  g_free (scanner->title);
  g_free (scanner->state);
  g_free (scanner->sentence);
  g_free (scanner->action);
  g_free (scanner->sentence_en);
  g_free (scanner->action_en);
  g_free (scanner);
}

static char *
dup_text (JsonObject *object, const char *member) {
  return g_strdup (json_get_string (object, member, ""));
}

static char *
format_title (JsonObject *object, const char *name) {
  g_autofree char *title
      = g_strdup_printf ("%s %s", json_get_string (object, "vendor", ""),
                         json_get_string (object, "model", ""));

  g_strstrip (title);
  return *title != '\0' ? g_steal_pointer (&title) : g_strdup (name);
}

static KioskScanner *
parse_scanner (JsonObject *object) {
  KioskScanner *scanner = g_new0 (KioskScanner, 1);

  scanner->name = dup_text (object, "name");
  scanner->title = format_title (object, scanner->name);
  scanner->state = dup_text (object, "state");
  scanner->ready = g_str_equal (scanner->state, "ok");
  scanner->sentence = dup_text (object, "sentence_vi");
  scanner->action = dup_text (object, "action_vi");
  scanner->sentence_en = dup_text (object, "sentence");
  scanner->action_en = dup_text (object, "action");
  return scanner;
}

GPtrArray *
scanners_parse (const char *text, GError **error) {
  g_autoptr (JsonObject) answer = json_parse (text, strlen (text), LIMIT_ROSTER_BYTES,
                                              FAULT_PROTOCOL, "motcua-scan", error);
  JsonArray *devices = answer != NULL ? json_get_array (answer, "devices") : NULL;
  GPtrArray *scanners;

  if (answer == NULL)
    return NULL;
  scanners = g_ptr_array_new_with_free_func ((GDestroyNotify) kiosk_scanner_free);
  for (guint i = 0; devices != NULL && i < json_array_get_length (devices); i++) {
    JsonNode *node = json_array_get_element (devices, i);

    if (JSON_NODE_HOLDS_OBJECT (node))
      g_ptr_array_add (scanners, parse_scanner (json_node_get_object (node)));
  }
  return scanners;
}
