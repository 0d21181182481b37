/* SPDX-License-Identifier: Apache-2.0 */

/* A page for the screen. It keeps a few words of state; values and picture are fetched when
 * a screen asks, so that a dossier of hundreds of pages costs what one page costs. */

#include "kiosk/leafstate.h"

#include "config/fault.h"
#include "config/limits.h"
#include "kiosk/valuestate.h"

#include <string.h>

#define PREVIEW_HEADER_BYTES 32

struct _KioskLeaf {
  GObject parent;
  const Catalogue *catalogue;
  const Vault *vault;
  LeafLoadFunc load;
  gpointer load_data;
  guint number;
  KioskLeafState state;
  KioskDefect defect;
  guint measure; /* of the defect */
  guint doubts;
  guint place;
  guint twin;
  gboolean let_go;
  gboolean settled; /* its type, by a person or by a code on it */
  char *type;
  char *likeness;
  GListStore *values; /* NULL until someone asks */
};

enum {
  PROP_STATE = 1,
  PROP_TYPE_LABEL,
  PROP_DOUBTS,
  PROP_PLACE,
  PROP_TWIN,
  PROP_LET_GO,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (KioskLeaf, kiosk_leaf, G_TYPE_OBJECT)

static void
kiosk_leaf_finalize (GObject *object) {
  KioskLeaf *self = KIOSK_LEAF (object);

  g_free (self->type);
  g_free (self->likeness);
  g_clear_object (&self->values);
  G_OBJECT_CLASS (kiosk_leaf_parent_class)->finalize (object);
}

static void
kiosk_leaf_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec) {
  KioskLeaf *self = KIOSK_LEAF (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_TYPE_LABEL:
    g_value_set_string (value, kiosk_leaf_get_type_label (self));
    break;
  case PROP_DOUBTS:
    g_value_set_uint (value, self->doubts);
    break;
  case PROP_PLACE:
    g_value_set_uint (value, self->place);
    break;
  case PROP_TWIN:
    g_value_set_uint (value, self->twin);
    break;
  case PROP_LET_GO:
    g_value_set_boolean (value, self->let_go);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
kiosk_leaf_class_init (KioskLeafClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kiosk_leaf_finalize;
  object_class->get_property = kiosk_leaf_get_property;
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, KIOSK_LEAF_SCANNED,
                                        KIOSK_LEAF_FAILED, KIOSK_LEAF_SCANNED, flags);
  props[PROP_TYPE_LABEL] = g_param_spec_string ("type-label", NULL, NULL, "", flags);
  props[PROP_DOUBTS] = g_param_spec_uint ("doubts", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_PLACE] = g_param_spec_uint ("place", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_TWIN] = g_param_spec_uint ("twin", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_LET_GO] = g_param_spec_boolean ("let-go", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
kiosk_leaf_init (KioskLeaf *self) {
}

static KioskLeafState
find_state (const StoredPage *page) {
  if (page->failed)
    return KIOSK_LEAF_FAILED;
  if (!page->read)
    return KIOSK_LEAF_SCANNED;
  return page->blank ? KIOSK_LEAF_BLANK : KIOSK_LEAF_READ;
}

static guint
count_doubts (const StoredPage *page) {
  guint doubts = 0;

  for (guint i = 0; i < page->fields->len; i++)
    doubts += ((Field *) g_ptr_array_index (page->fields, i))->confidence < FIELD_SURE;
  return doubts;
}

static void
fill_values (KioskLeaf *self, const StoredPage *page) {
  g_list_store_remove_all (self->values);
  for (guint i = 0; i < page->fields->len; i++) {
    const Field *field = g_ptr_array_index (page->fields, i);
    g_autoptr (KioskValue) value = kiosk_value_new (
        field, catalogue_get_field_label (self->catalogue, field->name, FALSE),
        page->upright_width_px, page->upright_height_px);

    g_list_store_append (self->values, value);
  }
}

static KioskDefect
name_defect (DefectKind kind) {
  switch (kind) {
  case DEFECT_BLUR:
    return KIOSK_DEFECT_BLUR;
  case DEFECT_DARK:
    return KIOSK_DEFECT_DARK;
  case DEFECT_CUT:
    return KIOSK_DEFECT_CUT;
  case DEFECT_CORNER:
    return KIOSK_DEFECT_CORNER;
  case DEFECT_COARSE:
    return KIOSK_DEFECT_COARSE;
  case DEFECT_STREAK:
    return KIOSK_DEFECT_STREAK;
  }
  g_assert_not_reached ();
}

static void
take_defect (KioskLeaf *self, const GArray *defects) {
  const Defect *first = defects->len > 0 ? &g_array_index (defects, Defect, 0) : NULL;

  self->defect = first != NULL ? name_defect (first->kind) : KIOSK_DEFECT_NONE;
  self->measure = first != NULL ? (guint) (first->measure + 0.5) : 0;
}

void
kiosk_leaf_update (KioskLeaf *self, const StoredPage *page) {
  self->state = find_state (page);
  take_defect (self, page->defects);
  self->doubts = count_doubts (page);
  g_free (self->type);
  self->type = g_strdup (page->type);
  self->settled = page->type_confidence >= 1.0;
  g_free (self->likeness);
  self->likeness = g_strdup (page->likeness);
  if (self->values != NULL)
    fill_values (self, page);
  for (guint i = PROP_STATE; i <= PROP_DOUBTS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

KioskLeaf *
kiosk_leaf_new (const StoredPage *page, const Catalogue *catalogue, const Vault *vault,
                LeafLoadFunc load, gpointer data) {
  KioskLeaf *self = g_object_new (KIOSK_TYPE_LEAF, NULL);

  self->catalogue = catalogue;
  self->vault = vault;
  self->load = load;
  self->load_data = data;
  self->number = page->page->number;
  self->place = page->place;
  kiosk_leaf_update (self, page);
  return self;
}

guint
kiosk_leaf_get_number (KioskLeaf *self) {
  return self->number;
}

guint
kiosk_leaf_get_place (KioskLeaf *self) {
  return self->place;
}

guint
kiosk_leaf_get_twin (KioskLeaf *self) {
  return self->twin;
}

gboolean
kiosk_leaf_get_let_go (KioskLeaf *self) {
  return self->let_go;
}

gboolean
kiosk_leaf_get_continues (KioskLeaf *self) {
  return self->state == KIOSK_LEAF_READ && self->type == NULL && self->settled;
}

const char *
kiosk_leaf_get_likeness (KioskLeaf *self) {
  return self->likeness;
}

void
kiosk_leaf_set_place (KioskLeaf *self, guint place) {
  self->place = place;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLACE]);
}

void
kiosk_leaf_set_twin (KioskLeaf *self, guint number) {
  self->twin = number;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TWIN]);
}

void
kiosk_leaf_set_let_go (KioskLeaf *self, gboolean let_go) {
  self->let_go = let_go;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LET_GO]);
}

