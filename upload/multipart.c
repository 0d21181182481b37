/* SPDX-License-Identifier: Apache-2.0 */

/* A strict reader of multipart/form-data over a body that is mapped, not copied: a part
 * is two pointers into it, so memory does not grow with the size of a file.
 *
 *   --BOUNDARY CRLF  header lines  CRLF CRLF  bytes  CRLF --BOUNDARY ...  --BOUNDARY--
 *
 * It refuses what forms never need and attackers like: text before the first boundary,
 * anything after the last, folded headers, NUL in headers, one name twice, encoded bytes.
 * Headers are searched for only within LIMIT_PART_HEADER_BYTES, so the work stays linear
 * in the size of the body. */

#define _GNU_SOURCE /* memmem */
#include "upload/multipart.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

typedef struct {
  const char *next;
  const char *end;
  char *boundary; /* with the two dashes before it */
  gsize boundary_bytes;
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
  cursor->boundary_bytes = strlen (cursor->boundary);
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

/* Reads the header lines at the cursor and moves it to the part's first byte. */
static gboolean
parse_headers (Cursor *cursor, MultipartPart *part, GError **error) {
  gsize room = MIN ((gsize) (cursor->end - cursor->next), LIMIT_PART_HEADER_BYTES);
  const char *end = memmem (cursor->next, room, "\r\n\r\n", 4);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (end == NULL)
    return refuse (error, "the headers of a part do not end, or are too long");
  if (!g_utf8_validate (cursor->next, end - cursor->next, NULL))
    return refuse (error, "the headers of a part are not UTF-8 text");
  text = g_strndup (cursor->next, (gsize) (end - cursor->next));
  lines = g_strsplit (text, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (!parse_header (part, lines[i], error))
      return FALSE;
  }
  if (part->name == NULL)
    return refuse (error, "a part has no name");
  cursor->next = end + 4;
  return TRUE;
}

/* Sets the part's bytes and moves the cursor behind the boundary that ends them. */
static gboolean
find_end (Cursor *cursor, MultipartPart *part, GError **error) {
  const char *end = memmem (cursor->next, (gsize) (cursor->end - cursor->next),
                            cursor->boundary, cursor->boundary_bytes);

  if (end == NULL)
    return refuse (error, "it ends before its last boundary");
  part->bytes = cursor->next;
  part->size_bytes = (gsize) (end - cursor->next);
  cursor->next = end + cursor->boundary_bytes;
  return TRUE;
}

/* Skips @text when it is next. */
static gboolean
skip_text (Cursor *cursor, const char *text) {
  gsize length = strlen (text);

  if ((gsize) (cursor->end - cursor->next) < length
      || memcmp (cursor->next, text, length) != 0)
    return FALSE;
  cursor->next += length;
  return TRUE;
}

static gboolean
parse_parts (Cursor *cursor, GPtrArray *parts, GError **error) {
  if (!skip_text (cursor, cursor->boundary + strlen ("\r\n")))
    return refuse (error, "it does not begin with its boundary");
  while (skip_text (cursor, "\r\n")) {
    g_autoptr (MultipartPart) part = g_new0 (MultipartPart, 1);

    if (parts->len == LIMIT_FORM_FIELDS)
      return refuse (error, "there are too many parts");
    if (!parse_headers (cursor, part, error) || !find_end (cursor, part, error))
      return FALSE;
    if (multipart_get (parts, part->name) != NULL)
      return refuse (error, "two parts have one name");
    g_ptr_array_add (parts, g_steal_pointer (&part));
  }
  if (!skip_text (cursor, "--"))
    return refuse (error, "a boundary is followed by something else");
  skip_text (cursor, "\r\n");
  return cursor->next == cursor->end
         || refuse (error, "there are bytes after its last boundary");
}

GPtrArray *
multipart_parse (const char *content_type, const char *body, gsize size_bytes,
                 GError **error) {
  g_autoptr (GPtrArray) parts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_part);
  Cursor cursor = {.next = body, .end = body + size_bytes};
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
