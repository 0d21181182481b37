/* SPDX-License-Identifier: Apache-2.0 */

/* The last look at a dossier. It reads everything from the store again, so that what is
 * sealed is what is on the disk and not what a screen remembers. The folder is sealed
 * first and queued second: a sealed folder that is not in the queue was never
 * acknowledged, and the next sealing replaces it. */

#include "kiosk/closing.h"

#include "config/fault.h"
#include "config/log.h"
#include "config/naming.h"
#include "kiosk/checklist.h"
#include "upload/budget.h"
#include "upload/marks.h"
#include "upload/package.h"
#include "upload/preflight.h"
#include "upload/secondkey.h"
#include "upload/trail.h"
#include "upload/twopass.h"

static Checklist *
make_checklist (const KioskDesk *desk, const char *id, const Procedure *procedure,
                GPtrArray **pages, GHashTable **waivers, GError **error) {
  g_autoptr (GHashTable) waived = store_get_waivers (desk->store, id, error);
  Checklist *checklist;

  if (waived == NULL)
    return NULL;
  *pages = store_get_pages (desk->store, id, error);
  if (*pages == NULL)
    return NULL;
  checklist = checklist_new (desk->catalogue, procedure, *pages, waived);
  *waivers = g_steal_pointer (&waived);
  return checklist;
}

static char *
describe_missing (const Checklist *checklist) {
  g_autoptr (GString) text = g_string_new (NULL);

  if (checklist->papers->len == 0)
    return g_strdup ("Hồ sơ chưa có trang nào.");
  for (guint i = 0; i < checklist->missing->len; i++) {
    const Component *component = g_array_index (checklist->missing, Component *, i);

    g_string_append_printf (text, "%s%s (%s)", i == 0 ? "Còn thiếu: " : "; ",
                            component->name, component->code);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* The first of what keeps a dossier open although its papers are there: a sheet that is
 * somewhere else, or a stack of which only the fronts were fed. */
static char *
describe_sheets (const KioskDesk *desk, const char *id) {
  SheetCounts counts;
  TwoPass pass;

  if (twopass_get (desk->store, id, &pass, NULL) && pass.fronts > 0 && !pass.joined)
    return g_strdup_printf ("Đang quét hai lượt: có %u mặt trước, %u mặt sau.",
                            pass.fronts, pass.backs);
  if (!store_get_counts (desk->store, id, &counts, NULL) || counts.declared == 0
      || counts.kept == counts.declared)
    return NULL;
  if (counts.kept > counts.declared)
    return g_strdup_printf ("Khai %u tờ nhưng đang giữ %u tờ: thừa %u tờ. Xem lại tờ bị "
                            "quét hai lần, hoặc sửa số tờ đã khai.",
                            counts.declared, counts.kept, counts.kept - counts.declared);
  if (counts.fed < counts.declared)
    return g_strdup_printf (
        "Khai %u tờ nhưng mới quét %u tờ: còn thiếu %u tờ. Quét thêm, "
        "hoặc sửa số tờ đã khai.",
        counts.declared, counts.fed, counts.declared - counts.fed);
  return g_strdup_printf (
      "Khai %u tờ, đã quét %u tờ nhưng chỉ giữ %u tờ: trang của %u tờ "
      "đã bị bỏ ra. Đưa trang trở lại, hoặc sửa số tờ đã khai.",
      counts.declared, counts.fed, counts.kept, counts.fed - counts.kept);
}

/* What is missing, in a sentence; NULL: nothing. */
/* What a supervisor has marked is to be mended or answered first. */
static char *
describe_marks (const KioskDesk *desk, const char *id) {
  g_autoptr (GError) error = NULL;
  guint open = 0;

  if (!marks_count_open (desk->store, id, &open, &error))
    return g_strdup (error->message);
  return open == 0
             ? NULL
             : g_strdup_printf ("Còn %u chỗ người kiểm tra đánh dấu chưa trả lời.", open);
}

/* A value that two people typed differently is nobody's yet. */
static char *
describe_keyings (const KioskDesk *desk, const char *id) {
  g_autoptr (GError) error = NULL;
  guint open = 0;

  if (!secondkey_count_open (desk->store, id, &open, &error))
    return g_strdup (error->message);
  return open == 0
             ? NULL
             : g_strdup_printf ("Còn %u giá trị chờ người khác nhập lần nữa.", open);
}

static char *
describe_gap (const KioskDesk *desk, const char *id, const Checklist *checklist) {
  char *missing = describe_missing (checklist);

  if (missing == NULL)
    missing = describe_sheets (desk, id);
  if (missing == NULL)
    missing = describe_marks (desk, id);
  return missing != NULL ? missing : describe_keyings (desk, id);
}

char *
closing_find_missing (const KioskDesk *desk, const char *id, const Procedure *procedure) {
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GHashTable) waivers = NULL;
  g_autoptr (GError) fault = NULL;
  g_autoptr (Checklist) checklist
      = make_checklist (desk, id, procedure, &pages, &waivers, &fault);

  return checklist != NULL ? describe_gap (desk, id, checklist)
                           : g_strdup (fault->message);
}

static void
clear_check (gpointer check) {
  g_array_unref (((KioskCheck *) check)->places);
}

static guint
find_place (const GPtrArray *pages, guint number) {
  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    if (page->page->number == number)
      return page->place;
  }
  return 0;
}

