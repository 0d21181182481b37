/* SPDX-License-Identifier: Apache-2.0 */

/* Invents people. Nobody here is real: names are drawn from lists of common family,
 * middle and given names (Kinh, and Khmer of the delta), numbers follow the public rules
 * of their form and nothing else: the 12-digit number says province, century with sex
 * and year of birth; a card ends on a birthday at 25, 40 or 60.
 *
 * All text of a cast lives in one GStringChunk, so papers hold it without owning it. */

#include "persons.h"

#include <stdarg.h>

static const char *const families[] = {
    "Nguyễn", "Trần", "Lê",   "Phạm",  "Huỳnh", "Phan",   "Võ",   "Đặng", "Bùi",
    "Đỗ",     "Hồ",   "Ngô",  "Dương", "Lý",    "Trương", "Đinh", "Lâm",  "Mai",
    "Tạ",     "Vũ",   "Đoàn", "Quách", "Châu",  "Thái",   NULL,
};
static const char *const men[] = {
    "Văn Bưu",    "Minh Khôi", "Hữu Nghĩa",   "Quốc Thắng", "Thành Đạt",
    "Văn Út",     "Trọng Tín", "Hoàng Phúc",  "Đức Thịnh",  "Công Luận",
    "Gia Huy",    "Tuấn Kiệt", "Chí Nguyện",  "Văn Tèo",    "Ngọc Ẩn",
    "Thanh Tùng", "Hải Đăng",  "Nhựt Trường", "Phước Lộc",  "Bảo Toàn",
    "Hồng Quân",  "Vĩnh Nghi", "Xuân Vũ",     "Anh Dũng",   NULL,
};
static const char *const women[] = {
    "Thị Mẫu",    "Thị Bé Ba",     "Ngọc Hân",     "Thị Kiều Oanh",
    "Mỹ Duyên",   "Thị Huỳnh Như", "Thùy Trang",   "Thị Hồng Châu",
    "Kim Ngân",   "Thị Tuyết Mai", "Bích Phượng",  "Thảo Ly",
    "Thị Út Hậu", "Diễm My",       "Cẩm Tú",       "Thị Ngọc Ánh",
    "Yến Nhi",    "Thanh Thúy",    "Thị Lệ Quyên", "Phương Uyên",
    "Thị Ngà",    "Hoài Thương",   NULL,
};
static const char *const khmer_families[]
    = {"Thạch", "Danh", "Kim", "Sơn", "Lâm", "Châu", "Hữu", NULL};
static const char *const khmer_men[] = {
    "Sô Phia", "Chanh Đa", "Sóc Kha", "Hoàng Ni", "Ra Thi",
    "Sa Rươl", "Thươl",    "Sà Quên", NULL,
};
static const char *const khmer_women[] = {
    "Thị Sa Rinh", "Thị Sà Mươl", "Thị Chanh Na", "Thị Ni Ta",
    "Thị Sô Thia", "Thị Rết",     NULL,
};

const char *
persons_keep (Cast *cast, char *text) {
  const char *kept = g_string_chunk_insert (cast->words, text);

  g_free (text);
  return kept;
}

const char *
persons_print (Cast *cast, const char *format, ...) {
  va_list arguments;
  char *text;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return persons_keep (cast, text);
}

const char *
persons_fill (Cast *cast, const char *pattern) {
  return persons_keep (cast, dice_fill (&cast->dice, pattern));
}

const char *
persons_hour (Cast *cast, int first, int last) {
  int hour = dice_between (&cast->dice, first, last);

  return persons_print (cast, "%02d giờ %02d phút", hour,
                        dice_between (&cast->dice, 0, 59));
}

const char *
persons_fold (Cast *cast, const char *text) {
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (letter == 0x110 || letter == 0x111) /* Đ, đ have no decomposition */
      g_string_append_c (plain, letter == 0x110 ? 'D' : 'd');
    else if (letter < 0x80)
      g_string_append_c (plain, (char) letter);
  }
  return g_string_chunk_insert (cast->words, plain->str);
}

const char *
persons_day (Cast *cast, Day day) {
  return persons_keep (cast, day_format (day));
}

const char *
persons_day_long (Cast *cast, Day day) {
  return persons_keep (cast, day_format_long (day));
}

const char *
persons_day_words (Cast *cast, Day day) {
  return persons_keep (cast, day_format_words (day));
}

static gboolean
is_taken (const Cast *cast, const char *name) {
  return g_strcmp0 (name, cast->father.name) == 0
         || g_strcmp0 (name, cast->mother.name) == 0
         || g_strcmp0 (name, cast->elder.name) == 0
         || g_strcmp0 (name, cast->child.name) == 0;
}

/* @family NULL: any. Nobody is called like one of the family. */
static void
name_person (Cast *cast, Person *person, const char *family) {
  gboolean khmer = family == NULL && dice_chance (&cast->dice, 18);
  const char *const *given = khmer ? (person->female ? khmer_women : khmer_men)
                                   : (person->female ? women : men);

  if (family == NULL)
    family = dice_pick (&cast->dice, khmer ? khmer_families : families);
  person->ethnicity = khmer ? "Khmer" : "Kinh";
  do
    person->name = persons_print (cast, "%s %s", family, dice_pick (&cast->dice, given));
  while (is_taken (cast, person->name));
  person->name_upper = persons_keep (cast, g_utf8_strup (person->name, -1));
}

