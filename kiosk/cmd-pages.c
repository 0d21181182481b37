/* SPDX-License-Identifier: Apache-2.0 */

/* motcua pages: a person's hand on the pages of an open dossier. Pages are named by the
 * place where they stand; each act is durable when the command returns, and says how to
 * undo it. What was taken out is listed by its number and comes back under it. */

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "kiosk/command.h"
#include "kiosk/errand.h"
#include "upload/arrange.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  CommandOptions shared;
  char *device;
  char *reason;
} PagesOptions;

static void
clear_options (PagesOptions *options) {
  command_options_clear (&options->shared);
  g_free (options->device);
  g_free (options->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PagesOptions, clear_options)

typedef struct {
  const PagesOptions *options;
  KioskStation *station;
  Errand errand;
  guint count; /* of operands behind the id */
  char **operands;
} PagesRun;

/* --- operands ----------------------------------------------------------------------- */

static gboolean
parse_number (const char *text, guint *number) {
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, LIMIT_DOSSIER_PAGES, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* Operand @i as a number; FALSE after a message. */
static gboolean
get_number (const PagesRun *run, guint i, guint *number) {
  if (i < run->count && parse_number (run->operands[i], number))
    return TRUE;
  command_usage ("pages: \"%s\" is no number of a page",
                 i < run->count ? run->operands[i] : "");
  return FALSE;
}

static KioskLeaf *
get_leaf (const PagesRun *run, guint i) {
  guint place;

  return get_number (run, i, &place) ? errand_get_leaf (&run->errand, place) : NULL;
}

static int
finish (PagesRun *run, gboolean done) {
  if (!done)
    return run->errand.error != NULL ? command_fail (run->errand.error) : COMMAND_FAILED;
  errand_wait (&run->errand);
  errand_print_twins (&run->errand);
  fprintf (stderr, "motcua: done; `motcua pages undo %s` takes it back\n",
           kiosk_intake_get_id (run->errand.intake));
  return COMMAND_DONE;
}

/* --- list --------------------------------------------------------------------------- */

static void
add_page (JsonBuilder *builder, const StoredPage *page) {
  json_builder_begin_object (builder);
  json_add_int (builder, "place", page->place);
  json_add_int (builder, "number", page->page->number);
  json_add_int (builder, "sheet", page->page->sheet);
  json_add_string (builder, "side", page->page->side == PAGE_BACK ? "back" : "front");
  json_add_string (builder, "file", page->page->file);
  json_add_string (builder, "sha256", page->page->sha256);
  json_add_int (builder, "leaf", page->leaf);
  json_add_int (builder, "turn", page->turn);
  json_add_boolean (builder, "read", page->read);
  json_add_boolean (builder, "blank", page->blank);
  json_add_string (builder, "failure", page->failure);
  json_add_string (builder, "document_type", page->type);
  json_add_int (builder, "replaced_by", page->successor);
  json_builder_end_object (builder);
}

static void
add_pages (JsonBuilder *builder, const char *member, const GPtrArray *pages) {
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < pages->len; i++)
    add_page (builder, g_ptr_array_index (pages, i));
  json_builder_end_array (builder);
}

static void
print_json (const GPtrArray *pages, const GPtrArray *removed, const SheetCounts *counts) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_add_int (builder, "sheets_declared", counts->declared);
  json_add_int (builder, "sheets_fed", counts->fed);
  json_add_int (builder, "sheets_kept", counts->kept);
  json_add_int (builder, "blank", counts->blank);
  add_pages (builder, "pages", pages);
  add_pages (builder, "removed", removed);
  json_builder_end_object (builder);
  text = json_format (builder, TRUE);
  printf ("%s\n", text);
}

static const char *
name_state (const StoredPage *page) {
  if (page->failed)
    return "unreadable";
  if (!page->read)
    return "unread";
  return page->blank ? "blank" : "read";
}

