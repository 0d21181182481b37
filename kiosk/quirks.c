/* SPDX-License-Identifier: Apache-2.0 */

/* One line of settings for a station is not enough where scanners are exchanged: one gives
 * the backs on their heads, another needs more time for its lamp. And the device's name may
 * be that of its socket, so that another model answers to it after somebody has moved the
 * cables. Models are therefore asked for at each feeding, and nothing is remembered. */

#include "kiosk/quirks.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

/* The scanner's own object in the list @answer, borrowed; NULL when it is not there. */
static JsonObject *
find_device (JsonObject *answer, const char *device) {
  JsonArray *devices = json_get_array (answer, "devices");
  guint count = devices != NULL ? json_array_get_length (devices) : 0;

  for (guint i = 0; i < count; i++) {
    JsonNode *node = json_array_get_element (devices, i);
    JsonObject *object
        = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

    if (object != NULL && g_str_equal (json_get_string (object, "name", ""), device))
      return object;
  }
  return NULL;
}

static void
set_word (const char **word, const char *said) {
  if (said != NULL)
    *word = said;
}

static void
set_number (guint *number, guint said) {
  if (said != 0)
    *number = said;
}

static void
set_particulars (ScanJob *job, const ScannerSettings *scanner) {
  set_word (&job->source, scanner->source);
  set_word (&job->mode, scanner->mode);
  set_word (&job->back_side, scanner->back_side);
  set_word (&job->double_feed, scanner->double_feed);
  set_number (&job->res_dpi, scanner->res_dpi);
  set_number (&job->stall_ms, scanner->stall_ms);
}

/* A scanner without a maker's name has told nothing but how it is addressed. */
static gboolean
check_model (const Settings *settings, const char *vendor, const char *model,
             GError **error) {
  if (settings->scan_model == NULL || *vendor == '\0'
      || settings_is_model (settings->scan_model, vendor, model))
    return TRUE;
  g_set_error (error, FAULT, FAULT_DEVICE,
               "Máy quét đang cắm là %s %s, không phải %s như motcua.conf ghi. Cắm lại "
               "đúng máy, hoặc sửa model= trong [scan].",
               vendor, model, settings->scan_model);
  return FALSE;
}

gboolean
quirks_set (ScanJob *job, const Settings *settings, GError **error) {
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *text = NULL;
  const ScannerSettings *scanner;
  const char *vendor, *model;
  JsonObject *device;

  if (settings->scan_model == NULL && settings->scanners->len == 0)
    return TRUE;
  text = scanjob_list (NULL, job->device, error);
  if (text != NULL)
    answer = json_parse (text, strlen (text), LIMIT_ROSTER_BYTES, FAULT_PROTOCOL,
                         "motcua-scan", error);
  if (answer == NULL)
    return FALSE;
  device = find_device (answer, job->device);
  if (device == NULL)
    return TRUE;
  vendor = json_get_string (device, "vendor", "");
  model = json_get_string (device, "model", "");
  if (!check_model (settings, vendor, model, error))
    return FALSE;
  scanner = settings_get_scanner (settings, vendor, model);
  if (scanner != NULL)
    set_particulars (job, scanner);
  return TRUE;
}
