/* SPDX-License-Identifier: Apache-2.0 */

/* Whoever stands before a scanner that does not scan gets one sentence and one thing to do,
 * never a status code. The words stand beside each other, so that neither language is
 * forgotten when a state is added. */

#include "scan/health.h"

static const HealthWords words[] = {
    [HEALTH_OK] = {"ok", "The scanner is ready.", "Put the paper in and scan.",
                   "Máy quét sẵn sàng.", "Đặt giấy vào và quét."},
    [HEALTH_BUSY] = {"busy", "The scanner is in use by another program.",
                     "Close that program, or wait, then look again.",
                     "Máy quét đang được chương trình khác dùng.",
                     "Đóng chương trình đó hoặc chờ, rồi tìm lại."},
    [HEALTH_DENIED] = {"denied", "This account may not use the scanner.",
                       "Ask the administrator to add it to the group \"scanner\".",
                       "Tài khoản này không được phép dùng máy quét.",
                       "Nhờ quản trị viên thêm tài khoản này vào nhóm \"scanner\"."},
    [HEALTH_OFF]
    = {"off", "The scanner does not answer over the network.",
       "Switch it on, check its network cable, then look again.",
       "Máy quét không trả lời qua mạng.", "Bật máy, xem lại dây mạng, rồi tìm lại."},
    [HEALTH_GONE]
    = {"gone", "The scanner is not there.",
       "Switch it on and plug it in, or choose another one, then look again.",
       "Không thấy máy quét này.",
       "Bật máy và cắm dây, hoặc chọn máy khác, rồi tìm lại."},
    [HEALTH_NO_DRIVER]
    = {"no-driver", "This computer has no driver for the scanner.",
       "Ask the administrator to install it, or choose another scanner.",
       "Máy tính này chưa có trình điều khiển của máy quét.",
       "Nhờ quản trị viên cài trình điều khiển, hoặc chọn máy khác."},
    [HEALTH_SILENT] = {"silent", "The scanner's driver does not answer.",
                       "Switch the scanner off and on, then look again.",
                       "Trình điều khiển của máy quét không trả lời.",
                       "Tắt máy quét rồi bật lại, sau đó tìm lại."},
};

const HealthWords *
health_get_words (Health health) {
  return &words[health];
}
