/* SPDX-License-Identifier: Apache-2.0 */

/* The way of the paper.
 *
 *            .---- side read, or broken off ----.
 *            v                                  |
 *   open -> STILL ---start: a side lies---> SENDING
 *            |    <--start: fault, empty--      |
 *            |                                  |
 *            '----------> UNPLUGGED <-----------'   until it is closed
 *
 *   state      holds
 *   STILL      no side is under the lamp; next is the image that comes
 *   SENDING    a side is under the lamp: that of image next
 *   UNPLUGGED  every call is an I/O error
 *
 * A sheet is fed when its last side was read to the end; only then is it remembered. One that
 * was not is laid back on top, as a person would: by whoever says so in the script, else the
 * sheet itself.
 *
 * Cancelling only stops the tempo, and may come from a signal handler. Reading then breaks
 * off; an idle device is not touched by it. */

#include "scan/transport.h"

#include "scan/passage.h"
#include "scan/sideplan.h"
#include "scan/tray.h"

#include <sane/sane.h>

#define MINUTE_US (60 * G_USEC_PER_SEC)

typedef enum {
  TRANSPORT_STILL,
  TRANSPORT_SENDING,
  TRANSPORT_UNPLUGGED,
} TransportState;

struct Transport {
  Tray *tray;
  Dials *dials;
  Tempo *tempo;
  TransportState state;
  gboolean is_cancel_cursed;
  Mishap on_cancel;       /* that strikes then */
  gboolean is_cover_open; /* so says the last start */
  gboolean is_double_feed;
  gboolean is_double;   /* the sheet under way hides another */
  gboolean is_doubtful; /* a side of it had another frame than was announced */

  /* while SENDING */
  DialsScan scan;
  TransportShape shape;
  Passage *passage;
};

static gboolean
check_state (const Transport *transport) {
  return (transport->passage != NULL) == (transport->state == TRANSPORT_SENDING);
}

/* Takes away what is under the lamp. */
static void
set_still (Transport *transport, gboolean is_unplugged) {
  g_clear_pointer (&transport->passage, passage_free);
  transport->state = is_unplugged ? TRANSPORT_UNPLUGGED : TRANSPORT_STILL;
  g_assert (check_state (transport));
}

static const Script *
get_script (const Transport *transport) {
  return fate_get_script (tray_get_fate (transport->tray));
}

static guint
get_sides (const DialsScan *scan) {
  return scan->source == DIALS_DUPLEX ? 2 : 1;
}

static guint
get_sheet (const Transport *transport, const DialsScan *scan) {
  return tray_get_next (transport->tray) / get_sides (scan) + 1;
}

static Side
get_side (const Transport *transport, const DialsScan *scan) {
  return tray_get_next (transport->tray) % get_sides (scan) == 0 ? SIDE_FRONT : SIDE_BACK;
}

static void
put_back (Transport *transport, const DialsScan *scan, guint sheets) {
  guint sheet = get_sheet (transport, scan);

  tray_set_next (transport->tray,
                 sheets >= sheet ? 0 : (sheet - sheets) * get_sides (scan), TRUE);
}

/* Lets @mishap strike and leaves what it says of the stack. */
static int
suffer (Transport *transport, const DialsScan *scan, const Mishap *mishap) {
  int status;

  put_back (transport, scan, mishap->put_back);
  fate_count (tray_get_fate (transport->tray), mishap);
  status = fate_strike (mishap);
  transport->is_cover_open = status == SANE_STATUS_COVER_OPEN;
  transport->is_double_feed = mishap->kind == MISHAP_DOUBLE_FEED;
  set_still (transport, mishap->kind == MISHAP_UNPLUG);
  return status;
}

/* Two sheets at once, where nothing notices. */
static gboolean
is_unnoticed (const DialsScan *scan, const Mishap *mishap) {
  return mishap->kind == MISHAP_DOUBLE_FEED && !scan->stops_double_feed;
}

