/* SPDX-License-Identifier: Apache-2.0 */

/* Three kinds of lines:
 *
 *   {"event":"page","number":1,"sheet":1,"side":"front","file":"page-0001.tif",
 *    "width_px":2480,"height_px":3508,"res_dpi":300,"size_bytes":812345,"sha256":"..."}
 *   {"event":"progress","lines":1200}
 *   {"event":"end","outcome":"jam","pages":6,"last_page":6,"last_sheet":6,"sheet":7,
 *    "next_page":7,"offer_dpi":0,"notices":[],"message":"Paper is jammed ..."}
 *
 * The reader trusts a worker as little as a portal: every value is checked against its
 * maximum, the file name must be the one that follows from the number, and members that it
 * does not know are ignored, so that a newer worker can say more. */

#include "scan/report.h"

#include "scan/guidance.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#include <string.h>

#define SHA256_DIGITS 64

static const struct {
  ReportOutcome outcome;
  const char *name;
} outcome_names[] = {
    {REPORT_DONE, "done"},           {REPORT_EMPTY, "empty"},
    {REPORT_NO_PAPER, "no-paper"},   {REPORT_JAM, "jam"},
    {REPORT_COVER, "cover"},         {REPORT_DOUBLE_FEED, "double-feed"},
    {REPORT_CANCELLED, "cancelled"}, {REPORT_FAILED, "failed"},
};

static const char *const side_names[] = {[PAGE_FRONT] = "front", [PAGE_BACK] = "back"};

void
report_free (Report *report) {
  g_clear_pointer (&report->page, page_free);
  g_strfreev (report->notices);
  g_free (report->message);
  g_free (report);
}

const char *
report_outcome_get_name (ReportOutcome outcome) {
  for (guint i = 0; i < G_N_ELEMENTS (outcome_names); i++) {
    if (outcome_names[i].outcome == outcome)
      return outcome_names[i].name;
  }
  g_assert_not_reached ();
}

char *
report_format_page (const Page *page) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_string (builder, "event", "page");
  json_add_int (builder, "number", page->number);
  json_add_int (builder, "sheet", page->sheet);
  json_add_string (builder, "side", side_names[page->side]);
  json_add_string (builder, "file", page->file);
  json_add_int (builder, "width_px", page->width_px);
  json_add_int (builder, "height_px", page->height_px);
  json_add_int (builder, "res_dpi", page->res_dpi);
  json_add_int (builder, "size_bytes", (gint64) page->size_bytes);
  json_add_string (builder, "sha256", page->sha256);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

char *
report_format_progress (guint lines) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_string (builder, "event", "progress");
  json_add_int (builder, "lines", lines);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

static void
add_notices (JsonBuilder *builder, char **notices) {
  json_builder_set_member_name (builder, "notices");
  json_builder_begin_array (builder);
  for (guint i = 0; notices != NULL && notices[i] != NULL; i++)
    json_builder_add_string_value (builder, notices[i]);
  json_builder_end_array (builder);
}

char *
report_format_end (const Report *end) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_string (builder, "event", "end");
  json_add_string (builder, "outcome", report_outcome_get_name (end->outcome));
  json_add_int (builder, "pages", end->pages);
  json_add_int (builder, "last_page", end->last_page);
  json_add_int (builder, "last_sheet", end->last_sheet);
  json_add_int (builder, "sheet", end->sheet);
  json_add_int (builder, "next_page", end->next_page);
  json_add_int (builder, "offer_dpi", end->offer_dpi);
  add_notices (builder, end->notices);
  json_add_string (builder, "message", end->message);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

gboolean
report_is_whole (const Report *end) {
  return end->outcome == REPORT_DONE || end->outcome == REPORT_EMPTY;
}

Report *
report_new_end (ReportOutcome outcome, const Tally *tally, const char *message) {
  Report *end = g_new0 (Report, 1);

  end->kind = REPORT_END;
  end->outcome = outcome;
  end->pages = tally->pages;
  end->last_page = tally_get_last_page (tally);
  end->last_sheet = tally_get_last_sheet (tally);
  end->next_page = tally_get_number (tally);
  if (report_is_whole (end)) {
    end->last_sheet = tally_get_begun_sheet (tally);
  } else {
    end->sheet = tally_get_sheet (tally);
    end->next_page = tally_get_next_page (tally);
  }
  end->notices = g_new0 (char *, 1);
  end->message = message != NULL ? g_strdup (message) : guidance_dup (outcome, tally);
  return end;
}

/* Takes @member as a number of @least..@most; the first failure is kept in @error. */
static guint64
take_number (JsonObject *object, const char *member, guint64 least, guint64 most,
             GError **error) {
  gint64 value = json_get_int (object, member, -1);

  if (value >= 0 && (guint64) value >= least && (guint64) value <= most)
    return (guint64) value;
  if (*error == NULL)
    g_set_error (error, FAULT, FAULT_PROTOCOL, "scan report: bad \"%s\"", member);
  return 0;
}

static gboolean
is_sha256 (const char *text) {
  return strlen (text) == SHA256_DIGITS
         && strspn (text, "0123456789abcdef") == SHA256_DIGITS;
}

