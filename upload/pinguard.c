/* SPDX-License-Identifier: Apache-2.0 */

/* One line: the word, then what identifies the state of the PIN's file. A guard that is
 * torn, foreign or about another state of the file says nothing; writing the PIN anew is
 * the one way to be let in again, and needs no command. */

#include "upload/pinguard.h"

#include "config/durable.h"

#include <string.h>
#include <sys/stat.h>

#define GUARD_MODE 0600
#define TRYING     "trying"
#define REFUSED    "refused"

static char *
format_line (const char *word, const char *pin_file) {
  struct stat status = {0};

  if (stat (pin_file, &status) != 0)
    return g_strdup_printf ("%s absent\n", word);
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT ".%09ld\n",
                          word, (guint64) status.st_ino, (gint64) status.st_size,
                          (gint64) status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

static gboolean
is_line (const char *text, const char *word, const char *pin_file) {
  g_autofree char *line = format_line (word, pin_file);

  return g_str_equal (text, line);
}

PinguardState
pinguard_load (const char *guard, const char *pin_file) {
  g_autofree char *text = NULL;

  if (!g_file_get_contents (guard, &text, NULL, NULL))
    return PINGUARD_FREE;
  if (is_line (text, REFUSED, pin_file))
    return PINGUARD_REFUSED;
  return is_line (text, TRYING, pin_file) ? PINGUARD_UNSURE : PINGUARD_FREE;
}

static gboolean
save_word (const char *guard, const char *word, const char *pin_file, GError **error) {
  g_autofree char *line = format_line (word, pin_file);

  return durable_save (guard, line, strlen (line), GUARD_MODE, error);
}

gboolean
pinguard_save_try (const char *guard, const char *pin_file, GError **error) {
  return save_word (guard, TRYING, pin_file, error);
}

gboolean
pinguard_save_refusal (const char *guard, const char *pin_file, GError **error) {
  return save_word (guard, REFUSED, pin_file, error);
}

gboolean
pinguard_clear (const char *guard, GError **error) {
  return durable_remove (guard, error);
}
