/* SPDX-License-Identifier: Apache-2.0 */

/* Replaying proves what a page's image is made of: the raw page, the recipe in its reading,
 * and nothing else. It decodes the page, so that it is a reader's work, behind the same
 * walls; the reader says itself whether the bytes are the same. */

#include "kiosk/replay.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/layout.h"
#include "config/limits.h"
#include "ocr/recipe.h"
#include "scan/page.h"

#include <gio/gio.h>

#include <string.h>
#include <unistd.h>

#define JSON_FD  3
#define IMAGE_FD 4

static GSubprocessLauncher *
make_launcher (void) {
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_setenv (launcher, "OMP_THREAD_LIMIT", "1", TRUE);
  return launcher;
}

/* @image may be NULL. */
static GSubprocess *
spawn_reader (GSubprocessLauncher *launcher, const char *json, const char *image,
              GError **error) {
  g_autofree char *program = layout_program_dup ("motcua-read");
  g_autoptr (GError) cause = NULL;
  GSubprocess *process;

  process = g_subprocess_launcher_spawn (launcher, &cause, program, "--replay", json,
                                         image, NULL);
  if (process == NULL)
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot start %s: %s", program,
                 cause->message);
  return process;
}

/* Takes @process, which may be NULL. */
static gboolean
judge (GSubprocess *started, GError **error) {
  g_autoptr (GSubprocess) process = started;
  g_autofree char *said = NULL;
  g_autoptr (GError) cause = NULL;

  if (process == NULL)
    return FALSE;
  if (!g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, &cause)) {
    g_set_error_literal (error, FAULT, FAULT_TEMPORARY, cause->message);
    return FALSE;
  }
  if (g_subprocess_get_successful (process))
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_IMAGE,
                       said != NULL ? g_strstrip (said) : "the reader has ended");
  return FALSE;
}

gboolean
replay_page (const char *path, const char *json_path, GError **error) {
  g_autoptr (GSubprocessLauncher) launcher = make_launcher ();

  g_subprocess_launcher_set_stdin_file_path (launcher, path);
  return judge (spawn_reader (launcher, json_path, NULL, error), error);
}

/* --- from a vault ------------------------------------------------------------------- */

/* The recipe in the page's reading @json, which is sealed; NULL when it bears none, as that
 * of a page that nobody could read. */
static Recipe *
load_recipe (const Vault *vault, const char *json) {
  g_autoptr (GBytes) bytes = vault_load (vault, json, LIMIT_JSON_BYTES, NULL);
  g_autoptr (JsonObject) reading = NULL;
  g_autoptr (Recipe) recipe = NULL;
  JsonObject *object;

  if (bytes != NULL)
    reading = json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                          LIMIT_JSON_BYTES, FAULT_STORAGE, json, NULL);
  object = reading != NULL ? json_get_object (reading, "recipe") : NULL;
  recipe = object != NULL ? recipe_parse (object, NULL) : NULL;
  return recipe != NULL && recipe->image_sha256 != NULL ? g_steal_pointer (&recipe)
                                                        : NULL;
}

/* The image of an earlier recipe is held against the digest that was taken of it. */
static gboolean
check_earlier (const Vault *vault, const char *image, const Recipe *recipe,
               GError **error) {
  g_autoptr (GBytes) bytes = vault_load (vault, image, LIMIT_IMAGE_BYTES, error);
  g_autofree char *sha256 = NULL;

  if (bytes == NULL)
    return FALSE;
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (g_str_equal (sha256, recipe->image_sha256))
    return TRUE;
  g_set_error (error, FAULT, FAULT_IMAGE, "it has another digest than %s",
               recipe->image_sha256);
  return FALSE;
}

/* Hands the plain bytes of @name to the child as descriptor @target, in memory only. */
static gboolean
hand_over (GSubprocessLauncher *launcher, const Vault *vault, const char *name,
           int target, GError **error) {
  int fd = vault_open_memory (vault, name, error);

  if (fd < 0)
    return FALSE;
  if (target == STDIN_FILENO)
    g_subprocess_launcher_take_stdin_fd (launcher, fd);
  else
    g_subprocess_launcher_take_fd (launcher, fd, target);
  return TRUE;
}

static gboolean
read_again (const Vault *vault, const char *file, const char *json, const char *image,
            GError **error) {
  g_autoptr (GSubprocessLauncher) launcher = make_launcher ();

  return hand_over (launcher, vault, file, STDIN_FILENO, error)
         && hand_over (launcher, vault, json, JSON_FD, error)
         && hand_over (launcher, vault, image, IMAGE_FD, error)
         && judge (spawn_reader (launcher, "/dev/fd/" G_STRINGIFY (JSON_FD),
                                 "/dev/fd/" G_STRINGIFY (IMAGE_FD), error),
                   error);
}

gboolean
replay_stored (const Vault *vault, guint number, const char *file, ReplayOutcome *outcome,
               GError **error) {
  g_autofree char *json = page_file_dup (number, "json");
  g_autofree char *image = page_file_dup (number, "img");
  g_autoptr (Recipe) recipe = NULL;

  *outcome = REPLAY_NONE;
  if (!vault_has (vault, file) || !vault_has (vault, image))
    return TRUE;
  recipe = load_recipe (vault, json);
  if (recipe == NULL)
    return TRUE;
  *outcome = recipe->version == RECIPE_VERSION ? REPLAY_SAME : REPLAY_EARLIER;
  return *outcome == REPLAY_SAME ? read_again (vault, file, json, image, error)
                                 : check_earlier (vault, image, recipe, error);
}
