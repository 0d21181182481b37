/* SPDX-License-Identifier: Apache-2.0 */

/* All that differs between the desk of a clerk, that of a supervisor and the machine a
 * citizen stands in front of is which screens follow one another. So that is a table: a
 * screen more is a row here and a class under UiScreen, and the window knows none of them. */

#include "ui/flow.h"

#include "ui/answer-screen.h"
#include "ui/choose-screen.h"
#include "ui/consent-screen.h"
#include "ui/devices-screen.h"
#include "ui/dossier-screen.h"
#include "ui/farewell-screen.h"
#include "ui/guide-screen.h"
#include "ui/keys-screen.h"
#include "ui/let-go-screen.h"
#include "ui/pair-screen.h"
#include "ui/plan-screen.h"
#include "ui/queue-screen.h"
#include "ui/review-screen.h"
#include "ui/scan-screen.h"
#include "ui/service-screen.h"
#include "ui/sign-in-screen.h"
#include "ui/sort-screen.h"
#include "ui/submit-screen.h"
#include "ui/welcome-screen.h"

#include <glib/gi18n.h>

static const FlowScreen sign_in[] = {
    {NULL, N_ ("Đăng nhập"), ui_sign_in_screen_get_type},
};

static const FlowScreen clerk[] = {
    {NULL, N_ ("Thủ tục"), ui_choose_screen_get_type},
    {NULL, N_ ("Quét"), ui_scan_screen_get_type},
    {NULL, N_ ("Kiểm tra"), ui_review_screen_get_type},
    {NULL, N_ ("Gửi"), ui_submit_screen_get_type},
};

static const FlowScreen supervisor[] = {
    {NULL, N_ ("Hàng đợi"), ui_queue_screen_get_type},
};

/* Shown by hall.c, in a frame of their own. */
static const FlowScreen citizen[] = {
    {NULL, N_ ("Bắt đầu"), ui_welcome_screen_get_type},
    {NULL, N_ ("Việc cần làm"), ui_service_screen_get_type},
    {NULL, N_ ("Đồng ý"), ui_consent_screen_get_type},
    {NULL, N_ ("Quét giấy tờ"), ui_guide_screen_get_type},
    {NULL, N_ ("Xem lại"), ui_answer_screen_get_type},
    {NULL, N_ ("Nộp hồ sơ"), ui_farewell_screen_get_type},
};

static const FlowScreen detours[] = {
    {"devices", N_ ("Máy quét"), ui_devices_screen_get_type},
    {"dossier", N_ ("Hồ sơ"), ui_dossier_screen_get_type},
    {"keys", N_ ("Phím tắt và hiển thị"), ui_keys_screen_get_type},
    {"let-go", N_ ("Cho qua một trang"), ui_let_go_screen_get_type},
    {"pair", N_ ("Hai trang giống nhau"), ui_pair_screen_get_type},
    {"plan", N_ ("Cách quét"), ui_plan_screen_get_type},
    {"sort", N_ ("Loại giấy"), ui_sort_screen_get_type},
};

static const struct {
  const FlowScreen *steps;
  guint count;
} flows[] = {
    [FLOW_SIGN_IN] = {sign_in, G_N_ELEMENTS (sign_in)},
    [FLOW_CLERK] = {clerk, G_N_ELEMENTS (clerk)},
    [FLOW_SUPERVISOR] = {supervisor, G_N_ELEMENTS (supervisor)},
    [FLOW_CITIZEN] = {citizen, G_N_ELEMENTS (citizen)},
};

FlowKind
flow_get_of_role (KioskRole role) {
  switch (role) {
  case KIOSK_ROLE_CLERK:
  case KIOSK_ROLE_TECHNICIAN:
    return FLOW_CLERK;
  case KIOSK_ROLE_SUPERVISOR:
    return FLOW_SUPERVISOR;
  case KIOSK_ROLE_CITIZEN:
    return FLOW_CITIZEN;
  }
  g_assert_not_reached ();
}

const FlowScreen *
flow_get_steps (FlowKind kind, guint *count) {
  *count = flows[kind].count;
  return flows[kind].steps;
}

const FlowScreen *
flow_get_detours (guint *count) {
  *count = G_N_ELEMENTS (detours);
  return detours;
}
