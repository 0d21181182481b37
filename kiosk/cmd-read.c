/* SPDX-License-Identifier: Apache-2.0 */

/* motcua read: any page images, without a dossier. Pages are read side by side; each
 * result is written whole as soon as it is there, and a bad image costs only itself. */

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"
#include "config/layout.h"
#include "kiosk/command.h"
#include "kiosk/reader.h"
#include "kiosk/replay.h"
#include "ocr/pdf.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define STREAK_SAME_MM 1.0

typedef struct {
  const char *out;
  gboolean json;
  GMutex lock; /* guards what follows */
  guint pages, done, failed;
  GArray *streaks; /* Streak */
} ReadRun;

/* Pages with a streak at one place of the glass. */
typedef struct {
  double at_mm;
  guint pages;
} Streak;

/* "x" of "/a/b/x.png". */
static char *
page_name (const char *path) {
  char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';
  return name;
}

static char *
output_path (const ReadRun *run, const char *path, const char *suffix) {
  g_autofree char *page = page_name (path);
  g_autofree char *name = g_strconcat (page, suffix, NULL);

  return g_build_filename (run->out, name, NULL);
}

/* A file name may hold what is no text; a title may not. */
static char *
make_title (const char *path) {
  g_autofree char *name = page_name (path);
  char *title = g_utf8_make_valid (name, -1);

  for (char *at = title; *at != '\0'; at++) {
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  }
  return title;
}

/* The PDF bears the time of the image it was made from, so that the same page gives the
 * same bytes. */
static gboolean
write_pdf (DurableFile *file, const char *path, const Answer *answer, GError **error) {
  g_autofree char *title = make_title (path);
  struct stat status = {0};
  PdfInfo info = {.profile = PDF_A_2U, .title = title, .language = "vi-VN"};
  g_autoptr (PdfWriter) writer = NULL;

  if (stat (path, &status) == 0)
    info.created_at = status.st_mtime;
  PdfPage page
      = {answer->image, 0, answer->reading->words, answer->reading->recipe->raw_sha256};
  writer = pdf_open (file, &info, error);
  if (writer == NULL || !pdf_add_page (writer, &page, error))
    return FALSE;
  return pdf_close (g_steal_pointer (&writer), NULL, error);
}

static gboolean
save_pdf (const ReadRun *run, const char *path, const Answer *answer, GError **error) {
  g_autofree char *pdf_path = output_path (run, path, ".pdf");
  g_autoptr (DurableFile) file = durable_open (pdf_path, 0644, error);

  if (file == NULL || !write_pdf (file, path, answer, error))
    return FALSE;
  return durable_commit (g_steal_pointer (&file), error);
}

static gboolean
save_answer (const ReadRun *run, const char *path, const Answer *answer, GError **error) {
  g_autofree char *text_path = output_path (run, path, ".txt");
  g_autofree char *json_path = output_path (run, path, ".json");
  g_autofree char *page = page_name (path);
  g_autofree char *text = words_format_text (answer->reading->words);
  g_autofree char *json = NULL;

  if (answer->reading->recipe == NULL)
    answer->reading->recipe = recipe_new ();
  answer->reading->recipe->raw_sha256 = durable_hash (path, NULL, error);
  if (answer->reading->recipe->raw_sha256 == NULL)
    return FALSE;
  json = reading_format (answer->reading, page, TRUE);
  return durable_save (text_path, text, strlen (text), 0644, error)
         && durable_save (json_path, json, strlen (json), 0644, error)
         && save_pdf (run, path, answer, error);
}

/* One JSON object a line for each file, in the order in which they are done. */
static void
print_line (const char *path, const Reading *reading, const GError *fault) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *page = page_name (path);
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  json_add_string (builder, "file", path);
  json_add_string (builder, "page", page);
  if (reading != NULL) {
    json_add_boolean (builder, "blank", reading->blank);
    json_add_string (builder, "document_type", reading->document_type);
    json_builder_set_member_name (builder, "quality");
    quality_format (reading->defects, builder);
  }
  json_add_string (builder, "fault", reading == NULL ? fault->message : NULL);
  json_builder_end_object (builder);
  line = json_format (builder, FALSE);
  printf ("%s\n", line);
  fflush (stdout);
}

static void
note_streak (ReadRun *run, double at_mm) {
  Streak streak = {at_mm, 1};

  for (guint i = 0; i < run->streaks->len; i++) {
    Streak *known = &g_array_index (run->streaks, Streak, i);

    if (ABS (known->at_mm - at_mm) <= STREAK_SAME_MM) {
      known->pages++;
      return;
    }
  }
  g_array_append_val (run->streaks, streak);
}

/* Tells at once why a page should be scanned again. */
static void
tell_defects (ReadRun *run, const char *path, const GArray *defects) {
  for (guint i = 0; i < defects->len; i++) {
    const Defect *defect = &g_array_index (defects, Defect, i);
    g_autofree char *said = quality_describe (defect);

    if (defect->kind == DEFECT_STREAK)
      note_streak (run, defect->measure);
    command_end_progress ();
    fprintf (stderr, "motcua: %s: %s\n", path, said);
  }
}

