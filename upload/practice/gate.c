/* SPDX-License-Identifier: Apache-2.0 */

/* At most MOST_PASSES are remembered; the oldest go first, so that a client which asks for
 * one with each request costs nothing but itself. */

#include "upload/practice/gate.h"

#include <string.h>
#include <sys/random.h>

#define MOST_PASSES 64u
#define PASS_BYTES  24
#define BEARER      "Bearer "

typedef struct {
  char *text;
  gint64 ends_at_us;
} Pass;

struct Gate {
  char *secret;
  char *group;
  guint life_s;
  GQueue passes; /* Pass, the newest first */
};

static void
free_pass (gpointer data) {
  Pass *pass = data;

  g_free (pass->text);
  g_free (pass);
}

Gate *
gate_new (const char *secret, const char *group, guint life_s) {
  Gate *gate = g_new0 (Gate, 1);

  gate->secret = g_strdup (secret);
  gate->group = g_strdup (group);
  gate->life_s = life_s;
  g_queue_init (&gate->passes);
  return gate;
}

void
gate_free (Gate *gate) {
  g_queue_clear_full (&gate->passes, free_pass);
  g_free (gate->secret);
  g_free (gate->group);
  g_free (gate);
}

gboolean
gate_is_secret (const Gate *gate, const char *secret) {
  return g_strcmp0 (secret, gate->secret) == 0;
}

gboolean
gate_is_group (const Gate *gate, const char *group) {
  return g_strcmp0 (group, gate->group) == 0;
}

char *
gate_issue (Gate *gate) {
  guchar dice[PASS_BYTES];
  g_autoptr (GString) text = g_string_new (NULL);
  Pass *pass = g_new0 (Pass, 1);

  g_assert (getrandom (dice, sizeof dice, 0) == sizeof dice);
  for (guint i = 0; i < sizeof dice; i++)
    g_string_append_printf (text, "%02X", dice[i]);
  pass->text = g_strdup (text->str);
  pass->ends_at_us = g_get_monotonic_time () + gate->life_s * G_TIME_SPAN_SECOND;
  g_queue_push_head (&gate->passes, pass);
  while (g_queue_get_length (&gate->passes) > MOST_PASSES)
    free_pass (g_queue_pop_tail (&gate->passes));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
gate_knows (Gate *gate, const char *text) {
  for (GList *link = gate->passes.head; link != NULL; link = link->next) {
    const Pass *pass = link->data;

    if (g_strcmp0 (pass->text, text) == 0)
      return g_get_monotonic_time () < pass->ends_at_us;
  }
  return FALSE;
}

gboolean
gate_knows_bearer (Gate *gate, const char *header) {
  return header != NULL && g_str_has_prefix (header, BEARER)
         && gate_knows (gate, header + strlen (BEARER));
}

guint
gate_get_life_s (const Gate *gate) {
  return gate->life_s;
}
