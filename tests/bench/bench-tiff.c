/* SPDX-License-Identifier: Apache-2.0 */

/* What a page costs in each coding of TIFF that every reader knows: processor time to write
 * and to read it, and its size. `bench-tiff IMAGE...` prints a table for each image in colour
 * and in grey. scan/tiff.c takes the coding in the first row. */

#include <leptonica/allheaders.h>
#include <tiffio.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STRIP_BYTES (256 * 1024)

typedef struct {
  const char *name;
  uint16_t compression;
  uint16_t predictor;
  int level;
  int subcodec; /* of Deflate: 0 zlib, 1 libdeflate */
} Coding;

static const Coding codings[] = {
    {"deflate 1, libdeflate", COMPRESSION_ADOBE_DEFLATE, 1, 1, 1},
    {"deflate 1, libdeflate, predictor", COMPRESSION_ADOBE_DEFLATE, 2, 1, 1},
    {"deflate 1, zlib, predictor", COMPRESSION_ADOBE_DEFLATE, 2, 1, 0},
    {"deflate 6, libdeflate, predictor", COMPRESSION_ADOBE_DEFLATE, 2, 6, 1},
    {"lzw, predictor", COMPRESSION_LZW, 2, 0, 0},
    {"packbits", COMPRESSION_PACKBITS, 1, 0, 0},
    {"none", COMPRESSION_NONE, 1, 0, 0},
};

typedef struct {
  unsigned char *samples;
  unsigned width, height, channels;
} Picture;

static double
get_cpu_s (void) {
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static Picture
new_picture (PIX *page, unsigned channels) {
  unsigned width = (unsigned) pixGetWidth (page), height = (unsigned) pixGetHeight (page);
  Picture picture
      = {malloc ((size_t) width * height * channels), width, height, channels};
  unsigned char *sample = picture.samples;

  for (unsigned y = 0; y < height; y++) {
    l_uint32 *line = pixGetData (page) + (size_t) y * (size_t) pixGetWpl (page);

    for (unsigned x = 0; x < width; x++) {
      for (unsigned channel = 0; channel < channels; channel++)
        *sample++ = (unsigned char) (line[x] >> (24 - 8 * channel));
    }
  }
  return picture;
}

static void
write_strips (TIFF *tiff, const Picture *picture, unsigned rows) {
  size_t line_bytes = (size_t) picture->width * picture->channels;

  for (unsigned y = 0; y < picture->height; y += rows) {
    unsigned count = picture->height - y < rows ? picture->height - y : rows;

    /* The predictor works in the caller's memory. */
    void *strip = malloc (count * line_bytes);
    memcpy (strip, picture->samples + y * line_bytes, count * line_bytes);
    TIFFWriteEncodedStrip (tiff, y / rows, strip, (tmsize_t) (count * line_bytes));
    free (strip);
  }
}

static void
write_page (const char *path, const Picture *picture, const Coding *coding) {
  TIFF *tiff = TIFFOpen (path, "wl");
  unsigned rows = STRIP_BYTES / (picture->width * picture->channels);

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, picture->width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, picture->height);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, rows);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, picture->channels);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC,
                picture->channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, coding->compression);
  if (coding->compression == COMPRESSION_ADOBE_DEFLATE) {
    TIFFSetField (tiff, TIFFTAG_ZIPQUALITY, coding->level);
    TIFFSetField (tiff, TIFFTAG_DEFLATE_SUBCODEC, coding->subcodec);
  }
  if (coding->predictor > 1)
    TIFFSetField (tiff, TIFFTAG_PREDICTOR, coding->predictor);
  write_strips (tiff, picture, rows);
  TIFFClose (tiff);
}

static void
measure (const char *path, const Picture *picture, const Coding *coding) {
  double begun_s = get_cpu_s (), written_s;
  FILE *file;
  PIX *page;
  long size;

  write_page (path, picture, coding);
  written_s = get_cpu_s ();
  page = pixRead (path);
  file = fopen (path, "rb");
  fseek (file, 0, SEEK_END);
  size = ftell (file);
  fclose (file);
  printf ("  %-34s write %.3f s, read %.3f s, %6.2f MB\n", coding->name,
          written_s - begun_s, get_cpu_s () - written_s, (double) size / 1e6);
  pixDestroy (&page);
}

static void
measure_image (const char *path, const char *image, unsigned channels) {
  PIX *read = pixRead (image);
  PIX *page = channels == 3 ? pixConvertTo32 (read) : NULL;
  Picture picture;

  if (page == NULL) {
    PIX *gray = pixConvertTo8 (read, 0);

    page = pixConvertTo32 (gray);
    pixDestroy (&gray);
  }
  picture = new_picture (page, channels);
  printf ("%s, %u x %u, %s\n", image, picture.width, picture.height,
          channels == 3 ? "colour" : "grey");
  for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
    measure (path, &picture, &codings[i]);
  free (picture.samples);
  pixDestroy (&page);
  pixDestroy (&read);
}

int
main (int count, char **values) {
  char path[] = "/tmp/bench-tiff-XXXXXX";
  int fd = mkstemp (path);

  if (fd < 0)
    return 1;
  close (fd);
  for (int i = 1; i < count; i++) {
    measure_image (path, values[i], 3);
    measure_image (path, values[i], 1);
  }
  unlink (path);
  return 0;
}
