/* SPDX-License-Identifier: Apache-2.0 */

/* All values are texts, numbers and truth values too; what is not known is "". Times are
 * yyyyMMddHHmmss, Vietnamese time. Lengths are those that a province refuses beyond. */

#include "upload/dvcqgform.h"

#include "config/json.h"
#include "upload/moment.h"

#define SUMMARY_LENGTH 1000 /* characters of TrichYeuHoSo */
#define ID_DIGITS      12   /* of a citizen's number; older ones have 9 */
#define STEP_TEXT      "Đã tiếp nhận và số hóa hồ sơ"
#define MARK           "Dấu kiểm soát: " /* of our audit trail: it has a witness outside */
#define CLERK          "Nhân viên bưu điện"

static const char *
or_empty (const char *text) {
  return text != NULL ? text : "";
}

static void
add_moment (JsonBuilder *builder, const char *name, gint64 time_s) {
  g_autofree char *text = moment_format (time_s, MOMENT_PLAIN);

  json_add_string (builder, name, text);
}

static void
add_pairs (JsonBuilder *builder, const char *const (*pairs)[2], guint count) {
  for (guint i = 0; i < count; i++)
    json_add_string (builder, pairs[i][0], or_empty (pairs[i][1]));
}

static void
add_empty_list (JsonBuilder *builder, const char *name) {
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
}

/* Opens the envelope up to the list "data"; end_list() closes what was opened. */
static JsonBuilder *
begin_list (const DvcqgEnvelope *envelope) {
  JsonBuilder *builder = json_builder_new ();

  if (envelope->session != NULL) {
    json_builder_begin_object (builder);
    json_add_string (builder, "session", envelope->session);
    json_add_string (builder, "madonvi", or_empty (envelope->unit));
    json_add_string (builder, "service", envelope->service);
    if (envelope->updating != NULL)
      json_add_string (builder, "isUpdating", envelope->updating);
    json_builder_set_member_name (builder, "data");
  }
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  return builder;
}

static char *
end_list (const DvcqgEnvelope *envelope, JsonBuilder *builder) {
  char *text;

  json_builder_end_object (builder);
  json_builder_end_array (builder);
  if (envelope->session != NULL)
    json_builder_end_object (builder);
  text = json_format (builder, FALSE);
  g_object_unref (builder);
  return text;
}

/* The address the portal fetches a file from; empty where only the id is known. */
static void
add_paper (JsonBuilder *builder, const Paper *paper, const Filed *filed) {
  const char *const pairs[][2] = {
      {"TepDinhKemId", filed->id},
      {"TenTepDinhKem", paper->file},
      {"IsDeleted", "False"},
      {"MaThanhPhanHoSo", paper->component},
      {"DuongDanTaiTepTin", filed->url},
      {"DuocSoHoa", "1"},
      {"DuocTaiSuDung", "0"},
      {"DuocLayTuKhoDMQG", "0"},
      {"MaKetQuaThayThe", ""},
  };

  json_builder_begin_object (builder);
  add_pairs (builder, pairs, G_N_ELEMENTS (pairs));
  json_builder_end_object (builder);
}

static void
add_owner (JsonBuilder *builder, const Applicant *applicant) {
  const char *number = or_empty (applicant->id_number);

  json_add_string (builder, "SoGiayToChuHoSo", number);
  json_builder_set_member_name (builder, "DinhDanhCHS");
  json_builder_begin_array (builder);
  if (*number != '\0') {
    json_builder_begin_object (builder);
    json_add_string (builder, "LoaiDinhDanh",
                     g_utf8_strlen (number, -1) == ID_DIGITS ? "1" : "2");
    json_add_string (builder, "SoDinhDanh", number);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_what (JsonBuilder *builder, const PortalSettings *settings, const Dossier *dossier) {
  const char *name = or_empty (dossier->procedure_name);
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *summary
      = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), SUMMARY_LENGTH));
  g_autofree char *mark
      = dossier->mark != NULL ? g_strconcat (MARK, dossier->mark, NULL) : NULL;
  const char *const pairs[][2] = {
      {"MaHoSo", dossier->code},
      {"MaTTHC", dossier->procedure},
      {"TenTTHC", name},
      {"MaLinhVuc", NULL},
      {"TenLinhVuc", NULL},
      {"SoBienNhan", dossier->code},
      {"KenhThucHien", settings->channel},
      {"ChuHoSo", dossier->applicant.name},
      {"LoaiDoiTuong", "1"},
      {"MaDoiTuong", NULL},
      {"ThongTinKhac", mark},
      {"Email", NULL},
      {"Fax", NULL},
      {"SoDienThoai", dossier->applicant.phone},
      {"TrichYeuHoSo", summary},
  };

  add_pairs (builder, pairs, G_N_ELEMENTS (pairs));
}