/* Strikes at once, at a moment without paper. */
static int
strike_call (Transport *transport, Moment moment) {
  const Mishap *mishap;
  guint cursor = 0;

  while (
      (mishap = fate_next (tray_get_fate (transport->tray), moment, 0, SIDE_ANY, &cursor))
      != NULL) {
    int status;

    fate_count (tray_get_fate (transport->tray), mishap);
    status = fate_strike (mishap);
    if (status != SANE_STATUS_GOOD)
      return status;
    (void) tempo_wait_ms (transport->tempo, (guint) mishap->numbers[0]);
  }
  return SANE_STATUS_GOOD;
}

/* Cancelling may happen beside anything else, so what it does is settled beforehand. */
static void
settle_cancel (Transport *transport) {
  guint cursor = 0;
  const Mishap *mishap
      = fate_next (tray_get_fate (transport->tray), MOMENT_CANCEL, 0, SIDE_ANY, &cursor);

  if (mishap == NULL)
    return;
  fate_count (tray_get_fate (transport->tray), mishap);
  transport->is_cancel_cursed = TRUE;
  transport->on_cancel = (Mishap){.kind = mishap->kind};
}

int
transport_open (const char *folder, Transport **opened) {
  g_autoptr (Transport) transport = g_new0 (Transport, 1);
  int status;

  transport->tempo = tempo_new ();
  transport->tray = tray_open (folder, &status);
  if (transport->tray != NULL)
    status = strike_call (transport, MOMENT_OPEN);
  if (status != SANE_STATUS_GOOD)
    return status;
  if (!tray_load (transport->tray))
    return SANE_STATUS_IO_ERROR;
  settle_cancel (transport);
  transport->dials = dials_new (script_get_build (get_script (transport)));
  g_assert (check_state (transport));
  *opened = g_steal_pointer (&transport);
  return SANE_STATUS_GOOD;
}

void
transport_free (Transport *transport) {
  if (transport->dials != NULL)
    (void) strike_call (transport, MOMENT_CLOSE);
  g_clear_pointer (&transport->passage, passage_free);
  g_clear_pointer (&transport->tray, tray_free);
  g_clear_pointer (&transport->dials, dials_free);
  g_clear_pointer (&transport->tempo, tempo_free);
  g_free (transport);
}

Dials *
transport_get_dials (Transport *transport) {
  return transport->dials;
}

gboolean
transport_is_sending (const Transport *transport) {
  return transport->state == TRANSPORT_SENDING && !tempo_is_stopped (transport->tempo);
}

/* The script must not change while a side is read by it. */
static gboolean
refresh_script (Transport *transport) {
  g_autoptr (GError) error = NULL;

  if (transport->state == TRANSPORT_SENDING
      || fate_refresh (tray_get_fate (transport->tray), &error))
    return TRUE;
  g_printerr ("hopper: %s\n", error->message);
  return FALSE;
}

void
transport_sense (Transport *transport) {
  Dials *dials = transport->dials;

  (void) refresh_script (transport);
  dials_sense (dials, SENSOR_PAPER,
               transport->state == TRANSPORT_SENDING || tray_has_paper (transport->tray));
  dials_sense (dials, SENSOR_COVER,
               transport->is_cover_open || script_is_cover_open (get_script (transport)));
  dials_sense (dials, SENSOR_DOUBLE_FEED, transport->is_double_feed);
  if (fate_take_press (tray_get_fate (transport->tray)))
    dials_sense (dials, SENSOR_BUTTON, TRUE);
}

static TransportShape
describe_scan (const DialsScan *scan) {
  return (TransportShape){
      .channels = scan->channels,
      .depth_bits = scan->depth_bits,
      .width_px = (int) scan->width_px,
      .lines = (int) scan->height_px,
      .line_bytes = (int) exposure_get_line_bytes (scan, 0),
  };
}

int
transport_get_shape (const Transport *transport, TransportShape *shape) {
  DialsScan scan;

  if (transport->state == TRANSPORT_SENDING) {
    *shape = transport->shape;
    return SANE_STATUS_GOOD;
  }
  if (!dials_get_scan (transport->dials, &scan))
    return SANE_STATUS_INVAL;
  if (sideplan_is_fuzzy (tray_get_fate (transport->tray), get_sheet (transport, &scan),
                         get_side (transport, &scan))) {
    scan.width_px = MAX (scan.width_px / 2, 1);
    scan.height_px = MAX (scan.height_px / 3, 1);
  }
  *shape = describe_scan (&scan);
  return SANE_STATUS_GOOD;
}