static void
print_text (const GPtrArray *pages, const GPtrArray *removed, const SheetCounts *counts) {
  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    printf ("%4u  sheet %u %s  %s  %s\n", page->place, page->page->sheet,
            page->page->side == PAGE_BACK ? "back " : "front", name_state (page),
            page->type != NULL ? page->type : "-");
  }
  for (guint i = 0; i < removed->len; i++) {
    const StoredPage *page = g_ptr_array_index (removed, i);

    printf ("   -  number %u  taken out%s\n", page->page->number,
            page->successor > 0 ? ", replaced" : "");
  }
  printf ("sheets: %u declared, %u fed, %u kept; %u pages, %u of them blank\n",
          counts->declared, counts->fed, counts->kept, counts->pages, counts->blank);
}

static int
list_pages (PagesRun *run) {
  Store *store = kiosk_station_get_store (run->station);
  const char *id = kiosk_intake_get_id (run->errand.intake);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pages = store_get_pages (store, id, &error);
  g_autoptr (GPtrArray) removed
      = pages != NULL ? store_get_removed (store, id, &error) : NULL;
  SheetCounts counts;

  if (removed == NULL || !store_get_counts (store, id, &counts, &error))
    return command_fail (error);
  (run->options->shared.json ? print_json : print_text) (pages, removed, &counts);
  return COMMAND_DONE;
}

/* --- acts --------------------------------------------------------------------------- */

static int
remove_page (PagesRun *run) {
  KioskLeaf *leaf = get_leaf (run, 0);

  return leaf == NULL ? COMMAND_USAGE
                      : finish (run, kiosk_intake_remove_page (run->errand.intake, leaf,
                                                               &run->errand.error));
}

static int
restore_page (PagesRun *run) {
  guint number, place;

  if (!get_number (run, 0, &number) || !get_number (run, 1, &place))
    return COMMAND_USAGE;
  return finish (run, kiosk_intake_restore_page (run->errand.intake, number, place,
                                                 &run->errand.error));
}

static int
move_page (PagesRun *run) {
  KioskLeaf *leaf = get_leaf (run, 0);
  guint place;

  if (leaf == NULL || !get_number (run, 1, &place))
    return COMMAND_USAGE;
  return finish (
      run, kiosk_intake_move_page (run->errand.intake, leaf, place, &run->errand.error));
}

static int
turn_page (PagesRun *run) {
  KioskLeaf *leaf = get_leaf (run, 0);
  guint degrees;

  if (leaf == NULL || !get_number (run, 1, &degrees))
    return COMMAND_USAGE;
  return finish (run, kiosk_intake_turn_page (run->errand.intake, leaf, degrees,
                                              &run->errand.error));
}

static int
take_in (PagesRun *run, FeedingKind kind) {
  KioskFeed feed = {.kind = kind, .leaf = get_leaf (run, 0)};
  const char *const *paths = (const char *const *) run->operands + 1;

  if (feed.leaf == NULL)
    return COMMAND_USAGE;
  if ((run->count > 1) == (run->options->device != NULL))
    return command_usage ("pages: either FILEs or --device is needed");
  if (run->count > 1)
    return finish (run, errand_add_files (&run->errand, &feed, paths));
  if (errand_scan (&run->errand, &feed))
    return finish (run, TRUE);
  if (run->errand.message != NULL)
    fprintf (stderr, "motcua: %s\n", run->errand.message);
  errand_print_halt (&run->errand);
  return finish (run, FALSE);
}

static int
insert_pages (PagesRun *run) {
  return take_in (run, FEEDING_INSERT);
}

static int
replace_page (PagesRun *run) {
  return take_in (run, FEEDING_REPLACE);
}

/* With a reason, for good: it goes into the manifest. */
static int
decide (PagesRun *run,
        gboolean (*decision) (KioskIntake *, KioskLeaf *, const char *, GError **)) {
  KioskLeaf *leaf;

  if (run->options->reason == NULL)
    return command_usage ("pages: --reason is needed");
  leaf = get_leaf (run, 0);
  if (leaf == NULL)
    return COMMAND_USAGE;
  return decision (run->errand.intake, leaf, run->options->reason, &run->errand.error)
             ? COMMAND_DONE
             : command_fail (run->errand.error);
}

