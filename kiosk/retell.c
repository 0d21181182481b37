/* SPDX-License-Identifier: Apache-2.0 */

/* One line a sentence of upload/; "%" stands for a number that is carried over. A test
 * demands that every sentence of the adapters has its line. */

#include "kiosk/retell.h"

#include <string.h>

static const struct {
  const char *english;
  const char *vietnamese;
} lines[] = {
    {"The program that was sending it ended; it is sent again.",
     "Chương trình gửi đã dừng giữa chừng; hồ sơ được gửi lại."},
    {"A paper is large and waits for the hours in which large files are sent.",
     "Có giấy tờ dung lượng lớn, chờ tới giờ gửi tệp lớn."},
    {"No portal is set for the procedure; a person must set a route.",
     "Thủ tục chưa có cổng nhận; cần đặt [route] trong cấu hình."},
    {"The portal's settings cannot be used; it is tried again later, and the "
     "administrator must look at them.",
     "Cấu hình của cổng không dùng được; sẽ thử lại, quản trị cần xem cấu hình."},
    {"What is kept of the dossier on this kiosk is damaged; a person must look at it.",
     "Dữ liệu hồ sơ trên máy này bị hỏng; cần người xem."},
    {"The dossier's manifest on this kiosk's disk is missing or changed; a person must "
     "look at it.",
     "Bản kê của hồ sơ trên đĩa bị mất hoặc bị đổi; cần người xem."},
    {"A sealed file on this kiosk's disk is missing or changed; a person must look at "
     "it.",
     "Một tệp đã niêm phong trên đĩa bị mất hoặc bị đổi; cần người xem."},
    {"A paper's file could not be read from the disk; it is tried again later.",
     "Không đọc được một tệp từ đĩa; sẽ thử lại."},
    {"What the portal said could not be noted down; nothing more was sent.",
     "Không ghi lại được trả lời của cổng (đĩa đầy?); tạm dừng gửi, sẽ thử lại."},
    {"The portal's name is not known to the network; it is tried again later.",
     "Mạng không biết tên máy chủ của cổng; sẽ thử lại."},
    {"The portal could not be reached; it is tried again later.",
     "Không kết nối được tới cổng; sẽ thử lại."},
    {"The portal did not answer in time; it is asked again under the same key.",
     "Cổng không trả lời kịp; sẽ hỏi lại đúng hồ sơ này, không gửi trùng."},
    {"The connection to the portal broke off; it is asked again under the same key.",
     "Kết nối với cổng bị đứt; sẽ hỏi lại đúng hồ sơ này, không gửi trùng."},
    {"The portal's certificate is made out to another name; nothing was sent, it is "
     "tried again later.",
     "Chứng thư của cổng mang tên máy khác; chưa gửi gì, sẽ thử lại."},
    {"The portal's certificate has expired, or this kiosk's clock is wrong; nothing was "
     "sent, it is tried again later.",
     "Chứng thư của cổng hết hạn, hoặc đồng hồ máy này sai; chưa gửi gì, sẽ thử lại."},
    {"The portal's certificate is not valid yet, or this kiosk's clock is wrong; nothing "
     "was sent, it is tried again later.",
     "Chứng thư của cổng chưa đến ngày hiệu lực, hoặc đồng hồ máy này sai; chưa gửi gì, "
     "sẽ thử lại."},
    {"The portal's certificate is not signed by the configured authority; nothing was "
     "sent, it is tried again later.",
     "Chứng thư của cổng không do đơn vị cấp đã cấu hình ký; chưa gửi gì, sẽ thử lại."},
    {"The portal's certificate has been revoked; nothing was sent, it is tried again "
     "later.",
     "Chứng thư của cổng đã bị thu hồi; chưa gửi gì, sẽ thử lại."},
    {"The portal's certificate has another key than the pinned one; nothing was sent, it "
     "is tried again later.",
     "Khóa của cổng khác khóa đã ghim trong cấu hình; chưa gửi gì, sẽ thử lại."},
    {"A certificate or key of this kiosk cannot be used; nothing was sent, it is tried "
     "again later.",
     "Chứng thư hoặc khóa của máy này không dùng được; chưa gửi gì, sẽ thử lại."},
    {"The portal does not let this kiosk's certificate in; nothing was sent, it is tried "
     "again later.",
     "Cổng không chấp nhận chứng thư của máy này; chưa gửi gì, sẽ thử lại."},
    {"No secure connection to the portal came about (protocol or certificate); nothing "
     "was sent, it is tried again later.",
     "Không lập được kết nối an toàn tới cổng (giao thức hoặc chứng thư); chưa gửi gì, "
     "sẽ thử lại."},
    {"The portal's answer was longer than any answer may be; it is asked again later.",
     "Trả lời của cổng dài bất thường; sẽ hỏi lại."},
    {"Something that is not the portal answered (no JSON); it is asked again later.",
     "Có thứ khác trả lời thay cổng (mạng cần đăng nhập?); sẽ hỏi lại."},
    {"The portal sends us to another address; nothing was sent there, it is asked again "
     "later.",
     "Cổng chuyển sang địa chỉ khác; không gửi gì tới đó, sẽ hỏi lại."},
    {"The portal cannot take it now (HTTP %); it is asked again later.",
     "Cổng đang bận hoặc lỗi (HTTP %); sẽ hỏi lại."},
    {"The portal cannot take it now (code %); it is asked again later.",
     "Cổng đang bận hoặc lỗi (mã %); sẽ hỏi lại."},
    {"The portal refused the request (HTTP %); a person must look at it.",
     "Cổng từ chối (HTTP %); cần người xem."},
    {"The portal refused the message (code %); a person must look at it.",
     "Cổng từ chối thông tin hồ sơ (mã %); cần người xem."},
    {"The portal does not let us in (code %); a person must look at it.",
     "Cổng không cho đăng nhập (mã %); cần quản trị xem tài khoản."},
    {"The portal let us in without a token or session; it is asked again later.",
     "Cổng cho vào nhưng không cấp phiên làm việc; sẽ hỏi lại."},
    {"The portal did not give the file back; it is asked again later.",
     "Cổng chưa cho đọc lại tệp để đối chiếu; sẽ hỏi lại."},
    {"The portal's answer lacks what it must say; it is asked again later.",
     "Trả lời của cổng thiếu thông tin; sẽ hỏi lại."},
    {"The portal gave a number that cannot be one; a person must look at it.",
     "Cổng cấp mã số không hợp lệ; cần người xem."},
    {"The portal knows the dossier under another number than before; a person must look "
     "at it.",
     "Cổng nêu mã số khác lần trước cho hồ sơ này; cần người xem."},
    {"The portal says it holds other bytes than were sent; a person must look at it.",
     "Cổng báo tệp khác với tệp đã gửi; cần người xem."},
    {"The portal holds other bytes than were sent; a person must look at it.",
     "Tệp trên cổng khác với tệp đã gửi; cần người xem."},
    {"The portal answered with another dossier, or with several; a person must look at "
     "it.",
     "Cổng trả lời về hồ sơ khác, hoặc nhiều hồ sơ; cần người xem."},
    {"The portal answered with another dossier; a person must look at it.",
     "Cổng trả lời về một hồ sơ khác; cần người xem."},
    {"The portal asks for more papers or for payment; a person must look at it.",
     "Cổng yêu cầu bổ sung giấy tờ hoặc nộp phí; cần người xem."},
    {"The portal has turned the dossier away or asks for more papers; a person must look "
     "at it.",
     "Cổng trả lại hồ sơ hoặc yêu cầu bổ sung; cần người xem."},
    {"The portal has turned the dossier away or asks for more; a person must look at it.",
     "Cổng trả lại hồ sơ hoặc yêu cầu bổ sung; cần người xem."},
    {"The portal has turned the dossier away; a person must look at it.",
     "Cổng trả lại hồ sơ; cần người xem."},
    {"The portal has taken the dossier, but does not show it yet; it is asked again "
     "later.",
     "Cổng đã nhận nhưng chưa tra cứu thấy; sẽ hỏi lại."},
    {"The portal has the dossier, but has not taken it in yet; it is asked again later.",
     "Cổng có hồ sơ nhưng chưa tiếp nhận; sẽ hỏi lại."},
    {"The portal has taken the dossier, but has not shown that it holds exactly our "
     "files; a person must look at it.",
     "Cổng đã nhận nhưng không chứng minh giữ đúng các tệp đã gửi; cần người xem."},
    {"The portal no longer knows the dossier; a person must look at it.",
     "Cổng không còn hồ sơ này; cần người xem."},
    {"The portal does not know the procedure; a person must look at it.",
     "Cổng không có thủ tục này; cần người xem."},
    {"The portal has several dossiers under one number; a person must look at it.",
     "Cổng có nhiều hồ sơ cùng một mã; cần người xem."},
    {"The portal has several dossiers under one key; a person must look at it.",
     "Cổng có nhiều hồ sơ cùng một khóa; cần người xem."},
    {"The portal already has a dossier under the number that it gave us; a person must "
     "look at it.",
     "Mã số cổng vừa cấp đã có hồ sơ khác dùng; cần người xem."},
    {"The portal already has a dossier under our code that is not ours; a person must "
     "look at it.",
     "Mã hồ sơ của ta đã có hồ sơ khác dùng trên cổng; cần người xem."},
    {"The portal's dossier holds other files than were sent; a person must look at it.",
     "Hồ sơ trên cổng chứa tệp khác với đã gửi; cần người xem."},
    {"The portal's dossier holds a file that is not ours; a person must look at it.",
     "Hồ sơ trên cổng có tệp không phải của ta; cần người xem."},
    {"The portal's dossier lacks a file that was sent; a person must look at it.",
     "Hồ sơ trên cổng thiếu tệp đã gửi; cần người xem."},
    {"The portal's dossier was submitted without all of its files; a person must look at "
     "it.",
     "Hồ sơ trên cổng đã nộp khi chưa đủ tệp; cần người xem."},
    {"A file of ours was removed, doubled or changed at the portal; a person must look "
     "at it.",
     "Một tệp trên cổng bị xóa, bị trùng hoặc bị đổi; cần người xem."},
    {"A file is longer than the portal takes; a person must look at it.",
     "Có tệp dài hơn mức cổng nhận; cần người xem."},
    {"The portal is still busy with an earlier part of the file; it is tried again "
     "later.",
     "Cổng còn đang xử lý phần trước của tệp; sẽ thử lại."},
    {"The portal keeps the file under another digest; a person must look at it.",
     "Cổng giữ tệp với mã băm khác; cần người xem."},
    {"The portal lost or miscounted an upload again and again; a person must look at it.",
     "Cổng nhiều lần làm mất hoặc đếm sai tệp tải lên; cần người xem."},
    {"The portal received other bytes than were sent, again and again; it is tried again "
     "later.",
     "Cổng nhiều lần nhận sai dữ liệu; sẽ thử lại."},
    {"The portal wants the file to go to another host or without encryption; a person "
     "must look at it.",
     "Cổng đòi gửi tệp tới máy khác hoặc không mã hóa; cần người xem."},
};

/* The number of @answer at the "%" of @pattern, in *@number (caller frees; NULL where the
 * pattern has none); FALSE when it says something else. */
static gboolean
match (const char *pattern, const char *answer, char **number) {
  const char *place = strchr (pattern, '%');
  gsize before = place != NULL ? (gsize) (place - pattern) : 0, digits;

  *number = NULL;
  if (place == NULL)
    return g_str_equal (pattern, answer);
  if (strncmp (pattern, answer, before) != 0)
    return FALSE;
  digits = strspn (answer + before, "-0123456789");
  if (digits == 0 || !g_str_equal (answer + before + digits, place + 1))
    return FALSE;
  *number = g_strndup (answer + before, digits);
  return TRUE;
}

char *
retell (const char *answer) {
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *number = NULL;
    g_autoptr (GString) text = NULL;

    if (!match (lines[i].english, answer, &number))
      continue;
    text = g_string_new (lines[i].vietnamese);
    if (number != NULL)
      g_string_replace (text, "%", number, 0);
    return g_string_free (g_steal_pointer (&text), FALSE);
  }
  return g_strdup (answer);
}
