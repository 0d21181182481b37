/* SPDX-License-Identifier: Apache-2.0 */

/* An address is matched from its end: the words before the last comma are a province, those
 * before them a district of it, and so on. Recognition loses commas, so that words are
 * counted and not commas. A chain of names is worth what its letters differ, and marks
 * a little; the best chain is an answer only when no other chain is nearly as good. Names with
 * figures ("phường 4") must be read right, since any other figure is another ward. */

#include "ocr/address.h"

#include "ocr/fold.h"

#include <string.h>

#define SPAN_WORDS       8 /* of one name with its unit */
#define LETTERS_PER_EDIT 5
#define EDIT_COST        4 /* of a letter; a word with other marks costs 1 */
#define CLEAR_LEAD       4 /* of the best chain before one with other letters */
#define LEVELS           3

typedef struct {
  const char *text; /* of the word with its punctuation, in the address */
  gsize bytes;
  char *key;
} AddressWord;

typedef struct {
  const PlaceName *place;
  guint first, end; /* words */
  gboolean bare;    /* the unit is abbreviated or missing: only the name counts */
  guint cost, edits;
} Link;

typedef struct {
  Link links[LEVELS]; /* province first */
  guint levels;
  guint cost, edits;
  const Province *province;
} Chain;

typedef struct {
  GArray *words;
  char *keys[SPAN_WORDS + 1]; /* of the last N words before @end */
  guint end;
} Tail;

typedef struct {
  const Gazetteer *gazetteer;
  GArray *words; /* AddressWord */
  Chain best;
  guint rival_cost; /* of the best chain with other names */
} Search;

static void
clear_word (gpointer data) {
  g_free (((AddressWord *) data)->key);
}

static GArray *
split_words (const char *address) {
  GArray *words = g_array_new (FALSE, FALSE, sizeof (AddressWord));

  g_array_set_clear_func (words, clear_word);
  for (const char *at = address; *at != '\0';) {
    gsize length = strcspn (at, " ");
    g_autofree char *text = g_strndup (at, length);
    AddressWord word = {at, length, fold_letters (text)};

    if (length > 0)
      g_array_append_val (words, word);
    at += length + strspn (at + length, " ");
  }
  return words;
}

static void
clear_tail (Tail *tail) {
  for (guint i = 0; i <= SPAN_WORDS; i++)
    g_clear_pointer (&tail->keys[i], g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tail, clear_tail)

static void
fill_tail (Tail *tail, GArray *words, guint end) {
  g_autoptr (GString) key = g_string_new (NULL);

  tail->words = words;
  tail->end = end;
  for (guint n = 1; n <= MIN (SPAN_WORDS, end); n++) {
    g_string_prepend (key, g_array_index (words, AddressWord, end - n).key);
    tail->keys[n] = g_strdup (key->str);
  }
}

/* The marks of a word, sorted, so that "hoà" and "hòa" have the same. */
static char *
list_marks (const char *word, gsize bytes) {
  g_autofree char *copy = g_strndup (word, bytes);
  g_autofree char *decomposed = g_utf8_normalize (copy, -1, G_NORMALIZE_NFD);
  g_autoptr (GArray) marks = g_array_new (TRUE, FALSE, sizeof (char));

  for (const char *at = decomposed; at != NULL && *at != '\0';
       at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);
    char mark = (char) (0x21 + letter % 90);
    guint place = 0;

    if (letter == 0x0111 || letter == 0x0110)
      mark = '~';
    else if (!g_unichar_ismark (letter))
      continue;
    while (place < marks->len && g_array_index (marks, char, place) < mark)
      place++;
    g_array_insert_val (marks, place, mark);
  }
  return g_strdup (marks->data);
}

/* Words of @name and of the address from @first on that bear other marks. */
static guint
count_marks (const GArray *words, guint first, guint end, const char *name) {
  guint count = 0;

  for (guint i = first; i < end && *name != '\0'; i++) {
    const AddressWord *word = &g_array_index (words, AddressWord, i);
    gsize length = strcspn (name, " ");
    g_autofree char *one = list_marks (word->text, word->bytes);
    g_autofree char *other = list_marks (name, length);

    count += strcmp (one, other) != 0;
    name += length + strspn (name + length, " ");
  }
  return count;
}

static gboolean
has_figures (const char *key) {
  return key[strcspn (key, "0123456789")] != '\0';
}

/* A word that may stand for a unit: "TP.", "P.", "tx". */
static gboolean
is_abbreviation (const char *key, const PlaceName *place) {
  static const char *const pairs[][2]
      = {{"tp", "thanhpho"}, {"tx", "thixa"}, {"tt", "thitran"}, {"p", "phuong"},
         {"q", "quan"},      {"h", "huyen"},  {"x", "xa"},       {"t", "tinh"}};

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (strcmp (key, pairs[i][0]) == 0 && strlen (pairs[i][1]) == place->unit_key
        && strncmp (place->key, pairs[i][1], place->unit_key) == 0)
      return TRUE;
  return FALSE;
}

