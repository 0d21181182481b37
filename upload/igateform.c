/* SPDX-License-Identifier: Apache-2.0 */

/* Ids of the portal's own that a station does not know (forms, sectors, levels) are left
 * out: the portal fills in what follows from the procedure. */

#include "upload/igateform.h"

#include "config/json.h"

#define VIETNAMESE 228 /* the portal's number of the language */
#define RECEIVING  "Nhận qua bưu chính"

static const char *
or_empty (const char *text) {
  return text != NULL ? text : "";
}

static void
begin (JsonBuilder *builder, const char *name) {
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
add_id (JsonBuilder *builder, const char *name, const char *id) {
  begin (builder, name);
  json_add_string (builder, "id", id);
  json_builder_end_object (builder);
}

/* "name" of a thing, in the one language we have it in. */
static void
add_name (JsonBuilder *builder, const char *member, const char *name) {
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_add_int (builder, "languageId", VIETNAMESE);
  json_add_string (builder, "name", or_empty (name));
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static void
add_paper (JsonBuilder *builder, const Paper *paper, const Filed *filed) {
  json_builder_begin_object (builder);
  json_add_string (builder, "case", or_empty (paper->component));
  begin (builder, "procedureForm");
  json_add_string (builder, "code", or_empty (paper->component));
  json_add_string (builder, "name", or_empty (paper->title));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "file");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_add_string (builder, "id", filed->id);
  json_add_string (builder, "filename", paper->file);
  json_add_int (builder, "size", (gint64) paper->size_bytes);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_add_int (builder, "quantity", 1);
  json_builder_end_object (builder);
}

static void
add_applicant (JsonBuilder *builder, const Dossier *dossier) {
  const Applicant *applicant = &dossier->applicant;

  begin (builder, "applicant");
  begin (builder, "data");
  json_add_string (builder, "ownerFullname", or_empty (applicant->name));
  json_add_string (builder, "fullname", or_empty (applicant->name));
  json_add_string (builder, "identityNumber", or_empty (applicant->id_number));
  json_add_string (builder, "phoneNumber", or_empty (applicant->phone));
  json_add_string (builder, "email", "");
  json_add_string (builder, "address", or_empty (applicant->address));
  json_add_string (builder, "noidungyeucaugiaiquyet", or_empty (dossier->procedure_name));
  if (dossier->mark != NULL) /* of our audit trail: so it has a witness outside */
    json_add_string (builder, "dauKiemSoat", dossier->mark);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_procedure (JsonBuilder *builder, const Dossier *dossier,
               const IgateProcedure *procedure) {
  add_id (builder, "codePattern", procedure->pattern);
  begin (builder, "procedure");
  json_add_string (builder, "id", procedure->id);
  json_add_string (builder, "code", procedure->code);
  add_name (builder, "translate", dossier->procedure_name);
  json_builder_end_object (builder);
}

static void
add_agency (JsonBuilder *builder, const PortalSettings *settings) {
  begin (builder, "agency");
  json_add_string (builder, "id", or_empty (settings->agency_id));
  json_add_string (builder, "code", or_empty (settings->madonvi));
  add_name (builder, "name", settings->tendonvi);
  json_builder_end_object (builder);
}

char *
igateform_apply (const Attempt *attempt, const PortalSettings *settings,
                 const IgateProcedure *procedure, const char *number,
                 const GPtrArray *filed) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_add_string (builder, "code", number);
  add_procedure (builder, attempt->dossier, procedure);
  json_builder_set_member_name (builder, "dossierFormFile");
  json_builder_begin_array (builder);
  for (guint i = 0; i < attempt_count_papers (attempt); i++)
    add_paper (builder, attempt_get_paper (attempt, i), g_ptr_array_index (filed, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "dossierFee");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  begin (builder, "dossierReceivingKind");
  add_name (builder, "name", RECEIVING);
  json_builder_end_object (builder);
  add_applicant (builder, attempt->dossier);
  add_agency (builder, settings);
  json_add_string (builder, "paymentMethod", NULL);
  begin (builder, "dossierStatus");
  json_add_int (builder, "id", 0);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}