static void
number_person (Cast *cast, Person *person, const char *id_code) {
  Dice *dice = &cast->dice;
  int century = person->born.year >= 2000 ? 2 : 0;
  static const char *const prefixes[]
      = {"090", "091", "093", "094", "032", "038", "070", "076", "083", "085", NULL};

  person->id = persons_print (cast, "%s%d%02d%06d", id_code, century + person->female,
                              person->born.year % 100, dice_between (dice, 137, 999863));
  person->old_id = person->born.year < 2003 && dice_chance (dice, 70)
                       ? persons_fill (cast, "36#######")
                       : "";
  person->phone = persons_print (cast, "%s#######", dice_pick (dice, prefixes));
  person->phone = persons_fill (cast, person->phone);
}

/* "toan.duong1981@example.vn" of "Dương Ngọc Toàn" */
static const char *
format_email (Cast *cast, const Person *person) {
  g_autofree char *lower = g_ascii_strdown (persons_fold (cast, person->name), -1);
  g_auto (GStrv) words = g_strsplit (lower, " ", -1);
  guint n = g_strv_length (words);

  return persons_print (cast, "%s.%s%d@example.vn", words[n - 1], words[0],
                        person->born.year);
}

/* The card is issued between 2021 and the cast's day; it ends on the first of the
 * birthdays 25, 40, 60 that is at least two years off. */
static void
give_card (Cast *cast, Person *person) {
  static const int ages[] = {25, 40, 60, 99};
  guint i = 0;

  person->card_issued = day_pick (&cast->dice, 2021, MAX (2021, cast->today.year - 1));
  while (i + 1 < G_N_ELEMENTS (ages)
         && person->card_issued.year + 2 > person->born.year + ages[i])
    i++;
  person->card_expires = person->born;
  person->card_expires.year += ages[i];
}

static Person
invent_born (Cast *cast, gboolean female, Day born, const char *family,
             const Place *home) {
  Person person = {.female = female, .sex = female ? "Nữ" : "Nam", .born = born};

  name_person (cast, &person, family);
  number_person (cast, &person, home->id_code);
  person.email = format_email (cast, &person);
  person.residence = persons_keep (cast, places_format_house (home, &cast->dice));
  person.home_town = persons_keep (cast, places_format (home));
  give_card (cast, &person);
  return person;
}

Person
persons_invent (Cast *cast, gboolean female, int first, int last) {
  const Place *home = dice_chance (&cast->dice, 65)
                          ? cast->place
                          : places_pick (&cast->dice, cast->era);

  return invent_born (cast, female, day_pick (&cast->dice, first, last), NULL, home);
}

/* Who shares a house says the same address; children are what their father is. */
static void
settle_family (Cast *cast) {
  const char *house = persons_keep (cast, places_format_house (cast->place, &cast->dice));
  Person *const family[]
      = {&cast->father, &cast->mother, &cast->elder, &cast->child, &cast->sister};

  for (guint i = 0; i < G_N_ELEMENTS (family); i++)
    family[i]->residence = house;
  cast->elder.ethnicity = cast->father.ethnicity;
  cast->child.ethnicity = cast->father.ethnicity;
  cast->sister.ethnicity = cast->father.ethnicity;
  cast->child.home_town = cast->father.home_town;
}

static void
invent_family (Cast *cast) {
  Dice *dice = &cast->dice;
  Day born = day_add (cast->today, -dice_between (dice, 12, 55));
  Day sister_born = day_add (born, -dice_between (dice, 700, 2800));
  g_auto (GStrv) words = NULL;

  cast->father = persons_invent (cast, FALSE, 1984, 2001);
  cast->mother = persons_invent (cast, TRUE, 1986, 2003);
  words = g_strsplit (cast->father.name, " ", 2);
  cast->elder
      = invent_born (cast, FALSE, day_pick (dice, 1955, 1964), words[0], cast->place);
  cast->child = invent_born (cast, dice_chance (dice, 50), born, words[0], cast->place);
  cast->sister = invent_born (cast, TRUE, sister_born, words[0], cast->place);
  settle_family (cast);
  if (dice_chance (dice, 50)) {
    cast->requester = cast->father;
    cast->relation = "Cha";
  } else {
    cast->requester = cast->mother;
    cast->relation = "Mẹ";
  }
}

static const char *const hospital_kinds[] = {
    "Bệnh viện Đa khoa",
    "Bệnh viện Sản - Nhi",
    "Bệnh viện Phụ sản",
    NULL,
};

Cast *
persons_cast (Dice dice, PlacesEra era) {
  Cast *cast = g_new0 (Cast, 1);

  cast->dice = dice;
  cast->words = g_string_chunk_new (4096);
  cast->era = era;
  cast->place = places_pick (&cast->dice, cast->era);
  cast->today = era == PLACES_SINCE_MERGER ? day_pick (&cast->dice, 2026, 2026)
                                           : day_pick (&cast->dice, 2022, 2024);
  cast->today.month = MIN (cast->today.month, 10);
  invent_family (cast);
  cast->noted = dice_chance (&cast->dice, 30);
  cast->hospital = persons_print (cast, "%s %s", dice_pick (&cast->dice, hospital_kinds),
                                  cast->place->province);
  cast->agent = persons_invent (cast, dice_chance (&cast->dice, 50), 1972, 1999);
  cast->witness = persons_invent (cast, dice_chance (&cast->dice, 50), 1970, 1998);
  cast->officer = persons_invent (cast, dice_chance (&cast->dice, 50), 1980, 2000).name;
  cast->chairman = persons_invent (cast, dice_chance (&cast->dice, 30), 1970, 1990).name;
  return cast;
}

void
persons_free (Cast *cast) {
  g_string_chunk_free (cast->words);
  g_free (cast);
}