static void
try_span (const Tail *tail, guint count, const PlaceName *place, gboolean bare,
          Link *best) {
  const char *key = place->key + (bare ? place->unit_key : 0);
  gsize length = strlen (key);
  guint edits, first = tail->end - count, cost;

  if (ABS ((int) strlen (tail->keys[count]) - (int) length)
      > (int) (length / LETTERS_PER_EDIT))
    return;
  edits = fold_distance (key, tail->keys[count]);
  if (edits > length / LETTERS_PER_EDIT || (edits > 0 && has_figures (key)))
    return;
  cost = EDIT_COST * edits
         + count_marks (tail->words, first, tail->end,
                        place->name + (bare ? place->unit_bytes : 0))
         + (bare ? 1 : 0);
  if (best->place == NULL || cost < best->cost)
    *best = (Link){place, first, tail->end, bare, cost, edits};
}

/* Whether @word ends what may be a unit: then a bare name behind it is not of another. */
static gboolean
is_unit_end (const AddressWord *word) {
  static const char *const ends[]
      = {"pho", "tran", "xa", "khu", "phuong", "quan", "huyen", "tinh"};

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (strcmp (word->key, ends[i]) == 0)
      return TRUE;
  return FALSE;
}

/* How the words before the tail's end spell @place; place NULL when they do not. */
static Link
match_place (const Tail *tail, const PlaceName *place) {
  Link best = {.place = NULL};
  const AddressWord *before;

  for (guint n = 1; n <= SPAN_WORDS && tail->keys[n] != NULL; n++) {
    try_span (tail, n, place, FALSE, &best);
    try_span (tail, n, place, TRUE, &best);
  }
  if (best.place == NULL || !best.bare || best.first == 0)
    return best;
  before = &g_array_index (tail->words, AddressWord, best.first - 1);
  if (is_abbreviation (before->key, place))
    best.cost -= 1;
  else if (is_unit_end (before))
    best.place = NULL;
  return best;
}

/* Whether two chains read the same, though they are of different eras. */
static gboolean
is_same_chain (const Chain *one, const Chain *other) {
  if (one->levels != other->levels)
    return FALSE;
  for (guint i = 0; i < one->levels; i++)
    if (strcmp (one->links[i].place->name, other->links[i].place->name) != 0)
      return FALSE;
  return TRUE;
}

static void
keep_chain (Search *search, const Chain *chain) {
  if (search->best.levels == 0 || chain->cost < search->best.cost) {
    if (search->best.levels > 0 && !is_same_chain (chain, &search->best))
      search->rival_cost = MIN (search->rival_cost, search->best.cost);
    search->best = *chain;
  } else if (!is_same_chain (chain, &search->best))
    search->rival_cost = MIN (search->rival_cost, chain->cost);
}

static void
extend_chain (Chain *chain, const Link *link) {
  chain->links[chain->levels++] = *link;
  chain->cost += link->cost;
  chain->edits += link->edits;
}

/* Words before a link that are its abbreviated unit belong to it. */
static guint
get_rest (const Search *search, const Link *link) {
  if (link->bare && link->first > 0
      && is_abbreviation (g_array_index (search->words, AddressWord, link->first - 1).key,
                          link->place))
    return link->first - 1;
  return link->first;
}

static void
try_communes (Search *search, const GArray *communes, const Chain *chain) {
  g_auto (Tail) tail = {0};

  fill_tail (&tail, search->words, get_rest (search, &chain->links[chain->levels - 1]));
  for (guint i = 0; i < communes->len; i++) {
    Link link = match_place (&tail, &g_array_index (communes, PlaceName, i));
    Chain longer = *chain;

    if (link.place == NULL)
      continue;
    extend_chain (&longer, &link);
    keep_chain (search, &longer);
  }
}

static void
try_province (Search *search, const Province *province, const Link *link) {
  Chain chain = {.province = province};
  g_auto (Tail) tail = {0};

  extend_chain (&chain, link);
  try_communes (search, province->communes, &chain);
  fill_tail (&tail, search->words, get_rest (search, link));
  for (guint i = 0; i < province->districts->len; i++) {
    const District *district = &g_array_index (province->districts, District, i);
    Link inner = match_place (&tail, &district->place);
    Chain longer = chain;

    if (inner.place == NULL)
      continue;
    extend_chain (&longer, &inner);
    try_communes (search, district->communes, &longer);
  }
}

static void
search_chain (Search *search) {
  const GPtrArray *provinces = search->gazetteer->provinces;
  g_auto (Tail) tail = {0};

  fill_tail (&tail, search->words, search->words->len);
  for (guint i = 0; i < provinces->len; i++) {
    const Province *province = g_ptr_array_index (provinces, i);
    Link link = match_place (&tail, &province->place);

    if (link.place != NULL)
      try_province (search, province, &link);
  }
}

/* Puts the name of a link's place in the place of its words, in their case and with the
 * punctuation behind the last of them. */
