/* SPDX-License-Identifier: Apache-2.0 */

/* The voice is a process that gets its text on standard input: nothing of a citizen stands in
 * a list of processes, in a file or in a sound server's cache, and a voice that hangs is
 * killed with the next sentence. */

#include "ui/speech.h"

#include <gio/gio.h>

#define PROGRAM "espeak-ng"
#define WORDS_A_MINUTE                                                                   \
  "135" /* slower than the voice's own 175: for people who listen once */

struct Speech {
  GSubprocess *voice; /* or NULL */
  gboolean mute;      /* there is none on this machine */
};

Speech *
speech_new (void) {
  return g_new0 (Speech, 1);
}

static void
stop (Speech *speech) {
  if (speech->voice != NULL)
    g_subprocess_force_exit (speech->voice);
  g_clear_object (&speech->voice);
}

void
speech_free (Speech *speech) {
  stop (speech);
  g_free (speech);
}

void
speech_say (Speech *speech, const char *text, gboolean english) {
  g_autoptr (GBytes) input = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  stop (speech);
  if (speech->mute || *text == '\0')
    return;
  speech->voice = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
                                        | G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                    &error, PROGRAM, "-v", english ? "en" : "vi", "-s",
                                    WORDS_A_MINUTE, "--stdin", NULL);
  if (speech->voice == NULL) {
    g_message ("there is no voice: %s", error->message);
    speech->mute = TRUE;
    return;
  }
  g_subprocess_communicate_async (speech->voice, input, NULL, NULL, NULL);
}