/* What strikes when the next side is asked for. In duplex that is when its sheet is drawn in,
 * unless the script says "back". */
static int
strike_start (Transport *transport, const DialsScan *scan) {
  Side side = get_side (transport, scan);
  const Mishap *mishap;
  guint cursor = 0;

  while ((mishap = fate_next (tray_get_fate (transport->tray), MOMENT_START,
                              get_sheet (transport, scan), side, &cursor))
         != NULL) {
    if (mishap->side == SIDE_ANY && side == SIDE_BACK)
      continue;
    if (is_unnoticed (scan, mishap)) {
      fate_count (tray_get_fate (transport->tray), mishap);
      transport->is_double = TRUE;
    } else if (mishap->kind == MISHAP_DELAY) {
      fate_count (tray_get_fate (transport->tray), mishap);
      if (!tempo_wait_ms (transport->tempo, (guint) mishap->numbers[0]))
        return SANE_STATUS_CANCELLED;
    } else {
      return suffer (transport, scan, mishap);
    }
  }
  return SANE_STATUS_GOOD;
}

static int
begin_tempo (Transport *transport, const SidePlan *plan) {
  const DialsScan *scan = &transport->scan;
  gint64 page_us = scan->pace > 0 ? MINUTE_US / scan->pace / get_sides (scan) : 0;

  page_us += plan->line_delay_us * scan->height_px;
  return tempo_begin (transport->tempo, scan->height_px, page_us,
                      scan->page_delay_ms * 1000LL)
             ? SANE_STATUS_GOOD
             : SANE_STATUS_CANCELLED;
}

/* The mishap that will strike while the side is read, or NULL. */
static const Mishap *
find_mishap (Transport *transport) {
  const DialsScan *scan = &transport->scan;
  guint cursor = 0;
  const Mishap *mishap
      = fate_next (tray_get_fate (transport->tray), MOMENT_READ,
                   get_sheet (transport, scan), get_side (transport, scan), &cursor);

  if (mishap == NULL || !is_unnoticed (scan, mishap))
    return mishap;
  fate_count (tray_get_fate (transport->tray), mishap);
  transport->is_double = TRUE;
  return NULL;
}

/* Puts the next side under the lamp. An image that cannot be read keeps its place. */
static int
load_side (Transport *transport) {
  const DialsScan *scan = &transport->scan;
  g_autoptr (SidePlan) plan
      = sideplan_new (tray_get_fate (transport->tray), get_sheet (transport, scan),
                      get_side (transport, scan), scan);
  g_autoptr (GError) error = NULL;
  Original *original;
  double x_dpi, y_dpi;
  int status = begin_tempo (transport, plan);

  if (status != SANE_STATUS_GOOD)
    return status;
  original = tray_take (transport->tray, tempo_get_flag (transport->tempo), &x_dpi,
                        &y_dpi, &error);
  if (original == NULL) {
    if (tempo_is_stopped (transport->tempo))
      return SANE_STATUS_CANCELLED;
    g_printerr ("hopper: %s\n", error->message);
    return SANE_STATUS_IO_ERROR;
  }
  transport->shape = describe_scan (scan);
  transport->shape.lines = plan->lines;
  transport->shape.line_bytes += (int) plan->form.padding_bytes;
  transport->is_doubtful |= plan->lines >= 0 && plan->lines != (int) scan->height_px;
  transport->passage = passage_new (
      exposure_new (original, x_dpi, y_dpi, scan, &plan->look, &plan->form),
      (gsize) transport->shape.line_bytes, transport->tempo, find_mishap (transport));
  transport->state = TRANSPORT_SENDING;
  g_assert (check_state (transport));
  return SANE_STATUS_GOOD;
}

