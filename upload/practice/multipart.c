/* SPDX-License-Identifier: Apache-2.0 */

/* A strict reader of multipart/form-data over a body that stays in its file: a part is a
 * stretch of it, so memory does not grow with the size of a file.
 *
 *   --BOUNDARY CRLF  header lines  CRLF CRLF  bytes  CRLF --BOUNDARY ...  --BOUNDARY--
 *
 * It refuses what forms never need and attackers like: text before the first boundary,
 * anything after the last, folded headers, NUL in headers, one name twice, encoded bytes.
 * Headers are searched for only within LIMIT_PART_HEADER_BYTES, so the work stays linear
 * in the size of the body. */

#include "upload/practice/multipart.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

typedef struct {
  const Slice *body;
  gsize next;
  char *boundary; /* with the line end and the two dashes before it */
} Cursor;

static void
free_part (MultipartPart *part) {
  g_free (part->name);
  g_free (part->file_name);
  g_free (part);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MultipartPart, free_part)

static gboolean
refuse (GError **error, const char *what) {
  g_set_error (error, FAULT, FAULT_PROTOCOL, "multipart body: %s", what);
  return FALSE;
}

static const char *
skip_blanks (const char *text) {
  return text + strspn (text, " \t");
}

/* The quoted text at *@rest, which stands on its opening quote; NULL when it never
 * ends. */
static char *
take_quoted (const char **rest) {
  g_autoptr (GString) value = g_string_new (NULL);
  const char *c;

  for (c = *rest + 1; *c != '"'; c++) {
    if (*c == '\\' && c[1] != '\0')
      c++;
    if (*c == '\0')
      return NULL;
    g_string_append_c (value, *c);
  }
  *rest = c + 1;
  return g_string_free (g_steal_pointer (&value), FALSE);
}

static char *
take_token (const char **rest) {
  gsize length = strcspn (*rest, " \t;\"");
  char *token = g_strndup (*rest, length);

  *rest += length;
  return token;
}

/* Reads "KIND; name=value; name="value"" into a table with lower-case names; NULL when
 * @header is of another kind, broken or has a name twice. */
static GHashTable *
parse_parameters (const char *header, const char *kind) {
  g_autoptr (GHashTable) table
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *rest = skip_blanks (header);

  if (g_ascii_strncasecmp (rest, kind, strlen (kind)) != 0)
    return NULL;
  for (rest = skip_blanks (rest + strlen (kind)); *rest == ';';
       rest = skip_blanks (rest)) {
    g_autofree char *name = NULL;
    char *value;

    rest = skip_blanks (rest + 1);
    name = g_ascii_strdown (rest, (gssize) strcspn (rest, "= \t;\""));
    rest += strlen (name);
    if (*name == '\0' || *rest++ != '=' || g_hash_table_contains (table, name))
      return NULL;
    value = *rest == '"' ? take_quoted (&rest) : take_token (&rest);
    if (value == NULL)
      return NULL;
    g_hash_table_insert (table, g_steal_pointer (&name), value);
  }
  return *rest == '\0' ? g_steal_pointer (&table) : NULL;
}

static gboolean
find_boundary (const char *content_type, Cursor *cursor, GError **error) {
  g_autoptr (GHashTable) parameters = NULL;
  const char *boundary;

  if (content_type != NULL)
    parameters = parse_parameters (content_type, "multipart/form-data");
  if (parameters == NULL)
    return refuse (error, "the content type is not multipart/form-data");
  boundary = g_hash_table_lookup (parameters, "boundary");
  if (boundary == NULL || *boundary == '\0' || strlen (boundary) > LIMIT_BOUNDARY_BYTES)
    return refuse (error, "there is no boundary of 1 to 70 characters");
  cursor->boundary = g_strconcat ("\r\n--", boundary, NULL);
  return TRUE;
}

static gboolean
set_disposition (MultipartPart *part, const char *value, GError **error) {
  g_autoptr (GHashTable) parameters = parse_parameters (value, "form-data");
  const char *name = parameters != NULL ? g_hash_table_lookup (parameters, "name") : NULL;

  if (name == NULL || *name == '\0' || part->name != NULL)
    return refuse (error, "a part has no name, or two");
  part->name = g_strdup (name);
  part->file_name = g_strdup (g_hash_table_lookup (parameters, "filename"));
  return TRUE;
}

/* Bytes that would have to be decoded first are refused. */
static gboolean
allow_encoding (const char *value) {
  return g_ascii_strcasecmp (value, "binary") == 0
         || g_ascii_strcasecmp (value, "8bit") == 0
         || g_ascii_strcasecmp (value, "7bit") == 0;
}

