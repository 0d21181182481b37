/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What a scanner's state is, before anything is asked of it. */
typedef enum {
  HEALTH_OK,
  HEALTH_BUSY,
  HEALTH_DENIED,
  HEALTH_OFF,       /* of the network, and not answering */
  HEALTH_GONE,      /* not there under this name */
  HEALTH_NO_DRIVER, /* its driver is not installed */
  HEALTH_SILENT,    /* its driver did not answer in time */
} Health;

typedef struct {
  const char *state;    /* "ok", "busy": the word in lists */
  const char *sentence; /* English */
  const char *action;
  const char *sentence_vi;
  const char *action_vi;
} HealthWords;

/* One sentence on what is so and one on what to do, in both languages. */
const HealthWords *health_get_words (Health health);
