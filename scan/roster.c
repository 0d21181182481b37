/* SPDX-License-Identifier: Apache-2.0 */

/* A driver may take seconds to look for scanners, hang, or crash. Each is therefore asked
 * in a child of its own that writes a JSON object a line into a pipe: first the name of each
 * scanner it found, then for each whether it can be opened, an empty object last. What has
 * not ended at its deadline is killed; a scanner that was found and not yet opened is then a
 * silent one. Nobody waits longer for a sick scanner than for a well one. A search over the
 * network has more time, for scanners there answer when they please. */

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
  char *driver;
  const char *device; /* the only one that is asked, or NULL */
  gint64 until_us;
  pid_t pid;
  int fd; /* -1 when the child has said all */
  GString *said;
} Probe;

#define LAST_LINE "{}\n"

/* In the child. A line is at most a pipe's worth, so it is written at once or not at all.
 * Takes @builder's object. */
static void
write_object (int fd, JsonBuilder *builder) {
  g_autofree char *object = json_format (builder, FALSE);
  g_autofree char *line = g_strconcat (object, "\n", NULL);

  if (write (fd, line, strlen (line)) < 0)
    log_debug ("nobody waits for the answer");
}

static void
add_valid (JsonBuilder *builder, const char *member, const char *value) {
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  json_add_string (builder, member, valid);
}

typedef struct {
  int fd;
  GPtrArray *names;
} Finding;

static void
write_device (int fd, const DriversDevice *device) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_valid (builder, "name", device->name);
  add_valid (builder, "vendor", device->vendor);
  add_valid (builder, "model", device->model);
  json_builder_end_object (builder);
  write_object (fd, builder);
}

static void
on_device_found (const DriversDevice *device, gpointer data) {
  Finding *finding = data;

  write_device (finding->fd, device);
  g_ptr_array_add (finding->names, g_strdup (device->name));
}

/* Of a scanner that was asked for by its name, what its driver calls it. */
static void
on_listed (const DriversDevice *device, gpointer data) {
  const Finding *finding = data;

  if (g_str_equal (device->name, finding->names->pdata[0]))
    write_device (finding->fd, device);
}

/* The same name twice cannot be told apart, and is opened once. */
static void
try_devices (const Finding *finding) {
  g_autoptr (GHashTable) tried = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < finding->names->len; i++) {
    char *name = finding->names->pdata[i];
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    if (!g_hash_table_add (tried, name))
      continue;
    json_builder_begin_object (builder);
    add_valid (builder, "name", name);
    json_add_int (builder, "health", drivers_try (name));
    json_builder_end_object (builder);
    write_object (finding->fd, builder);
  }
}

/* In the child, too. */
static void
run_probe (const Probe *probe, int fd) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Finding finding = {fd, names};

  if (drivers_load (probe->driver, &error)) {
    drivers_find (probe->device, on_device_found, &finding);
    try_devices (&finding);
    if (probe->device != NULL && !drivers_is_remote (probe->driver))
      drivers_find (NULL, on_listed, &finding);
  } else {
    log_warning ("%s", error->message);
  }
  if (write (fd, LAST_LINE, strlen (LAST_LINE)) < 0)
    log_debug ("nobody waits for the answer");
}

static guint
get_patience_ms (const char *driver, const char *device) {
  gboolean is_search = device == NULL;

  return is_search && (drivers_is_remote (driver) || g_str_equal (driver, DRIVERS_STOCK))
             ? LIMIT_SEARCH_MS
             : LIMIT_PROBE_MS;
}

/* Takes @driver. */
static Probe *
start_probe (char *driver, const char *device) {
  Probe *probe = g_new0 (Probe, 1);
  int ends[2] = {-1, -1};

  probe->driver = driver;
  probe->device = device;
  probe->until_us = g_get_monotonic_time () + get_patience_ms (driver, device) * 1000LL;
  probe->said = g_string_new (NULL);
  probe->fd = -1;
  if (!g_unix_open_pipe (ends, FD_CLOEXEC, NULL))
    return probe;
  probe->pid = fork ();
  if (probe->pid == 0) {
    setpgid (0, 0); /* what the driver forks is killed with it */
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
    kill (-probe->pid, SIGKILL);
    kill (probe->pid, SIGKILL);
    while (waitpid (probe->pid, NULL, 0) < 0 && errno == EINTR)
      continue;
  }
  g_string_free (probe->said, TRUE);
  g_free (probe->driver);
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

/* Those that still speak and have time left; *@left_ms: until the first of them has none. */
static guint
list_speaking (GPtrArray *probes, struct pollfd *waiting, gint64 *left_ms) {
  gint64 now_us = g_get_monotonic_time ();
  guint speaking = 0;

  *left_ms = G_MAXINT;
  for (guint i = 0; i < probes->len; i++) {
    const Probe *probe = probes->pdata[i];
    gboolean is_speaking = probe->fd >= 0 && probe->until_us > now_us;

    waiting[i] = (struct pollfd){.fd = is_speaking ? probe->fd : -1, .events = POLLIN};
    speaking += is_speaking;
    if (is_speaking)
      *left_ms = MIN (*left_ms, (probe->until_us - now_us + 999) / 1000);
  }
  return speaking;
}

static void
wait_for_probes (GPtrArray *probes) {
  g_autofree struct pollfd *waiting = g_new0 (struct pollfd, probes->len);
  gint64 left_ms;

  while (list_speaking (probes, waiting, &left_ms) > 0) {
    if (poll (waiting, probes->len, (int) left_ms) < 0 && errno != EINTR)
      return;
    for (guint i = 0; i < probes->len; i++) {
      if (waiting[i].revents != 0)
        read_probe (probes->pdata[i]);
    }
  }
}

/* What is known of a scanner. */
typedef struct {
  char *name, *vendor, *model;
  Health health;
} Entry;

static void
free_entry (gpointer data) {
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->vendor);
  g_free (entry->model);
  g_free (entry);
}

