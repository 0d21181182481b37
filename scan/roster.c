/* SPDX-License-Identifier: Apache-2.0 */

/* A driver may take seconds to look for scanners, hang, or crash. Each is therefore asked
 * in a child of its own that writes a JSON object a line into a pipe, an empty one last;
 * what has not ended at the deadline is killed, and what it found until then counts. Nobody
 * waits longer for a sick scanner than for a well one. */

#include "scan/roster.h"

#include "scan/drivers.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "config/log.h"

#include <glib-unix.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  const char *driver; /* of a driver probe, else NULL */
  const char *device; /* of a device probe, else NULL */
  pid_t pid;
  int fd; /* -1 when the child has said all */
  GString *said;
} Probe;

static const struct {
  const char *name;
  const char *advice;
} states[] = {
    [DEVICE_USABLE] = {"ok", ""},
    [DEVICE_BUSY] = {"busy", "The scanner is in use by another program. Close that "
                             "program, or wait, then look again."},
    [DEVICE_DENIED] = {"denied", "This account may not use the scanner. Ask the "
                                 "administrator to add it to the group \"scanner\"."},
    [DEVICE_GONE] = {"gone", "The scanner does not answer. Check that it is switched on "
                             "and its cable is plugged in, then look again."},
};

#define LAST_LINE    "{}\n"
#define SILENT_STATE "silent"
#define SILENT_ADVICE                                                                    \
  "The scanner's driver does not answer. Switch the scanner off and on, "                \
  "then look again."

static void
add_string (JsonBuilder *builder, const char *member, const char *value) {
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, valid);
}

static void
add_device (JsonBuilder *builder, const char *name, const char *vendor, const char *model,
            const char *state, const char *advice) {
  json_builder_begin_object (builder);
  add_string (builder, "name", name);
  add_string (builder, "vendor", vendor);
  add_string (builder, "model", model);
  add_string (builder, "state", state);
  add_string (builder, "advice", advice);
  json_builder_end_object (builder);
}

/* In the child. A line is at most a pipe's worth, so it is written at once or not at all. */
static void
on_device_found (const char *name, const char *vendor, const char *model,
                 DeviceHealth health, gpointer data) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *object = NULL;
  g_autofree char *line = NULL;

  add_device (builder, name, vendor, model, states[health].name, states[health].advice);
  object = json_format (builder, FALSE);
  line = g_strconcat (object, "\n", NULL);
  if (write (GPOINTER_TO_INT (data), line, strlen (line)) < 0)
    log_debug ("nobody waits for the answer");
}

/* In the child, too. */
static void
run_probe (const Probe *probe, int fd) {
  g_autoptr (GError) error = NULL;
  g_autofree char *driver = probe->driver != NULL
                                ? g_strdup (probe->driver)
                                : drivers_parse_device (probe->device, &error);

  if (driver != NULL && drivers_load (driver, &error))
    drivers_find (probe->device, on_device_found, GINT_TO_POINTER (fd));
  else
    log_warning ("%s", error->message);
  if (write (fd, LAST_LINE, strlen (LAST_LINE)) < 0)
    log_debug ("nobody waits for the answer");
}

static Probe *
start_probe (const char *driver, const char *device) {
  Probe *probe = g_new0 (Probe, 1);
  int ends[2] = {-1, -1};

  probe->driver = driver;
  probe->device = device;
  probe->said = g_string_new (NULL);
  probe->fd = -1;
  if (!g_unix_open_pipe (ends, FD_CLOEXEC, NULL))
    return probe;
  probe->pid = fork ();
  if (probe->pid == 0) {
    close (ends[0]);
    run_probe (probe, ends[1]);
    _exit (0);
  }
  close (ends[1]);
  probe->fd = ends[0];
  return probe;
}

static void
free_probe (gpointer data) {
  Probe *probe = data;

  if (probe->fd >= 0)
    close (probe->fd);
  if (probe->pid > 0) {
    kill (probe->pid, SIGKILL);
    while (waitpid (probe->pid, NULL, 0) < 0 && errno == EINTR)
      continue;
  }
  g_string_free (probe->said, TRUE);
  g_free (probe);
}

static void
read_probe (Probe *probe) {
  char block[4096];
  gssize got = read (probe->fd, block, sizeof block);

  if (got < 0 && errno == EINTR)
    return;
  if (got > 0 && probe->said->len + (gsize) got <= LIMIT_EVENT_BYTES) {
    g_string_append_len (probe->said, block, got);
    return;
  }
  close (probe->fd);
  probe->fd = -1;
}

/* Reads from all that still speak, until all have ended or the time is over. */
static void
wait_for_probes (GPtrArray *probes) {
  gint64 deadline_us = g_get_monotonic_time () + LIMIT_PROBE_MS * 1000LL;
  g_autofree struct pollfd *waiting = g_new0 (struct pollfd, probes->len);

  for (;;) {
    gint64 left_ms = (deadline_us - g_get_monotonic_time ()) / 1000;
    guint speaking = 0;

    for (guint i = 0; i < probes->len; i++) {
      waiting[i]
          = (struct pollfd){.fd = ((Probe *) probes->pdata[i])->fd, .events = POLLIN};
      speaking += waiting[i].fd >= 0;
    }
    if (speaking == 0 || left_ms <= 0)
      return;
    if (poll (waiting, probes->len, (int) left_ms) < 0 && errno != EINTR)
      return;
    for (guint i = 0; i < probes->len; i++) {
      if (waiting[i].revents != 0)
        read_probe (probes->pdata[i]);
    }
  }
}

/* A device that was asked for by its name, or a driver that said nothing to the end, is in
 * the list whatever became of it. */
static void
add_answer (JsonBuilder *builder, const Probe *probe) {
  g_auto (GStrv) lines = g_strsplit (probe->said->str, "\n", -1);
  guint devices = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (JsonObject) object = NULL;

    object = json_parse (lines[i], strlen (lines[i]), LIMIT_EVENT_BYTES, FAULT_PROTOCOL,
                         "scanner list", NULL);
    if (object == NULL || json_object_get_size (object) == 0)
      continue;
    add_device (
        builder, json_get_string (object, "name", ""),
        json_get_string (object, "vendor", ""), json_get_string (object, "model", ""),
        json_get_string (object, "state", ""), json_get_string (object, "advice", ""));
    devices++;
  }
  if (devices == 0
      && (probe->device != NULL || !g_str_has_suffix (probe->said->str, LAST_LINE)))
    add_device (builder, probe->device != NULL ? probe->device : probe->driver, "", "",
                SILENT_STATE, SILENT_ADVICE);
}

char *
roster_find (const char *const *drivers, const char *const *devices) {
  g_autoptr (GPtrArray) probes = g_ptr_array_new_with_free_func (free_probe);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  for (guint i = 0; devices[i] != NULL; i++)
    g_ptr_array_add (probes, start_probe (NULL, devices[i]));
  for (guint i = 0; drivers[i] != NULL; i++)
    g_ptr_array_add (probes, start_probe (drivers[i], NULL));
  wait_for_probes (probes);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "devices");
  json_builder_begin_array (builder);
  for (guint i = 0; i < probes->len; i++)
    add_answer (builder, probes->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}
