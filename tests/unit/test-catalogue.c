/* SPDX-License-Identifier: Apache-2.0 */

/* The shipped catalogue holds together, and a wrong one is refused with the place. */

#include "config/catalogue.h"

#include "config/fault.h"
#include "config/layout.h"

#include <glib/gstdio.h>

#include <string.h>
#include <unistd.h>

static Catalogue *
load_shipped (void) {
  g_autofree char *path = layout_data_dup ("config/procedures.json");
  g_autoptr (GError) error = NULL;
  Catalogue *catalogue = catalogue_load (path, &error);

  g_assert_no_error (error);
  return catalogue;
}

static void
test_shipped (void) {
  g_autoptr (Catalogue) catalogue = load_shipped ();
  const GPtrArray *procedures = catalogue_get_procedures (catalogue);

  g_assert_cmpuint (procedures->len, >=, 40);
  for (guint i = 0; i < procedures->len; i++) {
    const Procedure *procedure = g_ptr_array_index (procedures, i);

    g_assert_true (catalogue_get_procedure (catalogue, procedure->code) == procedure);
    for (guint j = 0; j < procedure->components->len; j++) {
      const Component *component = g_ptr_array_index (procedure->components, j);

      g_assert_nonnull (catalogue_get_paper_type (catalogue, component->paper_type));
    }
  }
}

static void
test_codes (void) {
  g_autoptr (Catalogue) catalogue = load_shipped ();
  const Procedure *birth = catalogue_get_procedure (catalogue, "1.001193");

  g_assert_cmpstr (birth->name, ==, "Đăng ký khai sinh");
  g_assert_true (catalogue_get_procedure (catalogue, "1.001193.000.00.00.H55") == birth);
  g_assert_null (catalogue_get_procedure (catalogue, "1.00119"));
  g_assert_null (catalogue_get_procedure (catalogue, "1.0011931"));
  g_assert_null (catalogue_get_procedure (catalogue, ""));
  g_assert_cmpstr (catalogue_get_field_label (catalogue, "phone", TRUE), ==, "Telephone");
  g_assert_cmpstr (catalogue_get_field_label (catalogue, "unheard", FALSE), ==,
                   "unheard");
}

/* What is only shown, or looked up, does not keep a dossier open. */
static void
test_needed (void) {
  g_autoptr (Catalogue) catalogue = load_shipped ();
  const Procedure *birth = catalogue_get_procedure (catalogue, "1.001193");

  for (guint i = 0; i < birth->components->len; i++) {
    const Component *component = g_ptr_array_index (birth->components, i);
    gboolean expected
        = g_str_equal (component->code, "TP01") || g_str_equal (component->code, "TP02");

    g_assert_cmpint (component_is_needed (component), ==, expected);
  }
}

typedef struct {
  const char *text;
  const char *reason;
} Refusal;

#define TYPES         "\"paper_types\": {\"a\": {\"vi\": \"A\"}}"
#define SCAN(members) "{\"paper_types\": {\"a\": {\"vi\": \"A\", \"scan\": " members "}}}"
#define PART                                                                             \
  "{\"component_code\": \"TP01\", \"paper_type\": \"a\", \"name_vi\": \"A\", "           \
  "\"handling\": \"submit\"}"

static const Refusal refusals[] = {
    {"", "line 1"},
    {"[]", "not a JSON object"},
    {"{", "line 1"},
    {"{\n\n\"procedures\": [}\n", "line 3"},
    {"{}", "paper_types"},
    {"{" TYPES "}", "procedures"},
    {SCAN ("[]"), "paper_types.a: \"scan\" is not an object"},
    {SCAN ("{\"dpi\": 300}"), "not known"},
    {SCAN ("{\"resolution\": 1200}"), "75 to 600"},
    {SCAN ("{\"resolution\": \"300\"}"), "75 to 600"},
    {SCAN ("{\"mode\": \"Color\"}"), "color, gray or lineart"},
    {SCAN ("{\"mode\": 1}"), "color, gray or lineart"},
    {SCAN ("{\"sides\": 3}"), "1 or 2"},
    {SCAN ("{\"size\": \"a6\"}"), "a size"},
    {"{" TYPES ", \"procedures\": [{}]}", "procedures[0]"},
    {"{" TYPES ", \"procedures\": [{\"local_key\": \"x\", \"name_vi\": \"X\", "
     "\"components\": []}]}",
     "asks for no paper"},
    {"{" TYPES ", \"procedures\": [{\"local_key\": \"x\", \"name_vi\": \"X\", "
     "\"components\": [{\"component_code\": \"T\", \"paper_type\": \"b\", "
     "\"name_vi\": \"B\", \"handling\": \"submit\"}]}]}",
     "procedures[0].components[0]: its paper type"},
    {"{" TYPES ", \"procedures\": [{\"local_key\": \"x\", \"name_vi\": \"X\", "
     "\"components\": [" PART "]}, {\"local_key\": \"x\", \"name_vi\": \"X\", "
     "\"components\": [" PART "]}]}",
     "there twice"},
};

static void
test_refused_with_place (void) {
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *path = NULL;

    close (g_file_open_tmp ("catalogue-XXXXXX.json", &path, NULL));
    g_assert_true (g_file_set_contents (path, refusals[i].text, -1, NULL));
    g_assert_null (catalogue_load (path, &error));
    g_assert_error (error, FAULT, FAULT_CONFIG);
    g_assert_nonnull (strstr (error->message, path));
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, refusals[i].reason));
    g_unlink (path);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/shipped", test_shipped);
  g_test_add_func ("/catalogue/codes", test_codes);
  g_test_add_func ("/catalogue/needed", test_needed);
  g_test_add_func ("/catalogue/refused-with-place", test_refused_with_place);
  return g_test_run ();
}
