/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A sum in each page of a database. SQLite believes what it reads; with this underneath, a
 * page that is not as it was written is an error (SQLITE_IOERR_DATA) and never a value,
 * wherever in the page the difference is: rows, indexes, free space. Part of database.c;
 * nobody else includes this. */

/* Bytes at the end of each page that SQLite must leave alone; set before the first page
 * is written. */
#define PAGESUM_BYTES 16

/* Name of the SQLite VFS that writes and checks the sums; registers it at the first
 * call. */
const char *pagesum_get_vfs (void);

/* Looks at every page of the main database of @connection (a sqlite3 *, opened with that
 * VFS, under a lock); each that is not as it was written is appended to @findings (char *,
 * an English sentence). FALSE when the disk fails. */
gboolean pagesum_check (gpointer connection, GPtrArray *findings,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of the file @path, which this process has not open and which SQLite may refuse;
 * nothing is found where there is no file. */
gboolean pagesum_scan (const char *path, GPtrArray *findings,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
