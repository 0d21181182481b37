/* SPDX-License-Identifier: Apache-2.0 */

/* Who is who comes first: what a page says of one person is gathered by the names of its fields, and two
 * of these are one person when their numbers agree, or their names and a birth that does
 * not speak against it, or their names and numbers that differ in a figure or two. Only
 * then is the rest compared, so that a mother and her daughter of nearly one name do not
 * accuse each other. Each disagreement is told once, between the first page that speaks of the person and
 * the page that says otherwise. */

#include "kiosk/concordstate.h"

#include "ocr/address.h"
#include "ocr/contrary.h"
#include "ocr/fold.h"

#include <string.h>

typedef enum {
  FACT_NAME,
  FACT_NUMBER,
  FACT_BIRTH,
  FACT_ADDRESS,
  FACTS,
} Fact;

typedef struct {
  const StoredPage *page;
  const Field *facts[FACTS];
} Person;

/* The fields that speak of one person. Where a form has a requester, its "dob" and "phone" are
 * the requester's and its "full_name" and "id_number" another's. */
static const char *const persons[][FACTS] = {
    {"requester_name", "requester_id", "dob", "requester_residence"},
    {"full_name", "id_number", "dob", "residence"},
    {"child_name", NULL, "child_dob", NULL},
    {"deceased_name", "id_number", NULL, NULL},
    {"mother_name", "mother_id", "mother_dob", NULL},
    {"father_name", "father_id", "father_dob", NULL},
    {"wife_name", "wife_id", "wife_dob", NULL},
    {"husband_name", "husband_id", "husband_dob", NULL},
    {"head_name", "head_id", NULL, NULL},
    {"grantor_name", "grantor_id", "grantor_dob", "grantor_residence"},
    {"grantee_name", "grantee_id", "grantee_dob", "grantee_residence"},
};

static const struct {
  const char *vietnamese, *english;
} fact_names[FACTS] = {
    [FACT_NAME] = {"Họ tên", "The name"},
    [FACT_NUMBER] = {"Số định danh", "The ID number"},
    [FACT_BIRTH] = {"Ngày sinh", "The date of birth"},
    [FACT_ADDRESS] = {"Nơi cư trú", "The residence"},
};

static void
clear_side (DiscordSide *side) {
  g_free (side->value);
}

void
discord_free (Discord *discord) {
  g_free (discord->sentence);
  g_free (discord->english);
  clear_side (&discord->sides[0]);
  clear_side (&discord->sides[1]);
  g_free (discord);
}

static const Field *
find_field (const StoredPage *page, const char *name) {
  for (guint i = 0; name != NULL && i < page->fields->len; i++) {
    const Field *field = g_ptr_array_index (page->fields, i);

    if (g_str_equal (field->name, name) && *field->value != '\0')
      return field;
  }
  return NULL;
}

static void
add_persons (GArray *all, const StoredPage *page) {
  gboolean asked = find_field (page, "requester_name") != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (persons); i++) {
    Person person = {.page = page};
    gboolean own = i > 0 && asked;

    for (guint fact = 0; fact < FACTS; fact++)
      if (!(own && g_strcmp0 (persons[i][fact], "dob") == 0))
        person.facts[fact] = find_field (page, persons[i][fact]);
    if (person.facts[FACT_NAME] != NULL)
      g_array_append_val (all, person);
  }
}

/* --- comparing --- */

static gboolean
is_same_text (const char *one, const char *other) {
  g_autofree char *first = fold_letters (one);
  g_autofree char *second = fold_letters (other);

  return strcmp (first, second) == 0;
}

/* 12 digits against 9 are two numbers of one person. */
static gboolean
is_same_number (const char *one, const char *other) {
  return strlen (one) != strlen (other) || is_same_text (one, other);
}

/* "1988" agrees with "14/02/1988". */
static gboolean
is_same_date (const char *one, const char *other) {
  gsize length = MIN (strlen (one), strlen (other));

  return strcmp (one + strlen (one) - length, other + strlen (other) - length) == 0;
}

/* TRUE, too, when one of them says nothing. */
static gboolean
agrees (const Gazetteer *gazetteer, const Person *one, const Person *other, Fact fact) {
  const Field *first = one->facts[fact], *second = other->facts[fact];

  if (first == NULL || second == NULL)
    return TRUE;
  switch (fact) {
  case FACT_NAME:
    return is_same_text (first->value, second->value);
  case FACT_NUMBER:
    return is_same_number (first->value, second->value);
  case FACT_BIRTH:
    return is_same_date (first->value, second->value);
  case FACT_ADDRESS:
    return address_is_same (gazetteer, first->value, second->value);
  case FACTS:
    break;
  }
  g_assert_not_reached ();
}

static gboolean
both_have (const Person *one, const Person *other, Fact fact) {
  return one->facts[fact] != NULL && other->facts[fact] != NULL;
}

static gboolean
is_near_number (const Person *one, const Person *other) {
  return both_have (one, other, FACT_NUMBER)
         && fold_distance (one->facts[FACT_NUMBER]->value,
                           other->facts[FACT_NUMBER]->value)
                <= 2;
}

