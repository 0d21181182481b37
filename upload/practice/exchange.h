/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/desk.h"
#include "upload/practice/ledger.h"
#include "upload/practice/trouble.h"

/* The HTTPS side of the practice portal, on the default main context: lets in who shows
 * the client certificate and what the desk wants to see, takes the body of each request to
 * disk, asks the desk, plays the troubles and keeps the ledger. */
typedef struct Exchange Exchange;

typedef struct {
  const char *folder;  /* holds ca.pem, server.pem, server.key; takes bodies on the way */
  const char *address; /* IP literal */
  guint port;          /* 0: a free one */
  guint page_port; /* of the page for browsers, plain http on 127.0.0.1; 0: a free one */
  Desk *desk;      /* borrowed, as the next two */
  Ledger *ledger;
  TroubleList *troubles;
  void (*on_fault) (const GError *fault, gpointer data); /* it must not go on */
  gpointer data;
} ExchangeOptions;

/* Begins to listen; @options is copied, what it points to must outlive the exchange.
 * FAULT_CONFIG for the certificates, FAULT_TEMPORARY when the port is taken. */
Exchange *exchange_open (const ExchangeOptions *options,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void exchange_close (Exchange *exchange);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_close)

guint exchange_get_port (const Exchange *exchange);
guint exchange_get_page_port (const Exchange *exchange);
