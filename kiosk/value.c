/* SPDX-License-Identifier: Apache-2.0 */

/* A value is made from what the store knows and changes only when the store has changed;
 * the screen asks the intake to correct it. */

#include "kiosk/valuestate.h"

struct _KioskValue {
  GObject parent;
  char *name;
  char *label;
  char *text;
  double confidence;
  FieldSource source;
  double place[4]; /* left, top, right, bottom in parts of the page */
  gboolean has_place;
};

enum {
  PROP_NAME = 1,
  PROP_LABEL,
  PROP_TEXT,
  PROP_DOUBTFUL,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (KioskValue, kiosk_value, G_TYPE_OBJECT)

static void
kiosk_value_finalize (GObject *object) {
  KioskValue *self = KIOSK_VALUE (object);

  g_free (self->name);
  g_free (self->label);
  g_free (self->text);
  G_OBJECT_CLASS (kiosk_value_parent_class)->finalize (object);
}

static void
kiosk_value_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec) {
  KioskValue *self = KIOSK_VALUE (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_LABEL:
    g_value_set_string (value, self->label);
    break;
  case PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  case PROP_DOUBTFUL:
    g_value_set_boolean (value, kiosk_value_get_doubtful (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
kiosk_value_class_init (KioskValueClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kiosk_value_finalize;
  object_class->get_property = kiosk_value_get_property;
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_DOUBTFUL] = g_param_spec_boolean ("doubtful", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
kiosk_value_init (KioskValue *self) {
}

KioskValue *
kiosk_value_new (const Field *field, const char *label, guint width_px, guint height_px) {
  KioskValue *self = g_object_new (KIOSK_TYPE_VALUE, NULL);
  const Box *box = &field->box;

  self->name = g_strdup (field->name);
  self->label = g_strdup (label);
  self->text = g_strdup (field->value);
  self->confidence = field->confidence;
  self->source = field->source;
  self->has_place
      = width_px > 0 && height_px > 0 && box->right > box->left && box->bottom > box->top;
  if (self->has_place) {
    self->place[0] = (double) box->left / width_px;
    self->place[1] = (double) box->top / height_px;
    self->place[2] = (double) box->right / width_px;
    self->place[3] = (double) box->bottom / height_px;
  }
  return self;
}

void
kiosk_value_set_by_person (KioskValue *self, const char *text) {
  g_free (self->text);
  self->text = g_strdup (text);
  self->confidence = 1;
  self->source = FIELD_PERSON;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TEXT]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOUBTFUL]);
}

const char *
kiosk_value_get_name (KioskValue *self) {
  return self->name;
}

const char *
kiosk_value_get_label (KioskValue *self) {
  return self->label;
}

const char *
kiosk_value_get_text (KioskValue *self) {
  return self->text;
}

gboolean
kiosk_value_get_doubtful (KioskValue *self) {
  return self->confidence < FIELD_SURE;
}

const char *
kiosk_value_get_source_label (KioskValue *self) {
  switch (self->source) {
  case FIELD_OCR:
    return "đọc từ giấy";
  case FIELD_QR:
    return "mã QR";
  case FIELD_MRZ:
    return "dòng MRZ";
  case FIELD_PERSON:
    return "người nhập";
  }
  g_assert_not_reached ();
}

gboolean
kiosk_value_get_place (KioskValue *self, double *left, double *top, double *right,
                       double *bottom) {
  *left = self->place[0];
  *top = self->place[1];
  *right = self->place[2];
  *bottom = self->place[3];
  return self->has_place;
}