/* One sheet may have a line where another has none; dirt on the glass is on all of them. */
static void
tell_streaks (const ReadRun *run) {
  for (guint i = 0; i < run->streaks->len; i++) {
    const Streak *streak = &g_array_index (run->streaks, Streak, i);

    if (streak->pages > 1)
      fprintf (stderr,
               "motcua: %u pages have a streak %.0f mm from the left: clean the glass\n",
               streak->pages, streak->at_mm);
  }
}

/* A thread of the pool. */
static void
on_read (const char *path, const Answer *answer, const GError *fault, gpointer data) {
  ReadRun *run = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = answer != NULL && save_answer (run, path, answer, &error);

  g_mutex_lock (&run->lock);
  run->done++;
  if (run->json)
    print_line (path, saved ? answer->reading : NULL, fault != NULL ? fault : error);
  if (saved)
    tell_defects (run, path, answer->reading->defects);
  else {
    run->failed++;
    command_end_progress ();
    fprintf (stderr, "motcua: %s: %s\n", path,
             fault != NULL ? fault->message : error->message);
  }
  command_show_progress ("%u of %u pages read", run->done, run->pages);
  g_mutex_unlock (&run->lock);
}

static int
read_files (const Settings *settings, const char *out, gboolean json, guint count,
            char **paths) {
  g_autoptr (ReaderPool) pool
      = reader_pool_new (MIN (settings->read_workers, count), settings->read_forms, NULL);
  g_autoptr (GArray) streaks = g_array_new (FALSE, FALSE, sizeof (Streak));
  ReadRun run = {.out = out, .json = json, .pages = count, .streaks = streaks};
  const AnswerOptions options = {.recognise = TRUE};

  g_mutex_init (&run.lock);
  for (guint i = 0; i < count; i++)
    reader_pool_push (pool, NULL, paths[i], &options, on_read, &run);
  g_clear_pointer (&pool, reader_pool_free);
  g_mutex_clear (&run.lock);
  command_end_progress ();
  tell_streaks (&run);
  if (run.failed == 0)
    return COMMAND_DONE;
  if (count > 1)
    fprintf (stderr, "motcua: %u of %u pages could not be read; the others are in %s\n",
             run.failed, run.pages, out);
  return COMMAND_FAILED;
}

/* Whether each page's image still comes out of its file by the recipe in @out. */
static int
replay_files (const char *out, guint count, char **paths) {
  const ReadRun run = {.out = out};
  guint failed = 0;

  for (guint i = 0; i < count; i++) {
    g_autofree char *json_path = output_path (&run, paths[i], ".json");
    g_autoptr (GError) error = NULL;

    if (replay_page (paths[i], json_path, &error)) {
      printf ("%s: the same bytes\n", paths[i]);
      continue;
    }
    failed++;
    fprintf (stderr, "motcua: %s: %s\n", paths[i], error->message);
  }
  return failed == 0 ? COMMAND_DONE : COMMAND_FAILED;
}

/* Two files of one name would overwrite each other's results. */
static gboolean
refuse_repeats (guint count, char **paths) {
  g_autoptr (GHashTable) names
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < count; i++) {
    if (!g_hash_table_add (names, page_name (paths[i]))) {
      command_usage ("read: two files would both become \"%s\"", paths[i]);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_procedure (const char *code, GError **error) {
  g_autofree char *path = layout_data_dup ("config/procedures.json");
  g_autoptr (Catalogue) catalogue = catalogue_load (path, error);

  if (catalogue == NULL)
    return FALSE;
  if (catalogue_get_procedure (catalogue, code) != NULL)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE, "there is no procedure %s in the catalogue",
               code);
  return FALSE;
}

int
command_read (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_autofree char *procedure = NULL, *out = NULL;
  gboolean replay = FALSE;
  const GOptionEntry entries[]
      = {{"procedure", 0, 0, G_OPTION_ARG_STRING, &procedure, "What the pages are for",
          "CODE"},
         {"out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Folder for the results", "DIR"},
         {"replay", 0, 0, G_OPTION_ARG_NONE, &replay,
          "Make the images in DIR anew and compare", NULL},
         G_OPTION_ENTRY_NULL};
  g_autoptr (Settings) settings = NULL;
  g_autoptr (GError) error = NULL;

  if (!command_parse ("FILE...",
                      "Reads page images (PNG, JPEG, TIFF); writes NAME.txt, "
                      "NAME.json and NAME.pdf for each.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  if (out == NULL || argc < 2)
    return command_usage ("read: --out DIR and at least one FILE are needed");
  if (!refuse_repeats ((guint) argc - 1, argv + 1))
    return COMMAND_USAGE;
  if (replay)
    return replay_files (out, (guint) argc - 1, argv + 1);
  settings = settings_load (options.config, &error);
  if (settings == NULL || (procedure != NULL && !check_procedure (procedure, &error))
      || !durable_mkdir (out, &error))
    return command_fail (error);
  return read_files (settings, out, options.json, (guint) argc - 1, argv + 1);
}