static void
add_places (GArray *places, const PackagePaper *paper, const GPtrArray *pages) {
  for (guint i = 0; i < paper->pages->len; i++) {
    guint place = find_place (pages, g_array_index (paper->pages, guint, i));

    g_array_append_val (places, place);
  }
}

static KioskCheck
make_check (const Component *component, const Checklist *checklist,
            const GPtrArray *pages, GHashTable *waivers) {
  KioskCheck check = {.component = component->code,
                      .name = component->name,
                      .english = component->name_en,
                      .type = component->paper_type,
                      .original = component->original,
                      .places = g_array_new (FALSE, FALSE, sizeof (guint))};

  check.waived = waivers != NULL && g_hash_table_contains (waivers, component->code);
  check.needed = component_is_needed (component) && !check.waived;
  for (guint i = 0; checklist != NULL && i < checklist->papers->len; i++) {
    const PackagePaper *paper = g_ptr_array_index (checklist->papers, i);

    if (g_strcmp0 (paper->paper->component, component->code) != 0)
      continue;
    check.papers++;
    add_places (check.places, paper, pages);
  }
  return check;
}

GArray *
closing_get_checks (const KioskDesk *desk, const char *id, const Procedure *procedure) {
  GArray *checks = g_array_new (FALSE, TRUE, sizeof (KioskCheck));
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GHashTable) waivers = NULL;
  g_autoptr (Checklist) checklist
      = make_checklist (desk, id, procedure, &pages, &waivers, NULL);

  g_array_set_clear_func (checks, clear_check);
  for (guint i = 0; i < procedure->components->len; i++) {
    KioskCheck check = make_check (g_ptr_array_index (procedure->components, i),
                                   checklist, pages, waivers);

    g_array_append_val (checks, check);
  }
  return checks;
}

/* A page that cannot be read keeps a dossier open, until a person lets it go with a reason
 * as if it were a component called page-3. The raw page stays in the dossier. */
static gboolean
is_let_go (const StoredPage *page, GHashTable *waivers) {
  g_autofree char *name = g_strdup_printf ("page-%u", page->page->number);

  return page->failed && g_hash_table_contains (waivers, name);
}

static gboolean
refuse_unread (const GPtrArray *pages, GHashTable *waivers, GError **error) {
  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    if ((page->failed || !page->read) && !is_let_go (page, waivers)) {
      g_set_error (error, FAULT, FAULT_IMAGE,
                   "Trang %u không đọc được: %s. Quét lại trang.", page->place,
                   page->failure != NULL ? page->failure : "chưa có kết quả");
      return FALSE;
    }
  }
  return TRUE;
}

/* Number of the paper each of @pages went into; 0 for none. */
static GArray *
map_pages (const Checklist *checklist, const GPtrArray *pages) {
  GArray *paper_of_page = g_array_new (FALSE, TRUE, sizeof (guint));

  g_array_set_size (paper_of_page, pages->len);
  for (guint i = 0; i < checklist->papers->len; i++) {
    const PackagePaper *paper = g_ptr_array_index (checklist->papers, i);

    for (guint j = 0, k = 0; j < paper->pages->len; j++) {
      guint number = g_array_index (paper->pages, guint, j);

      while (((StoredPage *) g_ptr_array_index (pages, k))->page->number != number)
        k++;
      g_array_index (paper_of_page, guint, k) = paper->paper->number;
    }
  }
  return paper_of_page;
}

