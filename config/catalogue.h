/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The catalogue of procedures and paper types (procedures.json): what may be taken in and
 * which papers each procedure asks for. All of it is configuration. */

typedef enum {
  HANDLING_SUBMIT,  /* handed in: digitized and sent */
  HANDLING_PRESENT, /* shown and given back */
  HANDLING_LOOKUP,  /* taken from a database first */
} Handling;

/* How a paper is scanned, over the station's settings. */
typedef struct {
  guint res_dpi; /* 0: as the station does */
  char *mode;    /* "color", "gray", "lineart"; NULL: as the station does */
  guint sides;   /* 1, 2; 0: as the station does */
  char *size;    /* "a3", "a4", "a5", "id-card", "receipt"; NULL: as the station does */
} PaperScan;

typedef struct {
  char *key;  /* "ct01" */
  char *name; /* Vietnamese */
  char *name_en;
  gboolean any; /* without a title of its own: any paper may stand for it */
  gboolean identity;
  gboolean sensitive;
  char **titles; /* NULL-terminated */
  char **fields; /* names of metadata fields, NULL-terminated */
  PaperScan scan;
} PaperType;

typedef struct {
  char *code;       /* "TP01" */
  char *paper_type; /* key */
  char *name;
  char *name_en;
  gboolean required;
  gboolean original; /* an original is handed in; else a copy */
  char *condition;   /* why it may not be needed, or NULL */
  char *paper_code;  /* national code of the paper, "KQ.G15.000004", or NULL */
  Handling handling;
} Component;

typedef enum {
  PROCESSING_NONE, /* no term is set */
  PROCESSING_IN_DAY,
  PROCESSING_HOURS, /* working hours */
  PROCESSING_WORKING_DAYS,
  PROCESSING_DAYS,
} ProcessingUnit;

/* How long the state has for its answer. */
typedef struct {
  ProcessingUnit unit;
  guint count;
} Processing;

typedef struct {
  char *code; /* "1.001193"; the local key where there is no national code */
  char *name;
  char *name_en;
  char *version;
  char *field; /* key of the field of law, "ho_tich" */
  Processing processing;
  GPtrArray *components; /* Component, owned */
} Procedure;

typedef struct Catalogue Catalogue;

/* FAULT_CONFIG names the file, the line or the member, and the reason. */
Catalogue *catalogue_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void catalogue_free (Catalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Catalogue, catalogue_free)

/* All borrowed; NULL when unknown. @code may carry an organisation's suffix
 * ("2.000815.000.00.00.H55"). */
const Procedure *catalogue_get_procedure (const Catalogue *catalogue, const char *code);
const PaperType *catalogue_get_paper_type (const Catalogue *catalogue, const char *key);
const GPtrArray *catalogue_get_procedures (const Catalogue *catalogue); /* Procedure */

/* Vietnamese or English label of a metadata field; the name itself when unknown. */
const char *catalogue_get_field_label (const Catalogue *catalogue, const char *field,
                                       gboolean english);

/* The same for the field of law of a procedure ("ho_tich"). */
const char *catalogue_get_law_field_label (const Catalogue *catalogue, const char *field,
                                           gboolean english);

/* TRUE when the dossier cannot close without a paper for @component. */
gboolean component_is_needed (const Component *component);
