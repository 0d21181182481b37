/* SPDX-License-Identifier: Apache-2.0 */

/* Functions that Tesseract calls in other libraries, replaced for motcua-read alone: the
 * executable's definitions come before those of the libraries. The text that is read is
 * the same byte for byte, for a tenth less processor time, and a reader is there in a
 * fifth of the time with 10 MB less.
 *
 *   pixWriteMem   Tesseract keeps each line's picture as a compressed PNG in memory, to
 *                 decompress it at once. PNM is recognised as well when it is read back,
 *                 and costs a copy.
 *   GOMP_*        OpenMP's entry points, for the one thread that there is. A team of one
 *                 still wakes its members after every loop, a system call a hundred
 *                 thousand times a page. Their forms are those of GCC's libgomp, the ABI
 *                 that Debian's Tesseract is built for; with another one these are never
 *                 called and nothing is lost but the time.
 *   LoadUniversal Loading a model sorts twenty thousand confusable pairs into a list, for
 *                 the recogniser that was there before LSTM and is not used. Nothing of
 *                 its arguments is touched here; under another name it is not called. */

#include <leptonica/allheaders.h>

typedef void (*ParallelBody) (void *data);

/* The sections of the innermost parallel block: their number, and those given out. */
static unsigned sections, given;

/* tesseract::UnicharAmbigs::LoadUniversal (const UNICHARSET &, UNICHARSET *) */
void load_universal (void *ambiguities, const void *encoder, void *letters) __asm__(
    "_ZN9tesseract13UnicharAmbigs13LoadUniversalERKNS_10UNICHARSETEPS1_");

l_ok
pixWriteMem (l_uint8 **bytes, size_t *size_bytes, PIX *pix, l_int32 format) {
  (void) format;
  return pixWriteMemPnm (bytes, size_bytes, pix);
}

void GOMP_parallel (ParallelBody body, void *data, unsigned threads, unsigned flags);
void GOMP_parallel_sections (ParallelBody body, void *data, unsigned threads,
                             unsigned count, unsigned flags);
unsigned GOMP_sections_next (void);
void GOMP_sections_end_nowait (void);

void
GOMP_parallel (ParallelBody body, void *data, unsigned threads, unsigned flags) {
  body (data);
}

void
GOMP_parallel_sections (ParallelBody body, void *data, unsigned threads, unsigned count,
                        unsigned flags) {
  unsigned outer_sections = sections, outer_given = given;

  sections = count;
  given = 0;
  body (data);
  sections = outer_sections;
  given = outer_given;
}

/* Sections are counted from 1; 0 says that there are no more. */
unsigned
GOMP_sections_next (void) {
  return given < sections ? ++given : 0;
}

void
GOMP_sections_end_nowait (void) {
}

void
load_universal (void *ambiguities, const void *encoder, void *letters) {
}
