/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/choice.h"

/* Lists of real drivers, and which of their names is meant. */
static const struct {
  const char *names[6];
  const char *flatbed, *adf, *duplex;
} drivers[] = {
    /* fujitsu */
    {{"ADF Front", "ADF Back", "ADF Duplex", "Card Duplex"},
     NULL,
     "ADF Front",
     "ADF Duplex"},
    /* fujitsu with glass */
    {{"Flatbed", "ADF Front", "ADF Duplex"}, "Flatbed", "ADF Front", "ADF Duplex"},
    /* hpaio */
    {{"Flatbed", "ADF", "Duplex"}, "Flatbed", "ADF", "Duplex"},
    /* airscan */
    {{"Flatbed", "ADF", "ADF Duplex"}, "Flatbed", "ADF", "ADF Duplex"},
    /* epson2, test */
    {{"Flatbed", "Automatic Document Feeder"},
     "Flatbed",
     "Automatic Document Feeder",
     NULL},
    /* epsonscan2, utsushi */
    {{"Document Table", "ADF"}, "Document Table", "ADF", NULL},
    /* brother4 */
    {{"FlatBed", "Automatic Document Feeder(left aligned)",
      "Automatic Document Feeder(left aligned,Duplex)",
      "Automatic Document Feeder(centrally aligned)",
      "Automatic Document Feeder(centrally aligned,Duplex)"},
     "FlatBed",
     "Automatic Document Feeder(left aligned)",
     "Automatic Document Feeder(left aligned,Duplex)"},
    /* canon_dr */
    {{"Flatbed", "ADF Front", "ADF Back", "ADF Duplex", "Card Front"},
     "Flatbed",
     "ADF Front",
     "ADF Duplex"},
    /* kodakaio */
    {{"Automatic Document Feeder", "Flatbed"},
     "Flatbed",
     "Automatic Document Feeder",
     NULL},
    /* pixma */
    {{"Flatbed", "Automatic Document Feeder", "ADF Duplex"},
     "Flatbed",
     "Automatic Document Feeder",
     "ADF Duplex"},
    /* xerox_mfp */
    {{"Flatbed", "ADF", "Auto"}, "Flatbed", "ADF", NULL},
    /* magicolor */
    {{"Flatbed", "Automatic Document Feeder", "Transparency Unit"},
     "Flatbed",
     "Automatic Document Feeder",
     NULL},
    /* avision */
    {{"Normal", "ADF Front", "ADF Back", "ADF Duplex", "Transparency"},
     "Normal",
     "ADF Front",
     "ADF Duplex"},
    /* as others might spell them */
    {{"Glass", "ADF-SIMPLEX", "ADF-DUPLEX"}, "Glass", "ADF-SIMPLEX", "ADF-DUPLEX"},
    {{"Platen", "Feeder", "Feeder (2-sided)"}, "Platen", "Feeder", "Feeder (2-sided)"},
    {{"Scanner Glass", "Document Feeder", "Document Feeder, both sides"},
     "Scanner Glass",
     "Document Feeder",
     "Document Feeder, both sides"},
    {{"Document Table", "Sheetfed Simplex", "Sheetfed Duplex"},
     "Document Table",
     "Sheetfed Simplex",
     "Sheetfed Duplex"},
    {{"fb", "adf", "ADF Two-Sided"}, "fb", "adf", "ADF Two-Sided"},
    {{"flatbed_glass", "adf_one_sided", "adf_double_sided"},
     "flatbed_glass",
     "adf_one_sided",
     "adf_double_sided"},
    {{"Transparency Adapter", "Slide Feeder", "Manual Feed Tray"}, NULL, NULL, NULL},
    /* nothing that is known */
    {{"ADF Back", "Card Duplex", "Negative", "Auto", ""}, NULL, NULL, NULL},
    {{NULL}, NULL, NULL, NULL},
};

static void
test_sources (void) {
  for (guint i = 0; i < G_N_ELEMENTS (drivers); i++) {
    const char *const *names = drivers[i].names;

    g_assert_cmpstr (choice_find_source (SOURCE_FLATBED, names), ==, drivers[i].flatbed);
    g_assert_cmpstr (choice_find_source (SOURCE_ADF, names), ==, drivers[i].adf);
    g_assert_cmpstr (choice_find_source (SOURCE_DUPLEX, names), ==, drivers[i].duplex);
    g_assert_null (choice_find_source (SOURCE_ANY, names));
  }
}

static void
test_modes (void) {
  static const char *const usual[] = {"Lineart", "Halftone", "Gray", "Color", NULL};
  static const char *const brother[]
      = {"Black & White", "Gray[Error Diffusion]", "True Gray", "24bit Color", NULL};
  static const char *const none[] = {"Infrared", NULL};

  g_assert_cmpstr (choice_find_mode (MODE_COLOR, usual), ==, "Color");
  g_assert_cmpstr (choice_find_mode (MODE_GRAY, usual), ==, "Gray");
  g_assert_cmpstr (choice_find_mode (MODE_LINEART, usual), ==, "Lineart");
  g_assert_cmpstr (choice_find_mode (MODE_COLOR, brother), ==, "24bit Color");
  g_assert_cmpstr (choice_find_mode (MODE_GRAY, brother), ==, "True Gray");
  g_assert_cmpstr (choice_find_mode (MODE_LINEART, brother), ==, "Black & White");
  g_assert_null (choice_find_mode (MODE_COLOR, none));
}

static void
test_words (void) {
  Source source = SOURCE_ANY;
  Mode mode = MODE_COLOR;

  g_assert_true (choice_parse_source ("duplex", &source));
  g_assert_cmpint (source, ==, SOURCE_DUPLEX);
  g_assert_true (choice_parse_source ("flatbed", &source));
  g_assert_cmpint (source, ==, SOURCE_FLATBED);
  g_assert_true (choice_parse_mode ("lineart", &mode));
  g_assert_cmpint (mode, ==, MODE_LINEART);
  g_assert_true (choice_parse_source ("any", &source));
  g_assert_cmpint (source, ==, SOURCE_ANY);
  g_assert_false (choice_parse_source ("Any", &source));
  g_assert_false (choice_parse_source ("", &source));
  g_assert_false (choice_parse_mode ("Color", &mode));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/choice/sources", test_sources);
  g_test_add_func ("/choice/modes", test_modes);
  g_test_add_func ("/choice/words", test_words);
  return g_test_run ();
}