static int
let_go (PagesRun *run) {
  return decide (run, kiosk_intake_let_go);
}

static int
keep_page (PagesRun *run) {
  return decide (run, kiosk_intake_keep_twin);
}

static int
declare_sheets (PagesRun *run) {
  guint sheets;

  if (!get_number (run, 0, &sheets))
    return COMMAND_USAGE;
  return kiosk_intake_declare (run->errand.intake, sheets, &run->errand.error)
             ? COMMAND_DONE
             : command_fail (run->errand.error);
}

static const char *
name_act (ArrangeKind kind) {
  switch (kind) {
  case ARRANGE_PUT:
    return "taking in";
  case ARRANGE_REMOVE:
    return "removing";
  case ARRANGE_MOVE:
    return "moving";
  case ARRANGE_TURN:
    return "turning";
  case ARRANGE_REPLACE:
    return "replacing";
  case ARRANGE_JOIN:
    return "joining two passes:";
  }
  g_assert_not_reached ();
}

static void
print_step (const char *verb, const ArrangeStep *step) {
  if (step->feeding != 0)
    printf ("%s: feeding %u, %u pages\n", verb, step->feeding, step->pages);
  else
    printf ("%s: %s page %u\n", verb, name_act (step->kind), step->place);
}

static int
undo (PagesRun *run) {
  ArrangeStep step;

  if (kiosk_intake_get_undo (run->errand.intake, &step))
    print_step ("undone", &step);
  if (!kiosk_intake_undo (run->errand.intake, &run->errand.error))
    return command_fail (run->errand.error);
  errand_wait (&run->errand);
  return COMMAND_DONE;
}

static int
redo (PagesRun *run) {
  ArrangeStep step;

  if (kiosk_intake_get_redo (run->errand.intake, &step))
    print_step ("done again", &step);
  if (!kiosk_intake_redo (run->errand.intake, &run->errand.error))
    return command_fail (run->errand.error);
  errand_wait (&run->errand);
  return COMMAND_DONE;
}

static const struct {
  const char *name;
  int (*run) (PagesRun *run);
} verbs[] = {
    {"list", list_pages},       {"remove", remove_page}, {"restore", restore_page},
    {"move", move_page},        {"turn", turn_page},     {"insert", insert_pages},
    {"replace", replace_page},  {"let-go", let_go},      {"keep", keep_page},
    {"sheets", declare_sheets}, {"undo", undo},          {"redo", redo},
};

static int
run_verb (guint verb, const PagesOptions *options, int argc, char **argv) {
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station
      = command_open_station (&options->shared, options->device, &status);
  g_autoptr (KioskIntake) intake = NULL;
  g_autoptr (GError) error = NULL;
  PagesRun run = {.options = options,
                  .station = station,
                  .count = (guint) argc - 3,
                  .operands = argv + 3};

  if (station == NULL)
    return status;
  intake = kiosk_station_resume (station, argv[2], 0, &error);
  if (intake == NULL)
    return command_fail (error);
  errand_begin (&run.errand, intake);
  status = verbs[verb].run (&run);
  errand_end (&run.errand);
  return status;
}

int
command_pages (int argc, char **argv) {
  g_auto (PagesOptions) options = {0};
  const GOptionEntry entries[]
      = {{"device", 0, 0, G_OPTION_ARG_STRING, &options.device, "Scanner", "D"},
         {"reason", 0, 0, G_OPTION_ARG_STRING, &options.reason, "Why", "REASON"},
         G_OPTION_ENTRY_NULL};

  if (!command_parse ("list|remove|restore|move|turn|insert|replace|let-go|keep|sheets|"
                      "undo|redo ID [PAGE] [...]",
                      "Changes the pages of an open dossier; each act can be undone.",
                      entries, &options.shared, &argc, &argv))
    return COMMAND_USAGE;
  if (argc < 3)
    return command_usage ("pages: a verb and the id of a dossier are needed");
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (g_str_equal (verbs[i].name, argv[1]))
      return run_verb (i, &options, argc, argv);
  }
  return command_usage ("pages: \"%s\" is none of its verbs", argv[1]);
}
