/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/statement.h"

/* The one connection to SQLite, behind its own names. Part of the store; nobody else
 * includes this. Not safe for threads by itself: the store's mutex is around it. */
typedef struct Database Database;

/* A statement whose rows are being read: SQLite's own under our name. */
typedef struct sqlite3_stmt Rows;

/* A write transaction under way; dropped without database_commit() it is rolled back. */
typedef struct Database Writing;

/* Creates @path, complete with its schema, or not at all. */
gboolean database_create (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens @path, which must be there; sets and reads back every pragma the promise of
 * durability rests on; brings an older schema up to date. FAULT_STORAGE when the file is
 * no database of ours, is damaged or comes from a newer program. */
Database *database_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens @path for reading only and without a look at its sums or its origin: for an
 * examination of what another program has changed. */
Database *database_examine (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void database_free (Database *database);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Database, database_free)

/* Reads every page of the file; what is wrong is appended to @findings (char *, English
 * sentences, owned). FALSE when it cannot be read at all. */
gboolean database_check (Database *database, GPtrArray *findings,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Compares each page of the file @path, which need not open, with its sum; no fault when
 * it is not there. Only for a database that this process has not open: SQLite's locks go
 * with any descriptor that is closed. */
gboolean database_scan (const char *path, GPtrArray *findings,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the write lock, waiting at most LIMIT_STORE_WAIT_MS for other processes
 * (FAULT_TEMPORARY). */
Writing *database_begin (Database *database, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is read until it is rolled back is of one moment. */
Writing *database_begin_reading (Database *database,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Counts the change and makes the transaction durable; ends @writing either way. */
gboolean database_commit (Writing *writing, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void database_rollback (Writing *writing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, database_rollback)

/* Runs @id with one argument for each letter of @kinds: 't' const char * (NULL is NULL),
 * 'u' guint, 'i' gint64, 'd' double. */
gboolean database_run (Database *database, StatementId id, GError **error,
                       const char *kinds, ...) G_GNUC_WARN_UNUSED_RESULT;

/* Rows that the last database_run() changed. */
guint database_get_changed (Database *database);

/* The same for statements that answer with rows; NULL only on a fault. */
Rows *database_select (Database *database, StatementId id, GError **error,
                       const char *kinds, ...) G_GNUC_WARN_UNUSED_RESULT;

/* Steps to the next row; FALSE after the last, and with @error set on a fault. */
gboolean database_next (Rows *rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void database_end (Rows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rows, database_end)

/* Columns of the current row, from 0. Text is NULL for NULL; get borrows until the next
 * step. */
const char *database_get_text (Rows *rows, int column);
char *database_dup_text (Rows *rows, int column) G_GNUC_WARN_UNUSED_RESULT;
gint64 database_get_int (Rows *rows, int column);
double database_get_double (Rows *rows, int column);