/* Everything but the paper. */
static int
check_ready (Transport *transport) {
  if (transport->state == TRANSPORT_UNPLUGGED)
    return SANE_STATUS_IO_ERROR;
  if (transport_is_sending (transport))
    return SANE_STATUS_DEVICE_BUSY;
  set_still (transport, FALSE);
  tempo_resume (transport->tempo);
  transport->is_double_feed = transport->is_cover_open = FALSE;
  if (!refresh_script (transport) || !dials_get_scan (transport->dials, &transport->scan))
    return SANE_STATUS_INVAL;
  return script_is_cover_open (get_script (transport)) ? SANE_STATUS_COVER_OPEN
                                                       : SANE_STATUS_GOOD;
}

int
transport_start (Transport *transport) {
  int status = check_ready (transport);

  if (status != SANE_STATUS_GOOD)
    return status;
  if (!tray_has_paper (transport->tray)) {
    tray_refill (transport->tray);
    return SANE_STATUS_NO_DOCS;
  }
  if (get_side (transport, &transport->scan) == SIDE_FRONT)
    transport->is_double = transport->is_doubtful = FALSE;
  status = strike_start (transport, &transport->scan);
  return status == SANE_STATUS_GOOD ? load_side (transport) : status;
}

/* The frame is over, as far as the driver can tell. Whoever finds it wrong stops here and has
 * the sheet put back, so only a frame as announced is remembered. */
static int
end_side (Transport *transport) {
  guint sides = get_sides (&transport->scan);
  guint next = tray_get_next (transport->tray) + 1;
  gboolean is_whole = next % sides == 0 || !tray_has_image (transport->tray, next);

  set_still (transport, FALSE);
  if (is_whole && transport->is_double)
    next += sides;
  tray_set_next (transport->tray, next, is_whole && !transport->is_doubtful);
  return SANE_STATUS_EOF;
}

/* A short frame is one that is over. */
static int
strike_read (Transport *transport) {
  const Mishap *mishap = passage_get_mishap (transport->passage);

  if (mishap->kind == MISHAP_SILENT) {
    put_back (transport, &transport->scan, mishap->put_back);
    fate_count (tray_get_fate (transport->tray), mishap);
    passage_silence (transport->passage);
    return SANE_STATUS_GOOD;
  }
  if (mishap->kind != MISHAP_SHORT && mishap->status != SANE_STATUS_EOF)
    return suffer (transport, &transport->scan, mishap);
  fate_count (tray_get_fate (transport->tray), mishap);
  transport->is_doubtful = mishap->put_back > 0;
  return end_side (transport);
}

static int
read_side (Transport *transport, guint8 *bytes, gsize most, gsize *got) {
  g_autoptr (GError) error = NULL;

  switch (passage_read (transport->passage, bytes, most, got, &error)) {
  case PASSAGE_DATA:
    return SANE_STATUS_GOOD;
  case PASSAGE_END:
    return end_side (transport);
  case PASSAGE_STRUCK:
    return strike_read (transport);
  case PASSAGE_STOPPED:
    set_still (transport, FALSE);
    return SANE_STATUS_CANCELLED;
  case PASSAGE_DAMAGED:
    set_still (transport, FALSE);
    g_printerr ("hopper: image %u of the stack: %s\n",
                tray_get_next (transport->tray) + 1, error->message);
    return SANE_STATUS_IO_ERROR;
  }
  g_assert_not_reached ();
}

int
transport_read (Transport *transport, guint8 *bytes, gsize most, gsize *got) {
  *got = 0;
  switch (transport->state) {
  case TRANSPORT_STILL:
    return tempo_is_stopped (transport->tempo) ? SANE_STATUS_CANCELLED
                                               : SANE_STATUS_INVAL;
  case TRANSPORT_SENDING:
    return read_side (transport, bytes, most, got);
  case TRANSPORT_UNPLUGGED:
    return SANE_STATUS_IO_ERROR;
  }
  g_assert_not_reached ();
}

void
transport_cancel (Transport *transport) {
  tempo_stop (transport->tempo);
  if (transport->is_cancel_cursed)
    (void) fate_strike (&transport->on_cancel);
}
