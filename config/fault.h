/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The one error domain. A code says what the receiver does about it, not where it broke.
 * Outcomes that are no fault (feeder empty, portal says later) are enums of their own. */
#define FAULT (fault_quark ())

typedef enum {
  FAULT_DEVICE,    /* a hand on the machine: cover, jam, cable */
  FAULT_IMAGE,     /* this page is unreadable: scan it again */
  FAULT_TEMPORARY, /* try later */
  FAULT_STORAGE,   /* stop taking paper: disk, database or folder failed */
  FAULT_CONFIG,    /* settings or catalogue are wrong: call the administrator */
  FAULT_PROTOCOL,  /* a peer speaks wrongly: restart it, or hold the dossier */
  FAULT_USAGE,     /* the request itself makes no sense */
  FAULT_REFUSED,   /* who asks may not: another person does it, or later */
} FaultCode;

GQuark fault_quark (void);

/* Sets @error from the current errno: "MESSAGE: No space left on device". The errno decides
 * the code only in so far as @code is the caller's wish. Returns FALSE for `return`. */
gboolean fault_set_errno (GError **error, FaultCode code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