static void
add_state (JsonBuilder *builder, const PortalSettings *settings, const Dossier *dossier,
           const char *status) {
  const char *unit = settings->tendonvi != NULL ? settings->tendonvi : settings->madonvi;
  const char *const pairs[][2] = {
      {"NgayHenTra", NULL},  {"TrangThaiHoSo", status}, {"NgayTra", NULL},
      {"ThongTinTra", NULL}, {"HinhThuc", "0"},         {"NgayKetThucXuLy", NULL},
      {"DonViXuLy", unit},
  };
  const char *const flags[][2] = {
      {"NoiNopHoSo", "2"},
      {"HoSoCoThanhPhanSoHoa", "1"},
      {"TaiKhoanDuocXacThucVoiVNeID", "0"},
      {"DuocThanhToanTrucTuyen", "0"},
      {"NgayTuChoi", NULL},
  };

  add_moment (builder, "NgayTiepNhan", dossier->queued_at);
  add_pairs (builder, pairs, G_N_ELEMENTS (pairs));
  add_owner (builder, &dossier->applicant);
  add_moment (builder, "NgayNopHoSo", dossier->created_at);
  add_pairs (builder, flags, G_N_ELEMENTS (flags));
}

char *
dvcqgform_dossier (const DvcqgEnvelope *envelope, const PortalSettings *settings,
                   const Attempt *attempt, const GPtrArray *filed, const char *status) {
  JsonBuilder *builder = begin_list (envelope);

  add_what (builder, settings, attempt->dossier);
  add_state (builder, settings, attempt->dossier, status);
  json_builder_set_member_name (builder, "TaiLieuNop");
  json_builder_begin_array (builder);
  for (guint i = 0; i < attempt_count_papers (attempt); i++)
    add_paper (builder, attempt_get_paper (attempt, i), g_ptr_array_index (filed, i));
  json_builder_end_array (builder);
  add_empty_list (builder, "DSKetNoiCSDL");
  add_empty_list (builder, "DanhSachLePhi");
  add_empty_list (builder, "DanhSachTepDinhKemKhac");
  add_empty_list (builder, "DanhSachHoSoBoSung");
  add_empty_list (builder, "DanhSachGiayToKetQua");
  return end_list (envelope, builder);
}

char *
dvcqgform_progress (const DvcqgEnvelope *envelope, const PortalSettings *settings,
                    const Attempt *attempt) {
  const Dossier *dossier = attempt->dossier;
  const char *const pairs[][2] = {
      {"MaHoSo", dossier->code},
      {"NguoiXuLy", CLERK},
      {"ChucDanh", CLERK},
      {"PhongBanXuLy",
       settings->tendonvi != NULL ? settings->tendonvi : settings->madonvi},
      {"NoiDungXuLy", STEP_TEXT},
      {"TrangThai", "2"},
      {"NgayKetThucTheoQuyDinh", NULL},
  };
  JsonBuilder *builder = begin_list (envelope);

  add_pairs (builder, pairs, G_N_ELEMENTS (pairs));
  add_moment (builder, "ThoiDiemXuLy", dossier->queued_at);
  add_moment (builder, "NgayBatDau", dossier->created_at);
  return end_list (envelope, builder);
}

char *
dvcqgform_lookup (const DvcqgEnvelope *envelope, const char *number) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (envelope->session != NULL) {
    json_add_string (builder, "session", envelope->session);
    json_add_string (builder, "madonvi", or_empty (envelope->unit));
    json_add_string (builder, "service", envelope->service);
  }
  json_add_string (builder, "mahoso", number);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}
