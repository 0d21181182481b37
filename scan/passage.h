/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/exposure.h"
#include "scan/mishap.h"
#include "scan/tempo.h"

/* One side on its way under the lamp: its bytes, in time, up to the mishap that strikes. */
typedef struct Passage Passage;

typedef enum {
  PASSAGE_DATA,
  PASSAGE_END,     /* all bytes were given */
  PASSAGE_STRUCK,  /* all bytes before the mishap were */
  PASSAGE_STOPPED, /* the tempo was */
  PASSAGE_DAMAGED, /* the image cannot be read further; the fault is set */
} PassageStep;

/* Takes @exposure, lines of @line_bytes; @tempo, begun for it, and @mishap (or NULL) are
 * borrowed. */
Passage *passage_new (Exposure *exposure, gsize line_bytes, Tempo *tempo,
                      const Mishap *mishap) G_GNUC_WARN_UNUSED_RESULT;
void passage_free (Passage *passage);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Passage, passage_free)

/* Borrowed, or NULL. */
const Mishap *passage_get_mishap (const Passage *passage);

/* Waits for the next bytes and gives at most @most of them: @got, which is 0 in any step but
 * DATA. */
PassageStep passage_read (Passage *passage, guint8 *bytes, gsize most, gsize *got,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* From now on nothing comes, for ever: DATA without a byte, or STOPPED. */
void passage_silence (Passage *passage);
