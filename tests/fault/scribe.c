/* SPDX-License-Identifier: Apache-2.0 */

/* scribe --serve: stands in for motcua-read where what is tried is what comes after reading,
 * thousands of times. It speaks as the reader does, from behind the same walls, and answers
 * at once: each page is one picture that no other page has, without a word on it. */

#include "config/log.h"
#include "config/sandbox.h"
#include "config/wire.h"
#include "ocr/answer.h"
#include "ocr/layers.h"

#include <leptonica/allheaders.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIDE_PX     200
#define RES_DPI     100
#define BLOCK_BYTES 65536

/* The picture of a page is the sum of its bytes. */
static Image *
draw_sum (int page_fd) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  Image *image = pixCreate (SIDE_PX, SIDE_PX, 1);
  guint8 block[BLOCK_BYTES];
  guint8 digest[32];
  gsize size = sizeof digest;
  off_t from = 0;
  gssize got;

  while ((got = pread (page_fd, block, sizeof block, from)) > 0) {
    g_checksum_update (sum, block, got);
    from += got;
  }
  g_checksum_get_digest (sum, digest, &size);
  for (guint bit = 0; bit < 8 * size; bit++) {
    if ((digest[bit / 8] >> bit % 8 & 1) != 0)
      pixSetPixel (image, (l_int32) (bit % 16) * 4 + 20, (l_int32) (bit / 16) * 4 + 20,
                   1);
  }
  pixSetResolution (image, RES_DPI, RES_DPI);
  return image;
}

static gboolean
answer_page (int page_fd, GError **error) {
  g_autoptr (Image) image = draw_sum (page_fd);
  g_autoptr (Answer) answer = g_new0 (Answer, 1);

  answer->reading = reading_new ();
  answer->reading->width_px = answer->reading->height_px = SIDE_PX;
  answer->reading->res_dpi = RES_DPI;
  answer->image = layers_encode_plain (image, error);
  return answer->image != NULL && answer_send (STDIN_FILENO, answer, error);
}

/* FALSE at the end of the conversation, too. */
static gboolean
serve_one (GError **error) {
  g_autoptr (GBytes) body = NULL;
  gboolean served;
  WireKind kind;
  int page_fd;

  if (!wire_receive (STDIN_FILENO, -1, &kind, &body, &page_fd, error) || body == NULL)
    return FALSE;
  if (kind == WIRE_SURVEY)
    served = answer_send_survey (STDIN_FILENO,
                                 &(Survey){.format = SURVEY_PNG, .pages = 1}, error);
  else
    served = answer_page (page_fd, error);
  close (page_fd);
  return served;
}

int
main (void) {
  g_autoptr (GError) error = NULL;

  log_init ("scribe");
  if (sandbox_enter (&(SandboxLimits){0, 60}, &error)) {
    while (serve_one (&error))
      ;
  }
  if (error == NULL)
    return EXIT_SUCCESS;
  log_warning ("%s", error->message);
  return EXIT_FAILURE;
}
