/* SPDX-License-Identifier: Apache-2.0 */

/* A SANE driver that breaks every promise, one for each device name: "rogue:depth-3" is a
 * scanner that announces a depth of three bits. It serves to prove that motcua-scan comes
 * through whatever a driver does. A device called "good" keeps its promises, and so does
 * "ream-N", a feeder with N sheets of A4 in colour at 300 dpi, with the noise of a scan. */

#include <sane/sane.h>
#include <sane/saneopts.h>

#include <gmodule.h>
#include <seccomp.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXPORT    G_MODULE_EXPORT
#define WIDTH     300
#define LINES     400
#define MANY      G_MAXINT
#define N_OPTIONS 14
#define REAM      "ream-"
#define NOISE     65536

typedef struct {
  char *name;
  guint frames;     /* started */
  gsize left_bytes; /* of the frame */
  gint is_cancelled;
  guint8 *noise; /* of a ream: NOISE bytes, and as many again */
  guint offset;
} Rogue;

/* What a device announces, where that differs from the good one's frame. */
static const struct {
  const char *name;
  SANE_Parameters shape;
} shapes[] = {
    {"good", {SANE_FRAME_RGB, TRUE, WIDTH * 3, WIDTH, LINES, 8}},
    {"deep", {SANE_FRAME_RGB, TRUE, WIDTH * 6, WIDTH, LINES, 16}},
    {"endless", {SANE_FRAME_GRAY, TRUE, WIDTH, WIDTH, -1, 8}},
    {"depth-3", {SANE_FRAME_GRAY, TRUE, WIDTH, WIDTH, LINES, 3}},
    {"bits-of-colour", {SANE_FRAME_RGB, TRUE, WIDTH * 3 / 8 + 1, WIDTH, LINES, 1}},
    {"format-7", {(SANE_Frame) 7, TRUE, WIDTH, WIDTH, LINES, 8}},
    {"format-minus", {(SANE_Frame) -1, TRUE, WIDTH, WIDTH, LINES, 8}},
    {"width-0", {SANE_FRAME_GRAY, TRUE, WIDTH, 0, LINES, 8}},
    {"width-minus", {SANE_FRAME_GRAY, TRUE, WIDTH, -WIDTH, LINES, 8}},
    {"width-many", {SANE_FRAME_RGB, TRUE, MANY, MANY, LINES, 16}},
    {"lines-0", {SANE_FRAME_GRAY, TRUE, WIDTH, WIDTH, 0, 8}},
    {"lines-minus", {SANE_FRAME_GRAY, TRUE, WIDTH, WIDTH, -2, 8}},
    {"lines-many", {SANE_FRAME_GRAY, TRUE, WIDTH, WIDTH, MANY, 8}},
    {"bytes-0", {SANE_FRAME_GRAY, TRUE, 0, WIDTH, LINES, 8}},
    {"bytes-few", {SANE_FRAME_RGB, TRUE, WIDTH * 3 - 1, WIDTH, LINES, 8}},
    {"bytes-many", {SANE_FRAME_GRAY, TRUE, MANY, WIDTH, LINES, 8}},
    {"ribbon", {SANE_FRAME_GRAY, TRUE, WIDTH, WIDTH, WIDTH * 7, 8}},
    {"two-passes", {SANE_FRAME_RED, FALSE, WIDTH, WIDTH, LINES, 8}},
    {"growing", {SANE_FRAME_RED, FALSE, WIDTH, WIDTH, LINES, 8}},
    {"lengthening", {SANE_FRAME_RED, FALSE, WIDTH, WIDTH, LINES, 8}},
};

static const SANE_Word no_words[] = {0, 1};
static const SANE_Word minus_words[] = {-5, 1};
static const SANE_Range upside_down = {600, 50, 1};

/* The options of the device "options", each senseless in its own way; those of "good" are
 * none. The name of one with a NULL name is looked for as well. */