KioskLeafState
kiosk_leaf_get_state (KioskLeaf *self) {
  return self->state;
}

const char *
kiosk_leaf_get_type_key (KioskLeaf *self) {
  return self->type;
}

const char *
kiosk_leaf_get_type_label (KioskLeaf *self) {
  const PaperType *type = catalogue_get_paper_type (self->catalogue, self->type);

  return type != NULL ? type->name : "";
}

guint
kiosk_leaf_get_doubts (KioskLeaf *self) {
  return self->doubts;
}

GListModel *
kiosk_leaf_get_values (KioskLeaf *self) {
  g_autoptr (StoredPage) page = NULL;

  if (self->values == NULL) {
    self->values = g_list_store_new (KIOSK_TYPE_VALUE);
    page = self->load (self->number, self->load_data);
    if (page != NULL)
      fill_values (self, page);
  }
  return G_LIST_MODEL (self->values);
}

void
kiosk_leaf_set_by_person (KioskLeaf *self, const char *name, const char *text) {
  GListModel *values = kiosk_leaf_get_values (self);

  self->doubts = 0;
  for (guint i = 0; i < g_list_model_get_n_items (values); i++) {
    g_autoptr (KioskValue) value = g_list_model_get_item (values, i);

    if (g_str_equal (kiosk_value_get_name (value), name))
      kiosk_value_set_by_person (value, text);
    self->doubts += kiosk_value_get_doubtful (value);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOUBTS]);
}

KioskDefect
kiosk_leaf_get_defect (KioskLeaf *self, guint *measure) {
  *measure = self->measure;
  return self->defect;
}

GBytes *
kiosk_leaf_load_preview (KioskLeaf *self, guint *width_px, guint *height_px,
                         guint *stride_bytes, GError **error) {
  g_autofree char *name = page_file_dup (self->number, "rgb");
  g_autoptr (GBytes) bytes = NULL;
  guint32 header[4];

  if (!vault_has (self->vault, name))
    return NULL;
  bytes = vault_load (self->vault, name, LIMIT_FRAME_BYTES, error);
  if (bytes == NULL)
    return NULL;
  if (g_bytes_get_size (bytes) >= PREVIEW_HEADER_BYTES)
    memcpy (header, g_bytes_get_data (bytes, NULL), sizeof header);
  if (g_bytes_get_size (bytes) < PREVIEW_HEADER_BYTES || header[3] != 3
      || (guint64) header[2] * header[1]
             != g_bytes_get_size (bytes) - PREVIEW_HEADER_BYTES
      || header[2] < (guint64) header[0] * 3) {
    g_set_error (error, FAULT, FAULT_STORAGE, "%s is not a preview", name);
    return NULL;
  }
  *width_px = header[0];
  *height_px = header[1];
  *stride_bytes = header[2];
  return g_bytes_new_from_bytes (bytes, PREVIEW_HEADER_BYTES,
                                 g_bytes_get_size (bytes) - PREVIEW_HEADER_BYTES);
}