static void
append_link (GString *text, const GArray *words, const Link *link) {
  const char *name = link->place->name + (link->bare ? link->place->unit_bytes : 0);
  const AddressWord *first = &g_array_index (words, AddressWord, link->first);
  const AddressWord *last = &g_array_index (words, AddressWord, link->end - 1);
  g_autofree char *read
      = g_strndup (first->text, (gsize) (last->text + last->bytes - first->text));
  g_autofree char *upper = g_utf8_strup (read, -1);
  g_autofree char *cased
      = strcmp (upper, read) == 0 ? g_utf8_strup (name, -1) : g_strdup (name);
  gsize end = strlen (read);

  if (!link->bare && g_unichar_isupper (g_utf8_get_char (read))) {
    g_autofree char *letter = g_utf8_substring (cased, 0, 1);
    g_autofree char *capital = g_utf8_strup (letter, -1);

    g_string_append_printf (text, "%s%s", capital, g_utf8_next_char (cased));
  } else
    g_string_append (text, cased);
  while (end > 0 && strchr (",.;", read[end - 1]) != NULL)
    end--;
  if (link->end < words->len && read[end] != '\0')
    g_string_append_c (text, ',');
}

static char *
write_chain (const Search *search) {
  const GArray *words = search->words;
  GString *text = g_string_new (NULL);
  int level = (int) search->best.levels - 1;

  for (guint i = 0; i < words->len;) {
    const Link *link = level >= 0 ? &search->best.links[level] : NULL;

    if (text->len > 0)
      g_string_append_c (text, ' ');
    if (link != NULL && link->first == i && link->cost > (link->bare ? 1u : 0u)) {
      append_link (text, words, link);
      i = link->end;
      level--;
    } else {
      const AddressWord *word = &g_array_index (words, AddressWord, i++);

      g_string_append_len (text, word->text, (gssize) word->bytes);
      if (link != NULL && link->end == i)
        level--;
    }
  }
  return g_string_free (text, FALSE);
}

static gboolean
find_chain (const Gazetteer *gazetteer, const char *address, Search *search) {
  *search = (Search){
      .gazetteer = gazetteer, .words = split_words (address), .rival_cost = G_MAXUINT};
  search_chain (search);
  return search->best.levels > 1;
}

PlaceMatch
address_match (const Gazetteer *gazetteer, const char *address, char **corrected) {
  Search search;
  gboolean found = find_chain (gazetteer, address, &search);
  g_autoptr (GArray) words = search.words;

  *corrected = NULL;
  if (!found
      || (search.best.cost > 0
          && search.rival_cost
                 < search.best.cost + (search.best.edits > 0 ? CLEAR_LEAD : 1)))
    return PLACE_UNKNOWN;
  *corrected = write_chain (&search);
  if (strcmp (*corrected, address) != 0)
    return PLACE_ALIKE;
  g_clear_pointer (corrected, g_free);
  return PLACE_EXACT;
}

char *
address_tidy (const char *address) {
  g_autoptr (GRegex) commas = g_regex_new (",[ .,]*(?= )", 0, 0, NULL);
  g_autoptr (GRegex) stops
      = g_regex_new ("(?<=\\p{L}\\p{L}\\p{L})\\.(?= \\p{L})", 0, 0, NULL);
  g_autofree char *tidy = g_regex_replace_literal (commas, address, -1, 0, ",", 0, NULL);

  return tidy != NULL ? g_regex_replace_literal (stops, tidy, -1, 0, "", 0, NULL)
                      : g_strdup (address);
}

/* The key of the words before the place. */
static char *
make_head (const Search *search) {
  guint end = get_rest (search, &search->best.links[search->best.levels - 1]);
  GString *head = g_string_new (NULL);

  for (guint i = 0; i < end; i++)
    g_string_append (head, g_array_index (search->words, AddressWord, i).key);
  return g_string_free (head, FALSE);
}

static gboolean
is_same_place (const Gazetteer *gazetteer, const Search *one, const Search *other) {
  g_autofree char *head = make_head (one);
  g_autofree char *other_head = make_head (other);

  if (strcmp (head, other_head) != 0)
    return FALSE;
  if (one->best.levels == other->best.levels)
    return is_same_chain (&one->best, &other->best);
  return strcmp (gazetteer_get_successor (gazetteer, one->best.province),
                 gazetteer_get_successor (gazetteer, other->best.province))
         == 0;
}

gboolean
address_is_same (const Gazetteer *gazetteer, const char *one, const char *other) {
  g_autofree char *key = fold_letters (one);
  g_autofree char *other_key = fold_letters (other);
  Search first, second;
  gboolean found;
  g_autoptr (GArray) words = NULL;
  g_autoptr (GArray) other_words = NULL;

  if (strcmp (key, other_key) == 0)
    return TRUE;
  if (gazetteer == NULL)
    return FALSE;
  found = find_chain (gazetteer, one, &first);
  words = first.words;
  if (!found)
    return FALSE;
  found = find_chain (gazetteer, other, &second);
  other_words = second.words;
  return found && is_same_place (gazetteer, &first, &second);
}