static gboolean
parse_header (MultipartPart *part, const char *line, GError **error) {
  const char *colon = strchr (line, ':');
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (colon == NULL || colon == line || *line == ' ' || *line == '\t')
    return refuse (error, "a header line of a part is broken");
  name = g_ascii_strdown (line, colon - line);
  value = g_strstrip (g_strdup (colon + 1));
  if (g_str_equal (name, "content-disposition"))
    return set_disposition (part, value, error);
  if (g_str_equal (name, "content-transfer-encoding") && !allow_encoding (value))
    return refuse (error, "a part is encoded");
  return TRUE;
}

/* The text of the header lines at the cursor, which moves to the part's first byte; NULL
 * when they do not end in time. */
static char *
take_headers (Cursor *cursor, GError **error) {
  gsize room = MIN (cursor->body->size_bytes - cursor->next, LIMIT_PART_HEADER_BYTES);
  Slice head = slice_cut (cursor->body, cursor->next, room);
  gsize length;

  if (!slice_find (&head, 0, "\r\n\r\n", &length, error))
    return NULL;
  if (length == room) {
    refuse (error, "the headers of a part do not end, or are too long");
    return NULL;
  }
  cursor->next += length + 4;
  head = slice_cut (&head, 0, length);
  return slice_dup (&head, error);
}

static gboolean
parse_headers (Cursor *cursor, MultipartPart *part, GError **error) {
  gsize begin = cursor->next;
  g_autofree char *text = take_headers (cursor, error);
  g_auto (GStrv) lines = NULL;

  if (text == NULL)
    return FALSE;
  if (!g_utf8_validate (text, (gssize) (cursor->next - begin - 4), NULL))
    return refuse (error, "the headers of a part are not UTF-8 text");
  lines = g_strsplit (text, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (!parse_header (part, lines[i], error))
      return FALSE;
  }
  return part->name != NULL || refuse (error, "a part has no name");
}

/* Sets the part's content and moves the cursor behind the boundary that ends it. */
static gboolean
find_end (Cursor *cursor, MultipartPart *part, GError **error) {
  gsize end;

  if (!slice_find (cursor->body, cursor->next, cursor->boundary, &end, error))
    return FALSE;
  if (end == cursor->body->size_bytes)
    return refuse (error, "it ends before its last boundary");
  part->content = slice_cut (cursor->body, cursor->next, end - cursor->next);
  cursor->next = end + strlen (cursor->boundary);
  return TRUE;
}

/* Skips @text when it is next, and tells so in *@skipped. */
static gboolean
skip_text (Cursor *cursor, const char *text, gboolean *skipped, GError **error) {
  gsize length = strlen (text);
  char next[LIMIT_BOUNDARY_BYTES + 4];

  g_assert (length <= sizeof next);
  *skipped = FALSE;
  if (cursor->body->size_bytes - cursor->next < length)
    return TRUE;
  if (!slice_read (cursor->body, cursor->next, next, length, error))
    return FALSE;
  *skipped = memcmp (next, text, length) == 0;
  if (*skipped)
    cursor->next += length;
  return TRUE;
}

static gboolean
take_part (Cursor *cursor, GPtrArray *parts, GError **error) {
  g_autoptr (MultipartPart) part = g_new0 (MultipartPart, 1);

  if (parts->len == LIMIT_FORM_FIELDS)
    return refuse (error, "there are too many parts");
  if (!parse_headers (cursor, part, error) || !find_end (cursor, part, error))
    return FALSE;
  if (multipart_get (parts, part->name) != NULL)
    return refuse (error, "two parts have one name");
  g_ptr_array_add (parts, g_steal_pointer (&part));
  return TRUE;
}

static gboolean
parse_parts (Cursor *cursor, GPtrArray *parts, GError **error) {
  gboolean skipped;

  if (!skip_text (cursor, cursor->boundary + strlen ("\r\n"), &skipped, error))
    return FALSE;
  if (!skipped)
    return refuse (error, "it does not begin with its boundary");
  do {
    if (!skip_text (cursor, "\r\n", &skipped, error)
        || (skipped && !take_part (cursor, parts, error)))
      return FALSE;
  } while (skipped);
  if (!skip_text (cursor, "--", &skipped, error))
    return FALSE;
  if (!skipped)
    return refuse (error, "a boundary is followed by something else");
  if (!skip_text (cursor, "\r\n", &skipped, error))
    return FALSE;
  return cursor->next == cursor->body->size_bytes
         || refuse (error, "there are bytes after its last boundary");
}

GPtrArray *
multipart_parse (const char *content_type, const Slice *body, GError **error) {
  g_autoptr (GPtrArray) parts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_part);
  Cursor cursor = {.body = body};
  gboolean parsed = find_boundary (content_type, &cursor, error)
                    && parse_parts (&cursor, parts, error);

  g_free (cursor.boundary);
  return parsed ? g_steal_pointer (&parts) : NULL;
}

const MultipartPart *
multipart_get (const GPtrArray *parts, const char *name) {
  for (guint i = 0; i < parts->len; i++) {
    const MultipartPart *part = parts->pdata[i];

    if (g_str_equal (part->name, name))
      return part;
  }
  return NULL;
}
