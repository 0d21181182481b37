/* SPDX-License-Identifier: Apache-2.0 */

/* Kinds of owner and times have meanings and forms of their own here: 0 is a citizen, times
 * of the dossier are written with blanks, those inside the applicant's details without,
 * those of progress as ISO 8601. */

#include "upload/sixstepform.h"

#include "config/json.h"
#include "upload/moment.h"

#define CITIZEN       0
#define ORIGINAL      0
#define COPY          1
#define RECEIVED      2
#define OTHER         "KHAC" /* a paper that stands for no component */
#define STEP_TEXT     "Đã tiếp nhận và số hóa hồ sơ"
#define CLERK         "Nhân viên bưu điện"
#define ONLINE_SUFFIX ".01" /* of a procedure's online service */

static const char *
or_empty (const char *text) {
  return text != NULL ? text : "";
}

static void
add_moment (JsonBuilder *builder, const char *name, gint64 time_s, const char *format) {
  g_autofree char *text = moment_format (time_s, format);

  json_add_string (builder, name, text);
}

static const char *
get_component (const Paper *paper) {
  return paper->component != NULL ? paper->component : OTHER;
}

static void
add_file (JsonBuilder *builder, const Paper *paper, const Filed *filed) {
  json_builder_begin_object (builder);
  json_add_string (builder, "IdGiayTo", filed->id);
  json_add_string (builder, "MaKetQua", "");
  json_add_string (builder, "TenGiayTo", paper->file);
  json_add_string (builder, "HashTepTin", or_empty (filed->hash));
  json_builder_end_object (builder);
}

/* One component with all of its papers, unless an earlier paper was of it. */
static void
add_component (JsonBuilder *builder, const Attempt *attempt, guint first,
               const GPtrArray *filed) {
  const Paper *paper = attempt_get_paper (attempt, first);
  const char *component = get_component (paper);
  guint count = 0;

  for (guint i = 0; i < first; i++) {
    if (g_str_equal (get_component (attempt_get_paper (attempt, i)), component))
      return;
  }
  json_builder_begin_object (builder);
  json_add_string (builder, "MaThanhPhanHoSo", component);
  json_add_string (builder, "TenThanhPhanHoSo", or_empty (paper->title));
  json_add_int (builder, "LoaiBan", paper->original ? ORIGINAL : COPY);
  json_builder_set_member_name (builder, "GiayToDinhKem");
  json_builder_begin_array (builder);
  for (guint i = first; i < attempt_count_papers (attempt); i++) {
    const Paper *other = attempt_get_paper (attempt, i);

    if (!g_str_equal (get_component (other), component))
      continue;
    add_file (builder, other, g_ptr_array_index (filed, i));
    count++;
  }
  json_builder_end_array (builder);
  json_add_int (builder, "SoLuong", count);
  json_builder_end_object (builder);
}

static void
add_applicant (JsonBuilder *builder, const Applicant *applicant) {
  const char *const pairs[][2] = {
      {"TenNguoiNop", applicant->name},
      {"SoDinhDanh", applicant->id_number},
      {"NgayCapDinhDanh", NULL},
      {"NgaySinh", NULL},
      {"SoDienThoai", applicant->phone},
      {"Email", NULL},
      {"Fax", NULL},
      {"MaTinh", NULL},
      {"MaHuyen", NULL},
      {"MaXa", NULL},
      {"DiaChiChiTiet", applicant->address},
      {"TenChuHs", applicant->name},
      {"SoDinhDanhChuHs", applicant->id_number},
      {"MaTinhChuHs", NULL},
      {"MaXaChuHs", NULL},
      {"DiaChiChiTietChuHs", applicant->address},
  };

  json_builder_set_member_name (builder, "ThongTinNguoiNop");
  json_builder_begin_object (builder);
  json_add_int (builder, "LoaiDoiTuong", CITIZEN);
  json_add_string (builder, "IdDoiTuong", "");
  json_builder_set_member_name (builder, "ThongTinChiTiet");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    json_add_string (builder, pairs[i][0], or_empty (pairs[i][1]));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

char *
sixstepform_create (const Attempt *attempt, const char *number, const char *unit,
                    const GPtrArray *filed) {
  const Dossier *dossier = attempt->dossier;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *service = g_strconcat (dossier->procedure, ONLINE_SUFFIX, NULL);

  json_builder_begin_object (builder);
  json_add_string (builder, "MaHoSo", number);
  json_add_string (builder, "MaTTHC", dossier->procedure);
  json_add_string (builder, "MaDichVuCong", service);
  json_add_string (builder, "ChuHoSo", or_empty (dossier->applicant.name));
  json_add_int (builder, "LoaiDoiTuong", CITIZEN);
  json_add_string (builder, "MaDonViTiepNhan", or_empty (unit));
  add_moment (builder, "NgayNop", dossier->created_at, MOMENT_SPACED);
  add_moment (builder, "NgayTiepNhan", dossier->queued_at, MOMENT_SPACED);
  json_builder_set_member_name (builder, "EformThongTinChiTiet");
  json_builder_begin_object (builder);
  if (dossier->mark != NULL) /* of our audit trail: so it has a witness outside */
    json_add_string (builder, "DauKiemSoat", dossier->mark);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "ThanhPhanHoSo");
  json_builder_begin_array (builder);
  for (guint i = 0; i < attempt_count_papers (attempt); i++)
    add_component (builder, attempt, i, filed);
  json_builder_end_array (builder);
  add_applicant (builder, &dossier->applicant);
  json_builder_end_object (builder);
  return json_format (builder, FALSE);
}

char *
sixstepform_progress (const Attempt *attempt, const char *number, const char *unit,
                      const char *unit_name) {
  const Dossier *dossier = attempt->dossier;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_add_string (builder, "IDHoSo", or_empty (attempt->answer->portal_id));
  json_add_string (builder, "MaHoSo", number);
  json_add_string (builder, "NguoiXuLy", CLERK);
  add_moment (builder, "ThoiDiemXuLy", dossier->queued_at, MOMENT_ISO);
  json_add_string (builder, "PhongBanXuLy", unit_name != NULL ? unit_name : unit);
  json_add_string (builder, "NoiDungXuLy", STEP_TEXT);
  json_add_int (builder, "TrangThai", RECEIVED);
  add_moment (builder, "NgayBatDau", dossier->created_at, MOMENT_ISO);
  json_add_string (builder, "NgayKetThucTheoQuyDinh", "");
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  return json_format (builder, FALSE);
}

char *
sixstepform_status (const Attempt *attempt, const char *number, const char *unit_name) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_add_string (builder, "IdHoSo", or_empty (attempt->answer->portal_id));
  json_add_string (builder, "MaHoSo", number);
  json_add_int (builder, "TrangThai", RECEIVED);
  json_add_string (builder, "NoiDungYKien", "");
  json_add_string (builder, "PhongBanXuLy", or_empty (unit_name));
  json_add_string (builder, "NoiDungXuLy", STEP_TEXT);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  return json_format (builder, FALSE);
}
