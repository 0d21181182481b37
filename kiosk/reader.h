/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"
#include "ocr/answer.h"

/* One motcua-read process, started when needed, killed at its deadline, replaced after
 * LIMIT_READ_PAGES pages or a crash. For one thread at a time. */
typedef struct Reader Reader;

/* @forms: folder of a site's forms, @form: one that is tried, over the others; or NULL. */
Reader *reader_new (const char *forms, const char *form);
/* One for glances alone: it loads no model, so it is there at once and small. */
Reader *reader_new_glancer (void);
void reader_free (Reader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

/* Reads the page in @path or, with @vault (else NULL), in the vault's file of that name, as
 * @options say (but for its recognise, which is for the reader to choose); the worker is
 * handed plain bytes and no key. Blocks for at most LIMIT_READ_DEADLINE_MS a try. A worker
 * that crashes or hangs is tried once more, then once without recognition: the page is
 * then an image without text. FAULT_IMAGE when the image itself is unreadable. Caller owns
 * the answer. */
Answer *reader_read (Reader *reader, const Vault *vault, const char *path,
                     const AnswerOptions *options,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the file called @name is; blocks like reader_read(). FAULT_IMAGE when it is nothing that
 * is taken. */
gboolean reader_survey (Reader *reader, const Vault *vault, const char *name,
                        Survey *survey, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A first glance at a page, by a glancer; blocks like reader_read(). Caller owns it. */
Glance *reader_glance (Reader *glancer, const Vault *vault, const char *path,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads many pages side by side. */
typedef struct ReaderPool ReaderPool;

/* Exactly one of @answer and @fault is given; both are borrowed. Called in a thread of the
 * pool. */
typedef void (*ReaderFunc) (const char *path, const Answer *answer, const GError *fault,
                            gpointer data);

ReaderPool *reader_pool_new (guint workers, const char *forms, const char *form);

/* Waits for what was pushed, then frees. */
void reader_pool_free (ReaderPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReaderPool, reader_pool_free)

/* @vault as above; it must stay until @on_read. */
void reader_pool_push (ReaderPool *pool, const Vault *vault, const char *path,
                       const AnswerOptions *options, ReaderFunc on_read, gpointer data);
