/* SPDX-License-Identifier: Apache-2.0 */

/* motcua bench: what a supervisor does with dossiers that were handed in, from a terminal:
 * why they wait, samples for inspection, sending one back with marks, and the marks. */

#include "kiosk/bench.h"
#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "kiosk/command.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  CommandOptions shared;
  char *seed;
  char **marks;
} BenchOptions;

static void
clear_options (BenchOptions *options) {
  command_options_clear (&options->shared);
  g_free (options->seed);
  g_strfreev (options->marks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BenchOptions, clear_options)

typedef struct {
  KioskStation *station;
  const BenchOptions *options;
  const char *operand; /* or NULL */
} BenchRun;

/* Id of the dossier that the operand names; NULL with a fault. Caller frees. */
static char *
find_id (const BenchRun *run, GError **error) {
  g_autoptr (Dossier) dossier
      = store_get_dossier (kiosk_station_get_store (run->station), run->operand, error);

  return dossier != NULL ? g_strdup (dossier->id) : NULL;
}

static void
print_json (JsonBuilder *builder) {
  g_autofree char *text = json_format (builder, TRUE);

  printf ("%s\n", text);
}

/* --- cases -------------------------------------------------------------------------- */

static void
add_case (JsonBuilder *builder, const Case *one, gint64 now) {
  json_builder_begin_object (builder);
  json_add_string (builder, "dossier", one->dossier);
  json_add_string (builder, "code", one->dossier_code);
  json_add_string (builder, "case", case_code_get_name (one->code));
  json_add_string (builder, "reason", one->reason);
  json_add_string (builder, "owner", one->owner);
  json_add_int (builder, "sample", one->sample);
  json_add_int (builder, "age_s", now - one->raised_at);
  json_builder_end_object (builder);
}

static gboolean
show_cases (const BenchRun *run, GError **error) {
  g_autoptr (GPtrArray) cases = kiosk_bench_get_cases (run->station, NULL, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (cases == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < cases->len; i++) {
    const Case *one = g_ptr_array_index (cases, i);

    add_case (builder, one, now);
    if (!run->options->shared.json)
      printf ("%-8.8s  %s  %s%s%s  %s  %" G_GINT64_FORMAT " min\n", one->dossier,
              one->dossier_code, case_code_get_name (one->code),
              one->reason != NULL ? ": " : "", one->reason != NULL ? one->reason : "",
              one->owner != NULL ? one->owner : "-", (now - one->raised_at) / 60);
  }
  json_builder_end_array (builder);
  if (run->options->shared.json)
    print_json (builder);
  else if (cases->len == 0)
    printf ("Nothing waits for a person.\n");
  return TRUE;
}

/* --- samples ------------------------------------------------------------------------ */

static gboolean
draw_sample (const BenchRun *run, GError **error) {
  g_autoptr (GPtrArray) drawn = NULL;
  guint64 wanted;
  gint64 number;

  if (!g_ascii_string_to_unsigned (run->operand, 10, 1, LIMIT_SAMPLE, &wanted, NULL)) {
    g_set_error (error, FAULT, FAULT_USAGE, "bench sample: how many, 1 to %u",
                 LIMIT_SAMPLE);
    return FALSE;
  }
  drawn = kiosk_bench_draw_sample (run->station, run->options->seed, (guint) wanted,
                                   &number, error);
  for (guint i = 0; drawn != NULL && i < drawn->len; i++)
    printf ("%s\n", (const char *) g_ptr_array_index (drawn, i));
  return drawn != NULL;
}

static gboolean
show_samples (const BenchRun *run, GError **error) {
  g_autoptr (GPtrArray) samples = kiosk_bench_get_samples (run->station, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (samples == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < samples->len; i++) {
    const Sample *sample = g_ptr_array_index (samples, i);

    json_builder_begin_object (builder);
    json_add_int (builder, "number", sample->number);
    json_add_string (builder, "seed", sample->seed);
    json_add_int (builder, "wanted", sample->wanted);
    json_add_int (builder, "among", sample->among);
    json_add_string (builder, "member", sample->member);
    json_builder_end_object (builder);
    if (!run->options->shared.json)
      printf ("%" G_GINT64_FORMAT "  %u of %u by seed %s\n", sample->number,
              sample->wanted, sample->among, sample->seed);
  }
  json_builder_end_array (builder);
  if (run->options->shared.json)
    print_json (builder);
  return TRUE;
}

/* --- marks -------------------------------------------------------------------------- */

/* "PAGE=REASON" or "PAGE:LEFT,TOP,RIGHT,BOTTOM=REASON"; page 0 is the whole dossier. */
static Mark *
parse_mark (const char *text) {
  const char *reason = strchr (text, '=');
  Box box = {0, 0, 0, 0};
  guint page;
  int end = 0;

  if (reason == NULL || sscanf (text, "%u%n", &page, &end) != 1)
    return NULL;
  if (text[end] == ':'
      && sscanf (text + end, ":%d,%d,%d,%d%n", &box.left, &box.top, &box.right,
                 &box.bottom, &end)
             != 4)
    return NULL;
  return mark_new (page, box, reason + 1);
}

static gboolean
send_back (const BenchRun *run, GError **error) {
  g_autoptr (GPtrArray) marks
      = g_ptr_array_new_with_free_func ((GDestroyNotify) mark_free);
  g_autofree char *id = find_id (run, error);
  char **text = run->options->marks;

  if (id == NULL)
    return FALSE;
  for (; text != NULL && *text != NULL; text++) {
    Mark *mark = parse_mark (*text);

    if (mark == NULL) {
      g_set_error (error, FAULT, FAULT_USAGE,
                   "\"%s\" is no mark: PAGE=REASON, or PAGE:LEFT,TOP,RIGHT,BOTTOM=REASON",
                   *text);
      return FALSE;
    }
    g_ptr_array_add (marks, mark);
  }
  if (!kiosk_bench_return (run->station, id, marks, error))
    return FALSE;
  printf ("%s is open again, with %u marks\n", id, marks->len);
  return TRUE;
}

static void
print_mark (const Mark *mark) {
  printf ("%" G_GINT64_FORMAT "  page %u  %s\n", mark->number, mark->page,
          mark_is_open (mark) ? "open" : "answered");
  for (guint i = 0; i < mark->remarks->len; i++) {
    const Remark *remark = g_ptr_array_index (mark->remarks, i);

    printf ("    %s (%s): %s\n", remark_kind_get_name (remark->kind),
            remark->member != NULL ? remark->member : "-", remark->text);
  }
}

static gboolean
show_marks (const BenchRun *run, GError **error) {
  g_autofree char *id = find_id (run, error);
  g_autoptr (GPtrArray) marks
      = id != NULL ? kiosk_bench_get_marks (run->station, id, error) : NULL;

  for (guint i = 0; marks != NULL && i < marks->len; i++)
    print_mark (g_ptr_array_index (marks, i));
  return marks != NULL;
}

static const struct {
  const char *name;
  gboolean has_operand;
  gboolean (*run) (const BenchRun *run, GError **error);
} verbs[] = {
    {"cases", FALSE, show_cases},     {"sample", TRUE, draw_sample},
    {"samples", FALSE, show_samples}, {"return", TRUE, send_back},
    {"marks", TRUE, show_marks},
};

static int
run_verb (const BenchOptions *options, guint verb, const char *operand) {
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station
      = command_open_station (&options->shared, NULL, &status);
  g_autoptr (GError) error = NULL;
  BenchRun run = {station, options, operand};

  if (station == NULL)
    return status;
  return verbs[verb].run (&run, &error) ? COMMAND_DONE : command_fail (error);
}

int
command_bench (int argc, char **argv) {
  g_auto (BenchOptions) options = {0};
  const GOptionEntry entries[]
      = {{"seed", 0, 0, G_OPTION_ARG_STRING, &options.seed,
          "sample: draw by this seed (default: a random one)", "SEED"},
         {"mark", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.marks,
          "return: what is wrong, and where on the upright page",
          "PAGE[:LEFT,TOP,RIGHT,BOTTOM]=REASON"},
         G_OPTION_ENTRY_NULL};

  if (!command_parse ("cases | sample N | samples | return ID | marks ID",
                      "Why dossiers wait for a person; drawing some for inspection; "
                      "sending one back to the clerk.",
                      entries, &options.shared, &argc, &argv))
    return COMMAND_USAGE;
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (verbs); i++) {
    if (g_str_equal (verbs[i].name, argv[1]) && argc == 2 + (verbs[i].has_operand != 0))
      return run_verb (&options, i, argc > 2 ? argv[2] : NULL);
  }
  return command_usage ("bench: cases, sample N, samples, return ID or marks ID");
}
