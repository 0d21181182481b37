/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"
#include "kiosk/leaf.h"
#include "upload/store.h"

/* What only the conductor may do with a page; screens include kiosk/leaf.h. */

/* Gives the page's values when a screen first asks for them; a pages' values are not kept
 * for nobody. The array holds StoredPage fields. */
typedef StoredPage *(*LeafLoadFunc) (guint number, gpointer data);

/* @catalogue and @vault (of the dossier) outlive the leaf; @load is called with @data,
 * which outlives it too. */
KioskLeaf *kiosk_leaf_new (const StoredPage *page, const Catalogue *catalogue,
                           const Vault *vault, LeafLoadFunc load,
                           gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* The store knows more of the page now. */
void kiosk_leaf_update (KioskLeaf *self, const StoredPage *page);

/* The store has taken a person's word on the value @name. */
void kiosk_leaf_set_by_person (KioskLeaf *self, const char *name, const char *text);

void kiosk_leaf_set_place (KioskLeaf *self, guint place);
void kiosk_leaf_set_twin (KioskLeaf *self, guint number);
void kiosk_leaf_set_let_go (KioskLeaf *self, gboolean let_go);

/* See ocr/likeness.h; borrowed, NULL while unread. */
const char *kiosk_leaf_get_likeness (KioskLeaf *self);
