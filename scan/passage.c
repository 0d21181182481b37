/* SPDX-License-Identifier: Apache-2.0 */

/* Where a mishap strikes is a number of bytes. Reads are cut so that none crosses it: what
 * comes before is given to the last byte, whatever sizes the frontend asks for. */

#include "scan/passage.h"

#define SILENCE_MS 10

struct Passage {
  Exposure *exposure;
  gsize line_bytes;
  Tempo *tempo;
  const Mishap *mishap;
  guint64 end; /* bytes to give */
  gboolean is_silent;
};

/* Behind the end of the side it never comes to be. */
static guint64
find_end (const Exposure *exposure, gsize line_bytes, const Mishap *mishap) {
  guint64 size = exposure_get_size (exposure);

  if (mishap == NULL)
    return size;
  switch (mishap->point) {
  case POINT_HALF:
    return size / 2;
  case POINT_BYTE:
    return mishap->at;
  case POINT_LINE:
    return (guint64) mishap->at * line_bytes;
  }
  g_assert_not_reached ();
}

Passage *
passage_new (Exposure *exposure, gsize line_bytes, Tempo *tempo, const Mishap *mishap) {
  Passage *passage = g_new0 (Passage, 1);
  guint64 size = exposure_get_size (exposure);

  passage->exposure = exposure;
  passage->line_bytes = line_bytes;
  passage->tempo = tempo;
  passage->end = find_end (exposure, line_bytes, mishap);
  passage->mishap = passage->end <= size ? mishap : NULL;
  passage->end = MIN (passage->end, size);
  return passage;
}

void
passage_free (Passage *passage) {
  exposure_free (passage->exposure);
  g_free (passage);
}

const Mishap *
passage_get_mishap (const Passage *passage) {
  return passage->mishap;
}

/* How many bytes may be given now; 0 when stopped. */
static gsize
wait_bytes (Passage *passage, gsize most) {
  guint64 sent = exposure_get_sent (passage->exposure);
  guint64 end = MIN (passage->end, sent + most);
  guint line = tempo_wait_lines (
      passage->tempo, (guint) (sent / passage->line_bytes),
      (guint) ((end + passage->line_bytes - 1) / passage->line_bytes));

  return line == 0 ? 0 : (gsize) (MIN (end, (guint64) line * passage->line_bytes) - sent);
}

PassageStep
passage_read (Passage *passage, guint8 *bytes, gsize most, gsize *got, GError **error) {
  gsize size;

  *got = 0;
  if (tempo_is_stopped (passage->tempo))
    return PASSAGE_STOPPED;
  if (passage->is_silent)
    return tempo_wait_ms (passage->tempo, SILENCE_MS) ? PASSAGE_DATA : PASSAGE_STOPPED;
  if (exposure_get_sent (passage->exposure) == passage->end)
    return passage->mishap != NULL ? PASSAGE_STRUCK : PASSAGE_END;
  if (most == 0)
    return PASSAGE_DATA;
  size = wait_bytes (passage, most);
  if (size == 0)
    return PASSAGE_STOPPED;
  if (exposure_read (passage->exposure, bytes, size, got, error))
    return PASSAGE_DATA;
  if (!tempo_is_stopped (passage->tempo))
    return PASSAGE_DAMAGED;
  g_clear_error (error);
  return PASSAGE_STOPPED;
}

void
passage_silence (Passage *passage) {
  passage->is_silent = TRUE;
}