static gboolean
queue_sealed (const KioskDesk *desk, const char *id, const Checklist *checklist,
              const PackageContents *contents, GError **error) {
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GArray) paper_of_page = map_pages (checklist, contents->pages);

  for (guint i = 0; i < checklist->papers->len; i++)
    g_ptr_array_add (papers,
                     ((PackagePaper *) g_ptr_array_index (checklist->papers, i))->paper);
  return store_set_due (desk->store, id, contents->due_at, error)
         && store_queue (desk->store, id, contents->portal, contents->applicant, papers,
                         paper_of_page, error);
}

/* What the portal on the dossier's route takes. */
static Budget
get_budget (const PortalSettings *portal) {
  return portal == NULL ? (Budget){0, 0}
                        : (Budget){portal->most_file_bytes, portal->most_dossier_bytes};
}

/* The station's signer, if it has one. Where none can be had, the settings say whether the
 * dossier waits or goes unsigned, which then stands in its manifest. */
static gboolean
open_signer (const KioskDesk *desk, Signer **signer, char **unsigned_because,
             GError **error) {
  g_autoptr (GError) cause = NULL;

  if (!settings_has_signing (desk->settings))
    return TRUE;
  *signer = signer_open (desk->settings, store_get_folder (desk->store), &cause);
  if (*signer != NULL)
    return TRUE;
  log_warning ("no signature can be made: %s", cause->message);
  if (g_str_equal (desk->settings->signing.if_unable, "unsigned")) {
    *unsigned_because = g_strdup (cause->message);
    return TRUE;
  }
  g_set_error (error, FAULT, cause->code,
               "Chưa ký số được nên hồ sơ chưa được gửi; các trang vẫn được giữ. Báo "
               "người quản trị (%s).",
               cause->message);
  return FALSE;
}

/* The paper's own national code, as the procedure's list has it. */
static const char *
find_paper_code (const Procedure *procedure, const char *code) {
  for (guint i = 0; i < procedure->components->len; i++) {
    const Component *component = g_ptr_array_index (procedure->components, i);

    if (g_strcmp0 (component->code, code) == 0)
      return component->paper_code;
  }
  return NULL;
}

/* Gives each paper its file's name and its code, by the province's rule. */
static void
name_papers (const Settings *settings, const Dossier *dossier, const Procedure *procedure,
             const GPtrArray *papers, const char *owner) {
  g_autoptr (GHashTable) taken
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < papers->len; i++) {
    Paper *paper = ((PackagePaper *) g_ptr_array_index (papers, i))->paper;
    NamingFacts facts = {.code = dossier->code,
                         .id = dossier->id,
                         .received_at = dossier->created_at,
                         .station = settings->station_id,
                         .org = settings->org_code,
                         .procedure = dossier->procedure,
                         .component = paper->component,
                         .type = paper->type,
                         .paper = find_paper_code (procedure, paper->component),
                         .number = paper->number,
                         .owner = owner};

    g_free (paper->file);
    g_free (paper->code);
    paper->file = naming_format_file (settings->naming_file, &facts, taken);
    paper->code = naming_format_code (settings->naming_paper_code, &facts);
    paper->code_local = paper->code == NULL;
    if (paper->code_local)
      paper->code = naming_format_code (settings->naming_local_code, &facts);
  }
}

static void
set_signer (const GPtrArray *papers, Signer *signer) {
  for (guint i = 0; i < papers->len; i++)
    ((PackagePaper *) g_ptr_array_index (papers, i))->signer = signer;
}

/* Practice is marked on every page: not even a signed paper is taken as it is. */
static void
mark_training (const GPtrArray *papers) {
  for (guint i = 0; i < papers->len; i++) {
    PackagePaper *entry = g_ptr_array_index (papers, i);

    entry->training = TRUE;
    entry->as_is = NULL;
  }
}

/* Asks, while the citizen is still at the desk, what the portal would refuse. */
static gboolean
refuse_unacceptable (const PortalSettings *portal, const Procedure *procedure,
                     const Checklist *checklist, const Vault *vault, GError **error) {
  g_autoptr (Acceptance) rules = preflight_load_rules (portal, error);
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < checklist->papers->len; i++)
    g_ptr_array_add (papers,
                     ((PackagePaper *) g_ptr_array_index (checklist->papers, i))->paper);
  findings = preflight_check (rules, procedure->code, papers, vault, error);
  if (findings == NULL || findings->len == 0)
    return findings != NULL;
  for (guint i = 0; i < findings->len; i++) {
    g_autofree char *sentence = acceptance_format (g_ptr_array_index (findings, i));

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", sentence);
  }
  g_set_error_literal (error, FAULT, FAULT_USAGE, text->str);
  return FALSE;
}

