/* SPDX-License-Identifier: Apache-2.0 */

/* SQLite as the store needs it: journal_mode=DELETE with synchronous=EXTRA, because of
 * the four combinations that were cut off right after a commit only this one and WAL/FULL
 * lost nothing, and WAL of SQLite 3.40 has a reset bug that several processes can meet.
 * The pragmas are read back: an SQLite that does not know one ignores it without a word.
 *
 * Each page carries a sum (pagesum.h), so what is damaged on the disk is never read as if
 * it were true. A damaged or foreign file is refused, never repaired here. A database that carries
 * triggers or views was touched by somebody else and is refused, too. */

#include "upload/database.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/pagesum.h"
#include "upload/schema.h"

#include <sqlite3.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define APPLICATION_ID 0x4d6f4375 /* "MoCu" */

struct Database {
  sqlite3 *connection;
  sqlite3_stmt *statements[STATEMENTS];
};

typedef struct {
  const char *set;
  const char *get;
  const char *expected;
} Pragma;

static const Pragma pragmas[] = {
    {"PRAGMA journal_mode = DELETE", "PRAGMA journal_mode", "delete"},
    {"PRAGMA synchronous = EXTRA", "PRAGMA synchronous", "3"},
    {"PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1"},
    {"PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0"},
    {"PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1"},
    {"PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1"},
    {"PRAGMA mmap_size = 0", "PRAGMA mmap_size", "0"},
    {"PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2"},
};

/* Sets @error from the connection's last failure. */
static gboolean
set_fault (sqlite3 *connection, GError **error) {
  int code = sqlite3_errcode (connection) & 0xff;

  if (sqlite3_extended_errcode (connection) == SQLITE_IOERR_DATA)
    g_set_error (error, FAULT, FAULT_STORAGE,
                 "the store's database is not as it was written; `motcua verify --all` "
                 "names the page, `motcua rebuild` makes it anew from the dossiers");
  else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    g_set_error (error, FAULT, FAULT_TEMPORARY,
                 "the store is busy: another program has been writing to it for %u s",
                 LIMIT_STORE_WAIT_MS / 1000);
  else if (code == SQLITE_CONSTRAINT)
    g_set_error (error, FAULT, FAULT_USAGE, "the store refuses this: %s",
                 sqlite3_errmsg (connection));
  else
    g_set_error (error, FAULT, FAULT_STORAGE, "the store's database failed: %s",
                 sqlite3_errmsg (connection));
  return FALSE;
}

static gboolean
run_text (sqlite3 *connection, const char *sql, GError **error) {
  return sqlite3_exec (connection, sql, NULL, NULL, NULL) == SQLITE_OK
         || set_fault (connection, error);
}