static gboolean
is_one_person (const Person *one, const Person *other) {
  gboolean named = agrees (NULL, one, other, FACT_NAME);
  gboolean numbered = both_have (one, other, FACT_NUMBER)
                      && is_same_text (one->facts[FACT_NUMBER]->value,
                                       other->facts[FACT_NUMBER]->value);

  if (numbered)
    return TRUE;
  if (!named)
    return FALSE;
  return is_near_number (one, other)
         || (both_have (one, other, FACT_BIRTH) && agrees (NULL, one, other, FACT_BIRTH));
}

/* --- telling --- */

static DiscordSide
make_side (const StoredPage *page, const Field *field, const char *value) {
  DiscordSide side = {page->place, page->page->number, g_strdup (value), 0, 0, 0, 0};

  if (page->upright_width_px > 0 && page->upright_height_px > 0) {
    side.left = (double) field->box.left / page->upright_width_px;
    side.top = (double) field->box.top / page->upright_height_px;
    side.right = (double) field->box.right / page->upright_width_px;
    side.bottom = (double) field->box.bottom / page->upright_height_px;
  }
  return side;
}

static const char *
get_title (const Catalogue *catalogue, const StoredPage *page, gboolean english) {
  const PaperType *type = catalogue_get_paper_type (catalogue, page->type);

  if (type == NULL)
    return english ? "paper" : "giấy tờ";
  return english ? type->name_en : type->name;
}

static Discord *
make_discord (const Catalogue *catalogue, const Person *one, const Person *other,
              Fact fact) {
  Discord *discord = g_new0 (Discord, 1);
  const char *name = one->facts[FACT_NAME]->value;
  const DiscordSide *first = &discord->sides[0], *second = &discord->sides[1];

  discord->sides[0] = make_side (one->page, one->facts[fact], one->facts[fact]->value);
  discord->sides[1]
      = make_side (other->page, other->facts[fact], other->facts[fact]->value);
  discord->sentence = g_strdup_printf (
      "%s của %s không khớp: trang %u (%s) ghi “%s”, trang %u (%s) ghi “%s”.",
      fact_names[fact].vietnamese, name, first->place,
      get_title (catalogue, one->page, FALSE), first->value, second->place,
      get_title (catalogue, other->page, FALSE), second->value);
  discord->english = g_strdup_printf (
      "%s of %s differs: page %u (%s) says “%s”, page %u (%s) says “%s”.",
      fact_names[fact].english, name, first->place,
      get_title (catalogue, one->page, TRUE), first->value, second->place,
      get_title (catalogue, other->page, TRUE), second->value);
  return discord;
}

/* What a page says differently of itself: code, zone and print of a card. */
static void
add_contraries (const Catalogue *catalogue, const StoredPage *page, GPtrArray *discords) {
  for (guint i = 0; i < page->fields->len; i++) {
    const Field *field = g_ptr_array_index (page->fields, i);
    g_autofree char *sentence = contrary_explain (field, FALSE);
    g_autofree char *english = contrary_explain (field, TRUE);
    Discord *discord;

    if (sentence == NULL)
      continue;
    discord = g_new0 (Discord, 1);
    discord->sides[0] = make_side (page, field, field->value);
    discord->sides[1] = make_side (page, field, field->contrary);
    discord->sentence = g_strdup_printf ("Trang %u (%s): %s", page->place,
                                         get_title (catalogue, page, FALSE), sentence);
    discord->english = g_strdup_printf ("Page %u (%s): %s", page->place,
                                        get_title (catalogue, page, TRUE), english);
    g_ptr_array_add (discords, discord);
  }
}

/* The first person before @at that is the same one and speaks of @fact, on another page. */
static const Person *
find_earlier (const GArray *all, guint at, Fact fact) {
  const Person *person = &g_array_index (all, Person, at);

  for (guint i = 0; i < at; i++) {
    const Person *earlier = &g_array_index (all, Person, i);

    if (earlier->page != person->page && both_have (earlier, person, fact)
        && is_one_person (earlier, person))
      return earlier;
  }
  return NULL;
}

GPtrArray *
concord_compare (const Catalogue *catalogue, const Gazetteer *gazetteer,
                 const GPtrArray *pages) {
  GPtrArray *discords = g_ptr_array_new_with_free_func ((GDestroyNotify) discord_free);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Person));

  for (guint i = 0; i < pages->len; i++)
    add_contraries (catalogue, g_ptr_array_index (pages, i), discords);
  for (guint i = 0; i < pages->len; i++)
    add_persons (all, g_ptr_array_index (pages, i));
  for (guint i = 0; i < all->len; i++)
    for (Fact fact = FACT_NAME; fact < FACTS; fact++) {
      const Person *person = &g_array_index (all, Person, i);
      const Person *earlier = find_earlier (all, i, fact);

      if (earlier != NULL && !agrees (gazetteer, earlier, person, fact))
        g_ptr_array_add (discords, make_discord (catalogue, earlier, person, fact));
    }
  return discords;
}