/* What became of the pages on their way here. */
typedef struct {
  GPtrArray *removed;
  GPtrArray *decisions;
  GPtrArray *trail;
  SheetCounts counts;
} History;

static void
clear_history (History *history) {
  g_clear_pointer (&history->removed, g_ptr_array_unref);
  g_clear_pointer (&history->decisions, g_ptr_array_unref);
  g_clear_pointer (&history->trail, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (History, clear_history)

static gboolean
load_history (const KioskDesk *desk, const char *id, History *history, GError **error) {
  history->removed = store_get_removed (desk->store, id, error);
  if (history->removed == NULL)
    return FALSE;
  history->decisions = store_get_decisions (desk->store, id, error);
  history->trail = trail_load (desk->store, id, error);
  return history->decisions != NULL && history->trail != NULL
         && store_get_counts (desk->store, id, &history->counts, error);
}

/* Seals what has been found complete: signed, within the portal's budget, named by rule. */
static gboolean
seal_dossier (const KioskDesk *desk, const Dossier *dossier, const Procedure *procedure,
              const Checklist *checklist, PackageContents *contents, GError **error) {
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const PortalSettings *portal
      = settings_get_route (desk->settings, procedure->code, now);
  g_autoptr (Vault) vault = store_open_vault (desk->store, dossier->id, error);
  g_autofree char *unsigned_because = NULL;
  g_autoptr (Signer) signer = NULL;
  Budget budget = get_budget (portal);

  if (vault == NULL || !open_signer (desk, &signer, &unsigned_because, error))
    return FALSE;
  set_signer (checklist->papers, signer);
  if (store_is_training (desk->store))
    mark_training (checklist->papers);
  if (!budget_fit (vault, dossier, checklist->papers, contents->pages, &budget, error))
    return FALSE;
  name_papers (desk->settings, dossier, procedure, checklist->papers,
               contents->applicant->id_number);
  contents->signer = signer;
  contents->unsigned_because = unsigned_because;
  contents->due_at = calendar_get_due (desk->calendar, now, &procedure->processing);
  contents->portal = portal != NULL ? portal->name : NULL;
  return package_seal (vault, dossier, contents, error)
         && refuse_unacceptable (portal, procedure, checklist, vault, error)
         && queue_sealed (desk, dossier->id, checklist, contents, error);
}

gboolean
closing_seal (const KioskDesk *desk, const char *id, const Procedure *procedure,
              GError **error) {
  gint64 began_us = g_get_monotonic_time ();
  g_autoptr (Dossier) dossier = store_get_dossier (desk->store, id, error);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GHashTable) waivers = NULL;
  g_autoptr (Checklist) checklist = NULL;
  g_autofree char *missing = NULL;
  g_auto (History) history = {0};
  Applicant applicant;
  gboolean sealed;

  if (dossier == NULL)
    return FALSE;
  checklist = make_checklist (desk, id, procedure, &pages, &waivers, error);
  if (checklist == NULL || !refuse_unread (pages, waivers, error))
    return FALSE;
  missing = describe_gap (desk, id, checklist);
  if (missing != NULL) {
    g_set_error_literal (error, FAULT, FAULT_USAGE, missing);
    return FALSE;
  }
  if (!load_history (desk, id, &history, error))
    return FALSE;
  applicant = checklist_find_applicant (pages);
  PackageContents contents = {.papers = checklist->papers,
                              .pages = pages,
                              .waivers = waivers,
                              .removed = history.removed,
                              .decisions = history.decisions,
                              .trail = history.trail,
                              .counts = &history.counts,
                              .applicant = &applicant};
  sealed = seal_dossier (desk, dossier, procedure, checklist, &contents, error);
  applicant_clear (&applicant);
  if (sealed
      && !store_add_duration (desk->store, id, "seal",
                              (guint64) (g_get_monotonic_time () - began_us) / 1000,
                              NULL))
    log_warning ("dossier %s: cannot record a duration", id);
  return sealed;
}