static Entry *
find_entry (GPtrArray *entries, const char *name) {
  for (guint i = 0; i < entries->len; i++) {
    if (g_str_equal (((Entry *) entries->pdata[i])->name, name))
      return entries->pdata[i];
  }
  return NULL;
}

/* At most LIMIT_DEVICES are listed; NULL for those beyond. */
static Entry *
add_entry (GPtrArray *entries, const char *name, const char *vendor, const char *model,
           Health health) {
  Entry *entry;

  if (entries->len == LIMIT_DEVICES)
    return NULL;
  entry = g_new (Entry, 1);
  *entry = (Entry){g_strdup (name), g_strdup (vendor), g_strdup (model), health};
  g_ptr_array_add (entries, entry);
  return entry;
}

static void
call_entry (Entry *entry, const char *vendor, const char *model) {
  g_free (entry->vendor);
  g_free (entry->model);
  entry->vendor = g_strdup (vendor);
  entry->model = g_strdup (model);
}

/* One object of a child: the name of a scanner, or its health. */
static void
take_object (GPtrArray *entries, JsonObject *object) {
  const char *name = json_get_string (object, "name", "");
  gint64 health = json_get_int (object, "health", HEALTH_SILENT);
  const char *vendor = json_get_string (object, "vendor", "");
  const char *model = json_get_string (object, "model", "");
  Entry *entry = find_entry (entries, name);

  if (entry == NULL)
    entry = add_entry (entries, name, vendor, model, HEALTH_SILENT);
  else if (*model != '\0')
    call_entry (entry, vendor, model);
  if (entry != NULL && json_object_has_member (object, "health") && health >= HEALTH_OK
      && health <= HEALTH_SILENT)
    entry->health = (Health) health;
}

/* A device that was asked for by its name, or a driver that said nothing to the end, is in
 * the list whatever became of it. */
static void
take_answer (GPtrArray *entries, const Probe *probe) {
  g_auto (GStrv) lines = g_strsplit (probe->said->str, "\n", -1);
  guint found = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (JsonObject) object = NULL;

    object = json_parse (lines[i], strlen (lines[i]), LIMIT_EVENT_BYTES, FAULT_PROTOCOL,
                         "scanner list", NULL);
    if (object == NULL || json_object_get_size (object) == 0)
      continue;
    take_object (entries, object);
    found++;
  }
  if (found == 0
      && (probe->device != NULL || !g_str_has_suffix (probe->said->str, LAST_LINE)))
    add_entry (entries, probe->device != NULL ? probe->device : probe->driver, "", "",
               HEALTH_SILENT);
}

/* "advice" is all that there is to say when something is wrong. */
static void
format_entry (JsonBuilder *builder, const Entry *entry) {
  const HealthWords *words = health_get_words (entry->health);
  g_autofree char *advice = entry->health == HEALTH_OK
                                ? g_strdup ("")
                                : g_strjoin (" ", words->sentence, words->action, NULL);

  json_builder_begin_object (builder);
  json_add_string (builder, "name", entry->name);
  json_add_string (builder, "vendor", entry->vendor);
  json_add_string (builder, "model", entry->model);
  json_add_string (builder, "state", words->state);
  json_add_string (builder, "advice", advice);
  json_add_string (builder, "sentence", words->sentence);
  json_add_string (builder, "action", words->action);
  json_add_string (builder, "sentence_vi", words->sentence_vi);
  json_add_string (builder, "action_vi", words->action_vi);
  json_builder_end_object (builder);
}

static char *
format_entries (const GPtrArray *entries) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "devices");
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    format_entry (builder, entries->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

/* A driver that is not there is not asked, and is no trouble unless one of its devices was
 * named. */
static void
ask (GPtrArray *probes, GPtrArray *entries, const char *name, const char *device) {
  g_autofree char *driver
      = name != NULL ? g_strdup (name) : drivers_parse_device (device, NULL);

  if (g_str_equal (driver, DRIVERS_STOCK) || drivers_is_installed (driver))
    g_ptr_array_add (probes, start_probe (g_steal_pointer (&driver), device));
  else if (device != NULL)
    add_entry (entries, device, "", "", HEALTH_NO_DRIVER);
}

char *
roster_find (const char *const *drivers, const char *const *devices) {
  g_autoptr (GPtrArray) probes = g_ptr_array_new_with_free_func (free_probe);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);

  for (guint i = 0; devices[i] != NULL; i++)
    ask (probes, entries, NULL, devices[i]);
  for (guint i = 0; drivers[i] != NULL; i++)
    ask (probes, entries, drivers[i], NULL);
  wait_for_probes (probes);
  for (guint i = 0; i < probes->len; i++)
    take_answer (entries, probes->pdata[i]);
  return format_entries (entries);
}