static gboolean
take_side (JsonObject *object, PageSide *side) {
  const char *name = json_get_string (object, "side", "");

  for (guint i = 0; i < G_N_ELEMENTS (side_names); i++) {
    if (g_str_equal (name, side_names[i])) {
      *side = (PageSide) i;
      return TRUE;
    }
  }
  return FALSE;
}

static Page *
parse_page (JsonObject *object, GError **error) {
  g_autoptr (Page) page = g_new0 (Page, 1);
  g_autoptr (GError) fault = NULL;

  page->number = (guint) take_number (object, "number", 1, LIMIT_DOSSIER_PAGES, &fault);
  page->sheet = (guint) take_number (object, "sheet", 1, LIMIT_DOSSIER_PAGES, &fault);
  page->width_px = (guint) take_number (object, "width_px", LIMIT_IMAGE_SIDE_MIN_PX,
                                        LIMIT_IMAGE_SIDE_PX, &fault);
  page->height_px = (guint) take_number (object, "height_px", LIMIT_IMAGE_SIDE_MIN_PX,
                                         LIMIT_IMAGE_SIDE_PX, &fault);
  page->res_dpi = (guint) take_number (object, "res_dpi", 1, LIMIT_IMAGE_RES_DPI, &fault);
  page->size_bytes = take_number (object, "size_bytes", 1, LIMIT_IMAGE_BYTES, &fault);
  page->file = page_name_dup (page->number);
  page->sha256 = g_strdup (json_get_string (object, "sha256", ""));
  if (fault == NULL
      && (!g_str_equal (json_get_string (object, "file", ""), page->file)
          || !is_sha256 (page->sha256) || !take_side (object, &page->side)))
    g_set_error (&fault, FAULT, FAULT_PROTOCOL, "scan report: bad page line");
  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }
  return g_steal_pointer (&page);
}

static char **
take_notices (JsonObject *object) {
  JsonArray *array = json_get_array (object, "notices");
  guint count = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GStrvBuilder) notices = g_strv_builder_new ();

  for (guint i = 0; i < MIN (count, LIMIT_NOTICES); i++) {
    JsonNode *notice = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_VALUE (notice) && json_node_get_string (notice) != NULL)
      g_strv_builder_add (notices, json_node_get_string (notice));
  }
  return g_strv_builder_end (notices);
}

static gboolean
take_outcome (JsonObject *object, ReportOutcome *outcome) {
  const char *name = json_get_string (object, "outcome", "");

  for (guint i = 0; i < G_N_ELEMENTS (outcome_names); i++) {
    if (g_str_equal (outcome_names[i].name, name)) {
      *outcome = outcome_names[i].outcome;
      return TRUE;
    }
  }
  return FALSE;
}

static Report *
parse_end (JsonObject *object, GError **error) {
  g_autoptr (Report) end = g_new0 (Report, 1);
  g_autoptr (GError) fault = NULL;
  guint most = LIMIT_DOSSIER_PAGES;

  end->kind = REPORT_END;
  end->pages = (guint) take_number (object, "pages", 0, most, &fault);
  end->last_page = (guint) take_number (object, "last_page", 0, most, &fault);
  end->last_sheet = (guint) take_number (object, "last_sheet", 0, most, &fault);
  end->sheet = (guint) take_number (object, "sheet", 0, most + 1, &fault);
  end->next_page = (guint) take_number (object, "next_page", 1, most + 1, &fault);
  end->offer_dpi
      = (guint) take_number (object, "offer_dpi", 0, LIMIT_IMAGE_RES_DPI, &fault);
  end->notices = take_notices (object);
  end->message = g_strdup (json_get_string (object, "message", ""));
  if (fault == NULL && !take_outcome (object, &end->outcome))
    g_set_error (&fault, FAULT, FAULT_PROTOCOL, "scan report: unknown outcome");
  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }
  return g_steal_pointer (&end);
}

static Report *
parse_progress (JsonObject *object, GError **error) {
  g_autoptr (GError) fault = NULL;
  guint lines = (guint) take_number (object, "lines", 0, LIMIT_IMAGE_SIDE_PX, &fault);
  Report *progress;

  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }
  progress = g_new0 (Report, 1);
  progress->kind = REPORT_PROGRESS;
  progress->lines = lines;
  return progress;
}

static Report *
parse_page_line (JsonObject *object, GError **error) {
  Page *page = parse_page (object, error);
  Report *report;

  if (page == NULL)
    return NULL;
  report = g_new0 (Report, 1);
  report->kind = REPORT_PAGE;
  report->page = page;
  return report;
}

Report *
report_parse (const char *line, GError **error) {
  g_autoptr (JsonObject) object = json_parse (line, strlen (line), LIMIT_EVENT_BYTES,
                                              FAULT_PROTOCOL, "scan report", error);
  const char *event;

  if (object == NULL)
    return NULL;
  event = json_get_string (object, "event", "");
  if (g_str_equal (event, "page"))
    return parse_page_line (object, error);
  if (g_str_equal (event, "progress"))
    return parse_progress (object, error);
  if (g_str_equal (event, "end"))
    return parse_end (object, error);
  g_set_error (error, FAULT, FAULT_PROTOCOL,
               "scan report: neither a page nor progress nor an end");
  return NULL;
}
