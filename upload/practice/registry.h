/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/filing.h"
#include "upload/practice/slice.h"

/* The dossiers that the practice portal has accepted, in folders under one folder. What a
 * call reports as kept is on disk, and a start after kill -9 finds it again; what was not
 * reported may be gone or there, and asking again with the same key settles it. Holds
 * keys and numbers in memory, nothing else. */

typedef struct Registry Registry;

typedef enum {
  REGISTRY_KEPT,     /* new, and durable */
  REGISTRY_THERE,    /* the same was kept before */
  REGISTRY_CONFLICT, /* something else was kept under this key, or it is too late */
  REGISTRY_FULL,     /* a dossier holds no more than LIMIT_DOSSIER_PAPERS files */
  REGISTRY_EMPTY,    /* a dossier without files cannot be submitted */
  REGISTRY_FAULT,    /* nothing was promised; @error says why */
} RegistryOutcome;

/* Opens @folder (made when absent), drops what was never finished and reads the keys.
 * @org_code begins the official numbers, such as "H30.31.05". */
Registry *registry_open (const char *folder, const char *org_code,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void registry_close (Registry *registry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Registry, registry_close)

/* dossierId of the client's key @uid, or 0. */
gint64 registry_find (Registry *registry, const char *uid);

/* The ids (gint64) of all dossiers, ascending. */
GArray *registry_list (Registry *registry) G_GNUC_WARN_UNUSED_RESULT;

/* The dossier @id; NULL with *@error unset when there is none. */
Filing *registry_load (Registry *registry, gint64 id,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps a new dossier under the client's key @uid with all @fields (taken); after KEPT
 * and THERE *@filing is it. CONFLICT when the key stands for another @service. */
RegistryOutcome registry_create (Registry *registry, const char *uid, const char *service,
                                 GHashTable *fields, Filing **filing,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds @draft (taken; uid, part and texts are set) with its @content to @filing; after KEPT
 * and THERE *@file is the kept one, borrowed. CONFLICT when other bytes stand under this
 * uid, or the dossier is submitted. */
RegistryOutcome registry_add_file (Registry *registry, Filing *filing, FilingFile *draft,
                                   const Slice *content, const FilingFile **file,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Keeps a whole dossier at once: @draft (uid, service, number, fields; files with all but id
 * and time) with the bytes of its files, all or nothing. After KEPT *@filing is it. THERE
 * when something stands under its uid: then *@filing is that. */
RegistryOutcome registry_keep (Registry *registry, Filing *draft, const Slice *contents,
                               Filing **filing, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets the field @name of what came with it. */
RegistryOutcome registry_set_field (Registry *registry, Filing *filing, const char *name,
                                    const char *value,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The next number, never given before or again, whatever happens: 0 when the disk failed. */
gint64 registry_take_number (Registry *registry,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Notes which papers of component @part came on paper; @fields is taken. */
RegistryOutcome registry_mark (Registry *registry, Filing *filing, const char *part,
                               GHashTable *fields,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives it its official number. */
RegistryOutcome registry_submit (Registry *registry, Filing *filing,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where the bytes of @file are; caller frees. */
char *registry_path_dup (Registry *registry, const Filing *filing,
                         const FilingFile *file) G_GNUC_WARN_UNUSED_RESULT;