static const SANE_Option_Descriptor senseless[N_OPTIONS] = {
    {.name = "", .title = "count", .type = SANE_TYPE_INT, .size = sizeof (SANE_Word)},
    {.name = NULL, .title = NULL},
    {.name = SANE_NAME_SCAN_SOURCE,
     .type = SANE_TYPE_STRING,
     .cap = SANE_CAP_SOFT_SELECT,
     .constraint_type = SANE_CONSTRAINT_STRING_LIST,
     .size = 32},
    {.name = SANE_NAME_SCAN_MODE,
     .type = SANE_TYPE_STRING,
     .cap = SANE_CAP_SOFT_SELECT,
     .constraint_type = SANE_CONSTRAINT_STRING_LIST,
     .size = -1},
    {.name = SANE_NAME_SCAN_RESOLUTION,
     .type = SANE_TYPE_INT,
     .cap = SANE_CAP_SOFT_SELECT,
     .constraint_type = SANE_CONSTRAINT_RANGE,
     .size = sizeof (SANE_Word),
     .constraint.range = &upside_down},
    {.name = SANE_NAME_SCAN_X_RESOLUTION,
     .type = SANE_TYPE_INT,
     .cap = SANE_CAP_SOFT_SELECT,
     .constraint_type = SANE_CONSTRAINT_RANGE,
     .size = sizeof (SANE_Word)},
    {.name = SANE_NAME_SCAN_TL_X,
     .type = SANE_TYPE_FIXED,
     .cap = SANE_CAP_SOFT_SELECT,
     .constraint_type = SANE_CONSTRAINT_WORD_LIST,
     .size = sizeof (SANE_Word),
     .constraint.word_list = no_words},
    {.name = SANE_NAME_SCAN_TL_Y,
     .type = SANE_TYPE_FIXED,
     .cap = SANE_CAP_SOFT_SELECT,
     .constraint_type = SANE_CONSTRAINT_WORD_LIST,
     .size = sizeof (SANE_Word),
     .constraint.word_list = minus_words},
    {.name = SANE_NAME_SCAN_BR_X,
     .type = SANE_TYPE_FIXED,
     .cap = SANE_CAP_SOFT_SELECT,
     .constraint_type = SANE_CONSTRAINT_WORD_LIST,
     .size = sizeof (SANE_Word)},
    {.name = SANE_NAME_SCAN_BR_Y, .type = (SANE_Value_Type) 99, .size = MANY},
    {.name = "depth",
     .type = SANE_TYPE_INT,
     .cap = SANE_CAP_SOFT_SELECT,
     .size = 1024 * (int) sizeof (SANE_Word)},
    {.name = "page-width", .type = SANE_TYPE_FIXED, .cap = SANE_CAP_INACTIVE},
    {.name = "df-action",
     .type = SANE_TYPE_STRING,
     .cap = SANE_CAP_SOFT_SELECT,
     .size = 0},
};

EXPORT SANE_Status sane_rogue_init (SANE_Int *version, SANE_Auth_Callback authorize);
EXPORT void sane_rogue_exit (void);
EXPORT SANE_Status sane_rogue_get_devices (const SANE_Device ***list, SANE_Bool local);
EXPORT SANE_Status sane_rogue_open (SANE_String_Const name, SANE_Handle *handle);
EXPORT void sane_rogue_close (SANE_Handle handle);
EXPORT const SANE_Option_Descriptor *sane_rogue_get_option_descriptor (SANE_Handle handle,
                                                                       SANE_Int option);
EXPORT SANE_Status sane_rogue_control_option (SANE_Handle handle, SANE_Int option,
                                              SANE_Action action, void *value,
                                              SANE_Int *info);
EXPORT SANE_Status sane_rogue_get_parameters (SANE_Handle handle, SANE_Parameters *shape);
EXPORT SANE_Status sane_rogue_start (SANE_Handle handle);
EXPORT SANE_Status sane_rogue_read (SANE_Handle handle, SANE_Byte *bytes, SANE_Int most,
                                    SANE_Int *got);
EXPORT void sane_rogue_cancel (SANE_Handle handle);
EXPORT SANE_Status sane_rogue_set_io_mode (SANE_Handle handle, SANE_Bool non_blocking);
EXPORT SANE_Status sane_rogue_get_select_fd (SANE_Handle handle, SANE_Int *fd);