/* First column of the first row of @sql as text; NULL on a fault. */
static char *
ask_text (sqlite3 *connection, const char *sql, GError **error) {
  sqlite3_stmt *statement = NULL;
  char *answer = NULL;

  if (sqlite3_prepare_v2 (connection, sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    answer = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  else
    set_fault (connection, error);
  sqlite3_finalize (statement);
  return answer;
}

static gboolean
set_pragmas (sqlite3 *connection, GError **error) {
  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++) {
    g_autofree char *answer = NULL;

    if (!run_text (connection, pragmas[i].set, error))
      return FALSE;
    answer = ask_text (connection, pragmas[i].get, error);
    if (answer == NULL)
      return FALSE;
    if (!g_str_equal (answer, pragmas[i].expected)) {
      g_set_error (error, FAULT, FAULT_STORAGE, "SQLite refuses \"%s\": it answers %s",
                   pragmas[i].set, answer);
      return FALSE;
    }
  }
  return TRUE;
}

static Database *
connect_with (const char *path, int mode, const char *vfs, GError **error) {
  g_autoptr (Database) database = g_new0 (Database, 1);
  int set = 0;

  if (sqlite3_open_v2 (path, &database->connection, mode | SQLITE_OPEN_NOMUTEX, vfs)
      != SQLITE_OK) {
    g_set_error (error, FAULT, FAULT_STORAGE, "cannot open %s: %s", path,
                 sqlite3_errmsg (database->connection));
    return NULL;
  }
  sqlite3_extended_result_codes (database->connection, 1);
  sqlite3_busy_timeout (database->connection, LIMIT_STORE_WAIT_MS);
  sqlite3_db_config (database->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, &set);
  sqlite3_db_config (database->connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &set);
  return g_steal_pointer (&database);
}

Database *
database_examine (const char *path, GError **error) {
  return connect_with (path, SQLITE_OPEN_READONLY, NULL, error);
}

/* Opens without looking at the contents. */
static Database *
connect_file (const char *path, GError **error) {
  g_autoptr (Database) database
      = connect_with (path, SQLITE_OPEN_READWRITE, pagesum_get_vfs (), error);

  if (database == NULL)
    return NULL;
  if (!set_pragmas (database->connection, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return g_steal_pointer (&database);
}

/* The application id tells our database from any other SQLite file. */
static gboolean
check_origin (Database *database, const char *path, GError **error) {
  g_autofree char *id = ask_text (database->connection, "PRAGMA application_id", error);
  g_autofree char *foreign = NULL;

  if (id == NULL)
    return FALSE;
  if (g_ascii_strtoll (id, NULL, 10) != APPLICATION_ID) {
    g_set_error (error, FAULT, FAULT_STORAGE, "%s is not a motcua database", path);
    return FALSE;
  }
  foreign = ask_text (database->connection,
                      "SELECT count (*) FROM sqlite_schema"
                      " WHERE type IN ('trigger', 'view')",
                      error);
  if (foreign == NULL)
    return FALSE;
  if (!g_str_equal (foreign, "0")) {
    g_set_error (error, FAULT, FAULT_STORAGE,
                 "%s has been changed by another program: it holds triggers or views",
                 path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_version (Database *database, guint *version, GError **error) {
  g_autofree char *text = ask_text (database->connection, "PRAGMA user_version", error);

  if (text == NULL)
    return FALSE;
  *version = (guint) g_ascii_strtoull (text, NULL, 10);
  return TRUE;
}

static gboolean
migrate (Database *database, GError **error) {
  g_autoptr (Writing) writing = database_begin (database, error);
  guint version;

  if (writing == NULL || !read_version (database, &version, error))
    return FALSE;
  for (; version < schema_get_version (); version++) {
    g_autofree char *mark
        = g_strdup_printf ("PRAGMA user_version = %u; PRAGMA application_id = %d;",
                           version + 1, APPLICATION_ID);

    if (!run_text (database->connection, schema_get_step (version), error)
        || !run_text (database->connection, mark, error))
      return FALSE;
  }
  return database_commit (g_steal_pointer (&writing), error);
}

/* SQLite gives its journals the mode of the file it finds. */
static gboolean
create_file (const char *path, GError **error) {
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot create %s", path);
  close (fd);
  return TRUE;
}

gboolean
database_create (const char *path, GError **error) {
  g_autoptr (Database) database = NULL;
  int reserved = PAGESUM_BYTES;

  if (!create_file (path, error))
    return FALSE;
  database = connect_file (path, error);
  return database != NULL
         && (sqlite3_file_control (database->connection, "main",
                                   SQLITE_FCNTL_RESERVE_BYTES, &reserved)
                 == SQLITE_OK
             || set_fault (database->connection, error))
         && migrate (database, error);
}

/* Without room in its pages it has never had sums. */
static gboolean
check_sums (Database *database, const char *path, GError **error) {
  int reserved = -1; /* asks */

  if (sqlite3_file_control (database->connection, "main", SQLITE_FCNTL_RESERVE_BYTES,
                            &reserved)
          == SQLITE_OK
      && reserved == PAGESUM_BYTES)
    return TRUE;
  g_set_error (error, FAULT, FAULT_STORAGE,
               "%s has no sums in its pages: another program has made it", path);
  return FALSE;
}

Database *
database_open (const char *path, GError **error) {
  g_autoptr (Database) database = connect_file (path, error);
  guint version;

  if (database == NULL || !check_origin (database, path, error)
      || !check_sums (database, path, error) || !read_version (database, &version, error))
    return NULL;
  if (version > schema_get_version ()) {
    g_set_error (error, FAULT, FAULT_STORAGE,
                 "%s was written by a newer motcua (layout %u, this one knows %u)", path,
                 version, schema_get_version ());
    return NULL;
  }
  if (version < schema_get_version () && !migrate (database, error))
    return NULL;
  return g_steal_pointer (&database);
}

/* Every page first, the free ones too, since the walk below stops at the first bad one.
 * SQLite answers with one row "ok", or with a row for each thing that is wrong. */
gboolean
database_scan (const char *path, GPtrArray *findings, GError **error) {
  return pagesum_scan (path, findings, error);
}

gboolean
database_check (Database *database, GPtrArray *findings, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = NULL;
  guint before = findings->len;

  if (!pagesum_check (database->connection, findings, error))
    return FALSE;
  if (findings->len > before)
    return TRUE;
  rows = database_select (database, STATEMENT_CHECK, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    const char *text = database_get_text (rows, 0);

    if (g_strcmp0 (text, "ok") != 0)
      g_ptr_array_add (findings, g_strdup_printf ("The database is damaged: %s.", text));
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

void
database_free (Database *database) {
  if (database == NULL)
    return;
  for (guint i = 0; i < STATEMENTS; i++)
    sqlite3_finalize (database->statements[i]);
  sqlite3_close (database->connection);
  g_free (database);
}

static sqlite3_stmt *
get_statement (Database *database, StatementId id, GError **error) {
  if (database->statements[id] == NULL
      && sqlite3_prepare_v3 (database->connection, statement_get_sql (id), -1,
                             SQLITE_PREPARE_PERSISTENT, &database->statements[id], NULL)
             != SQLITE_OK)
    set_fault (database->connection, error);
  return database->statements[id];
}

static int
bind_value (sqlite3_stmt *statement, int index, char kind, va_list *arguments) {
  switch (kind) {
  case 't':
    return sqlite3_bind_text (statement, index, va_arg (*arguments, const char *), -1,
                              SQLITE_TRANSIENT);
  case 'u':
    return sqlite3_bind_int64 (statement, index, va_arg (*arguments, guint));
  case 'i':
    return sqlite3_bind_int64 (statement, index, va_arg (*arguments, gint64));
  case 'd':
    return sqlite3_bind_double (statement, index, va_arg (*arguments, double));
  default:
    g_assert_not_reached ();
  }
}

static Rows *
bind_all (Database *database, StatementId id, const char *kinds, va_list *arguments,
          GError **error) {
  g_autoptr (Rows) statement = get_statement (database, id, error);

  if (statement == NULL)
    return NULL;
  g_assert (sqlite3_bind_parameter_count (statement) == (int) strlen (kinds));
  g_assert (!sqlite3_stmt_busy (statement));
  for (int i = 0; kinds[i] != '\0'; i++) {
    if (bind_value (statement, i + 1, kinds[i], arguments) != SQLITE_OK) {
      set_fault (database->connection, error);
      return NULL;
    }
  }
  return g_steal_pointer (&statement);
}

Rows *
database_select (Database *database, StatementId id, GError **error, const char *kinds,
                 ...) {
  va_list arguments;
  Rows *rows;

  va_start (arguments, kinds);
  rows = bind_all (database, id, kinds, &arguments, error);
  va_end (arguments);
  return rows;
}

gboolean
database_run (Database *database, StatementId id, GError **error, const char *kinds,
              ...) {
  g_autoptr (Rows) rows = NULL;
  va_list arguments;

  va_start (arguments, kinds);
  rows = bind_all (database, id, kinds, &arguments, error);
  va_end (arguments);
  if (rows == NULL)
    return FALSE;
  return sqlite3_step (rows) == SQLITE_DONE || set_fault (database->connection, error);
}

guint
database_get_changed (Database *database) {
  return (guint) sqlite3_changes (database->connection);
}

gboolean
database_next (Rows *rows, GError **error) {
  int code = sqlite3_step (rows);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    set_fault (sqlite3_db_handle (rows), error);
  return code == SQLITE_ROW;
}

void
database_end (Rows *rows) {
  if (rows == NULL)
    return;
  sqlite3_reset (rows);
  sqlite3_clear_bindings (rows);
}

const char *
database_get_text (Rows *rows, int column) {
  return (const char *) sqlite3_column_text (rows, column);
}

char *
database_dup_text (Rows *rows, int column) {
  return g_strdup (database_get_text (rows, column));
}

gint64
database_get_int (Rows *rows, int column) {
  return sqlite3_column_int64 (rows, column);
}

double
database_get_double (Rows *rows, int column) {
  return sqlite3_column_double (rows, column);
}

Writing *
database_begin (Database *database, GError **error) {
  return database_run (database, STATEMENT_BEGIN, error, "") ? database : NULL;
}

Writing *
database_begin_reading (Database *database, GError **error) {
  return database_run (database, STATEMENT_BEGIN_READING, error, "") ? database : NULL;
}

gboolean
database_commit (Writing *writing, GError **error) {
  g_autoptr (Writing) owned = writing;

  if (!database_run (writing, STATEMENT_COUNT_CHANGE, error, "")
      || !database_run (writing, STATEMENT_COMMIT, error, ""))
    return FALSE;
  g_steal_pointer (&owned);
  return TRUE;
}

/* A failed commit may have ended the transaction by itself. */
void
database_rollback (Writing *writing) {
  g_autoptr (GError) ignored = NULL;

  if (writing != NULL && !sqlite3_get_autocommit (writing->connection)
      && !database_run (writing, STATEMENT_ROLLBACK, &ignored, ""))
    sqlite3_exec (writing->connection, "ROLLBACK", NULL, NULL, NULL);
}
