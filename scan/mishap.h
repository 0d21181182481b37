/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* One thing that goes wrong, as a line of the hopper's script says it; see sane-hopper(5). */

typedef enum {
  MISHAP_STATUS, /* the call answers with @status */
  MISHAP_DOUBLE_FEED,
  MISHAP_HANG,   /* the call never returns */
  MISHAP_CRASH,  /* the driver takes its process with it */
  MISHAP_EXIT,   /* the driver ends its process */
  MISHAP_UNPLUG, /* an I/O error until the device is opened anew */
  MISHAP_SILENT, /* the driver answers, for ever without data */
  MISHAP_SHORT,  /* the frame ends, without an error */
  MISHAP_LONG,   /* the frame has more lines than announced */
  MISHAP_DELAY,
  MISHAP_LINE_DELAY,
  MISHAP_PADDING, /* bytes behind the pixels of each line */
  MISHAP_LINES,   /* another number is announced */
  MISHAP_NO_LENGTH,
  MISHAP_FUZZY, /* before the start other parameters are told than after */
  MISHAP_SKEW,
  MISHAP_SHIFT,
  MISHAP_STREAK,
} MishapKind;

typedef enum {
  MOMENT_OPEN,
  MOMENT_START,  /* the sheet is asked for */
  MOMENT_READ,   /* part of a side has been read */
  MOMENT_SIDE,   /* all the time that a side is scanned */
  MOMENT_CANCEL, /* also of a device that is idle */
  MOMENT_CLOSE,
} Moment;

typedef enum {
  SIDE_ANY,
  SIDE_FRONT,
  SIDE_BACK,
} Side;

typedef enum {
  POINT_HALF, /* of the side */
  POINT_BYTE,
  POINT_LINE,
} Point;

#define MISHAP_ALL G_MAXUINT

typedef struct {
  MishapKind kind;
  int status; /* of MISHAP_STATUS, as SANE numbers them */
  Moment moment;
  guint first; /* sheet, 1..; 0 where there is none */
  guint last;
  Side side;
  Point point; /* at MOMENT_READ */
  guint at;
  double numbers[2]; /* what the kind's word is followed by */
  guint8 colour[3];
  guint times; /* how often it strikes; 0: always */
  guint
      put_back; /* sheets laid on the stack again, the struck one first, or MISHAP_ALL */
  char *text;   /* the line, for whoever keeps count */
} Mishap;

/* Parses "WHERE" and "WHAT". NULL with the @reason (caller frees) when not understood. */
Mishap *mishap_parse (const char *where, const char *what,
                      char **reason) G_GNUC_WARN_UNUSED_RESULT;
void mishap_free (Mishap *mishap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mishap, mishap_free)

/* "white", "black", "red", "green", "blue", "grey" or "#rrggbb". */
gboolean mishap_parse_colour (const char *text, guint8 *colour);

/* A whole number in its bounds, and nothing else. */
gboolean mishap_parse_number (const char *text, guint least, guint most, guint *number);