static const SANE_Parameters ream_shape = {SANE_FRAME_RGB, TRUE, 2480 * 3, 2480, 3508, 8};

/* The sheets of a ream; 0 of another device. */
static guint
count_sheets (const Rogue *rogue) {
  return g_str_has_prefix (rogue->name, REAM)
             ? (guint) g_ascii_strtoull (rogue->name + strlen (REAM), NULL, 10)
             : 0;
}

/* Paper with a little noise, a line of text now and then. */
static guint8 *
new_noise (void) {
  guint8 *noise = g_malloc (NOISE * 2);

  for (guint i = 0; i < NOISE; i++) {
    guint x = i * 2654435761u;

    noise[i] = (guint8) (238 + (x >> 28) + (x >> 9) % 3);
    if (i % 7440 > 900 && i % 7440 < 6500 && (i / 7440) % 3 == 0 && (x >> 13) % 9 == 0)
      noise[i] = (guint8) (x >> 25);
  }
  memcpy (noise + NOISE, noise, NOISE);
  return noise;
}

static gboolean
is_called (const Rogue *rogue, const char *name) {
  return g_str_equal (rogue->name, name);
}

static void
hang (void) {
  for (;;)
    pause ();
}

/* From now on no thread can be made, as when one that was killed has kept the linker's lock. */
static void
bar_threads (void) {
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  if (filter == NULL
      || seccomp_rule_add (filter, SCMP_ACT_ERRNO (EAGAIN), SCMP_SYS (clone), 0) != 0
      || seccomp_rule_add (filter, SCMP_ACT_ERRNO (EAGAIN), SCMP_SYS (clone3), 0) != 0
      || seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1) != 0
      || seccomp_load (filter) != 0)
    abort ();
  seccomp_release (filter);
}

SANE_Status
sane_rogue_init (SANE_Int *version, SANE_Auth_Callback authorize) {
  *version = SANE_VERSION_CODE (1, 0, 0);
  return SANE_STATUS_GOOD;
}

void
sane_rogue_exit (void) {
}

/* Three thousand devices, all of one name and with a model that is no UTF-8; or, when asked
 * by the environment, one without a name, over which libsane itself stumbles. */
SANE_Status
sane_rogue_get_devices (const SANE_Device ***list, SANE_Bool local) {
  static const SANE_Device same = {"good", "Rogue \"& Sons\"", "caf\xe9\n", NULL};
  static const SANE_Device nameless = {NULL, NULL, NULL, NULL};
  static const SANE_Device *devices[3001];

  for (guint i = 0; i < G_N_ELEMENTS (devices) - 1; i++)
    devices[i] = g_getenv ("ROGUE_NAMELESS") != NULL ? &nameless : &same;
  *list = devices;
  return SANE_STATUS_GOOD;
}

SANE_Status
sane_rogue_open (SANE_String_Const name, SANE_Handle *handle) {
  Rogue *rogue = g_new0 (Rogue, 1);

  rogue->name = g_strdup (name);
  if (count_sheets (rogue) > 0)
    rogue->noise = new_noise ();
  *handle = rogue;
  if (is_called (rogue, "hang-open"))
    hang ();
  if (is_called (rogue, "exit-open"))
    exit (0);
  if (is_called (rogue, "print"))
    printf ("{\"event\":\"end\",\"outcome\":\"done\",\"pages\":9}\n");
  fflush (stdout);
  return SANE_STATUS_GOOD;
}

void
sane_rogue_close (SANE_Handle handle) {
  Rogue *rogue = handle;

  if (is_called (rogue, "hang-close"))
    hang ();
  g_free (rogue->noise);
  g_free (rogue->name);
  g_free (rogue);
}

const SANE_Option_Descriptor *
sane_rogue_get_option_descriptor (SANE_Handle handle, SANE_Int option) {
  return is_called (handle, "options") && option >= 0 && option < N_OPTIONS
             ? &senseless[option]
             : NULL;
}

SANE_Status
sane_rogue_control_option (SANE_Handle handle, SANE_Int option, SANE_Action action,
                           void *value, SANE_Int *info) {
  const Rogue *rogue = handle;

  if (option != 0)
    return SANE_STATUS_INVAL;
  *(SANE_Int *) value
      = is_called (rogue, "options") || is_called (rogue, "option-count") ? MANY : 1;
  return SANE_STATUS_GOOD;
}

SANE_Status
sane_rogue_get_parameters (SANE_Handle handle, SANE_Parameters *shape) {
  const Rogue *rogue = handle;

  *shape = count_sheets (rogue) > 0 ? ream_shape : shapes[0].shape;
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    if (is_called (rogue, shapes[i].name))
      *shape = shapes[i].shape;
  }
  if (is_called (rogue, "growing") && rogue->frames > 1)
    *shape = (SANE_Parameters){SANE_FRAME_GREEN, FALSE, WIDTH + 8, WIDTH + 8, LINES, 8};
  if (is_called (rogue, "lengthening") && rogue->frames == 2)
    *shape = (SANE_Parameters){SANE_FRAME_GREEN, FALSE, WIDTH, WIDTH, LINES + 1, 8};
  if (is_called (rogue, "lengthening") && rogue->frames == 3)
    *shape = (SANE_Parameters){SANE_FRAME_BLUE, TRUE, WIDTH, WIDTH, LINES, 8};
  return SANE_STATUS_GOOD;
}

/* "status-N": what sane_start answers. */
SANE_Status
sane_rogue_start (SANE_Handle handle) {
  Rogue *rogue = handle;
  SANE_Parameters shape;

  rogue->frames++;
  if (count_sheets (rogue) > 0 && rogue->frames > count_sheets (rogue))
    return SANE_STATUS_NO_DOCS;
  if (g_str_has_prefix (rogue->name, "status-"))
    return (SANE_Status) g_ascii_strtoll (rogue->name + strlen ("status-"), NULL, 10);
  if (is_called (rogue, "hang-start"))
    hang ();
  if (is_called (rogue, "exit-start"))
    exit (0);
  sane_rogue_get_parameters (rogue, &shape);
  rogue->left_bytes = (gsize) shape.bytes_per_line * (gsize) shape.lines;
  if (is_called (rogue, "half-line"))
    rogue->left_bytes -= (gsize) shape.bytes_per_line / 2;
  if (is_called (rogue, "byte-more"))
    rogue->left_bytes++;
  return SANE_STATUS_GOOD;
}

SANE_Status
sane_rogue_read (SANE_Handle handle, SANE_Byte *bytes, SANE_Int most, SANE_Int *got) {
  Rogue *rogue = handle;
  gsize size = MIN (MIN (rogue->left_bytes, (gsize) most), NOISE);

  *got = 0;
  if (is_called (rogue, "fork") && fork () >= 0)
    hang (); /* both of them */
  if (g_str_has_prefix (rogue->name, "threadless"))
    bar_threads ();
  if (is_called (rogue, "hang-read") || is_called (rogue, "hang-cancel")
      || is_called (rogue, "threadless-hang"))
    hang ();
  if (is_called (rogue, "crash-read"))
    abort ();
  if (is_called (rogue, "silent"))
    return SANE_STATUS_GOOD;
  if (is_called (rogue, "got-minus") || is_called (rogue, "got-many")) {
    *got = is_called (rogue, "got-minus") ? -1 : most + 1;
    return SANE_STATUS_GOOD;
  }
  if (size == 0)
    return SANE_STATUS_EOF;
  if (rogue->noise != NULL)
    memcpy (bytes, rogue->noise + rogue->offset++ * 977 % NOISE, size);
  else
    memset (bytes, 0x5a, size);
  rogue->left_bytes -= size;
  *got = (SANE_Int) size;
  return SANE_STATUS_GOOD;
}

void
sane_rogue_cancel (SANE_Handle handle) {
  if (is_called (handle, "hang-cancel"))
    hang ();
}

SANE_Status
sane_rogue_set_io_mode (SANE_Handle handle, SANE_Bool non_blocking) {
  return SANE_STATUS_UNSUPPORTED;
}

SANE_Status
sane_rogue_get_select_fd (SANE_Handle handle, SANE_Int *fd) {
  return SANE_STATUS_UNSUPPORTED;
}
