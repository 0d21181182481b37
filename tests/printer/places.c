/* SPDX-License-Identifier: Apache-2.0 */

/* Communes of the delta and some of elsewhere, in the names of both eras, so that readers
 * meet addresses of two and of three tiers. Houses are invented. */

#include "places.h"

static const Place before_merger[] = {
    {"xã Vị Thắng", "huyện Vị Thủy", "tỉnh Hậu Giang", "093"},
    {"thị trấn Nàng Mau", "huyện Vị Thủy", "tỉnh Hậu Giang", "093"},
    {"phường IV", "thành phố Vị Thanh", "tỉnh Hậu Giang", "093"},
    {"xã Hỏa Tiến", "thành phố Vị Thanh", "tỉnh Hậu Giang", "093"},
    {"phường Lái Hiếu", "thành phố Ngã Bảy", "tỉnh Hậu Giang", "093"},
    {"xã Tân Bình", "huyện Phụng Hiệp", "tỉnh Hậu Giang", "093"},
    {"thị trấn Cây Dương", "huyện Phụng Hiệp", "tỉnh Hậu Giang", "093"},
    {"xã Xà Phiên", "huyện Long Mỹ", "tỉnh Hậu Giang", "093"},
    {"xã Đông Thạnh", "huyện Châu Thành", "tỉnh Hậu Giang", "093"},
    {"thị trấn Một Ngàn", "huyện Châu Thành A", "tỉnh Hậu Giang", "093"},
    {"phường Xuân Khánh", "quận Ninh Kiều", "thành phố Cần Thơ", "092"},
    {"phường Hưng Phú", "quận Cái Răng", "thành phố Cần Thơ", "092"},
    {"xã Viên Bình", "huyện Trần Đề", "tỉnh Sóc Trăng", "094"},
    {"xã Phú Mỹ", "huyện Mỹ Tú", "tỉnh Sóc Trăng", "094"},
    {"xã Tam Ngãi", "huyện Cầu Kè", "tỉnh Trà Vinh", "084"},
    {"xã Định An", "huyện Gò Quao", "tỉnh Kiên Giang", "091"},
    {"xã Bình Hàng Trung", "huyện Cao Lãnh", "tỉnh Đồng Tháp", "087"},
    {"phường Thạch Thang", "quận Hải Châu", "thành phố Đà Nẵng", "048"},
    {"xã Thượng Sơn", "huyện Đô Lương", "tỉnh Nghệ An", "040"},
    {"phường Giáp Bát", "quận Hoàng Mai", "thành phố Hà Nội", "001"},
};

static const Place since_merger[] = {
    {"xã Vị Thủy", NULL, "thành phố Cần Thơ", "093"},
    {"xã Vĩnh Thuận Đông", NULL, "thành phố Cần Thơ", "093"},
    {"xã Vị Thanh 1", NULL, "thành phố Cần Thơ", "093"},
    {"xã Vĩnh Tường", NULL, "thành phố Cần Thơ", "093"},
    {"phường Vị Thanh", NULL, "thành phố Cần Thơ", "093"},
    {"phường Vị Tân", NULL, "thành phố Cần Thơ", "093"},
    {"phường Ngã Bảy", NULL, "thành phố Cần Thơ", "093"},
    {"phường Đại Thành", NULL, "thành phố Cần Thơ", "093"},
    {"xã Phụng Hiệp", NULL, "thành phố Cần Thơ", "093"},
    {"xã Châu Thành", NULL, "thành phố Cần Thơ", "093"},
    {"phường Long Mỹ", NULL, "thành phố Cần Thơ", "093"},
    {"xã Lương Tâm", NULL, "thành phố Cần Thơ", "093"},
    {"phường Ninh Kiều", NULL, "thành phố Cần Thơ", "092"},
    {"phường Cái Răng", NULL, "thành phố Cần Thơ", "092"},
    {"phường Phú Lợi", NULL, "thành phố Cần Thơ", "094"},
    {"xã Trần Đề", NULL, "thành phố Cần Thơ", "094"},
    {"xã Cầu Kè", NULL, "tỉnh Vĩnh Long", "084"},
    {"phường Cao Lãnh", NULL, "tỉnh Đồng Tháp", "087"},
    {"xã Định Hòa", NULL, "tỉnh An Giang", "091"},
    {"phường Hòa Cường", NULL, "thành phố Đà Nẵng", "048"},
    {"xã Quỳnh Phú", NULL, "tỉnh Nghệ An", "040"},
    {"phường Hồng Gai", NULL, "tỉnh Quảng Ninh", "022"},
};

static const char *const streets[] = {
    "Lê Lợi",          "Trần Hưng Đạo", "Nguyễn Huệ",  "Hùng Vương",
    "Võ Văn Kiệt",     "Phạm Ngũ Lão",  "Lý Tự Trọng", "Nguyễn Công Trứ",
    "Đoàn Thị Điểm",   "Châu Văn Liêm", "Ngô Quyền",   "Hoàng Văn Thụ",
    "Trần Ngọc Quế",   "Đồ Chiểu",      "1 tháng 5",   "3 tháng 2",
    "Nguyễn Thái Học", "Lê Thánh Tôn",  NULL,
};

static const char *const hamlets_south[] = {
    "Ấp", "Ấp Mỹ Phú", "Ấp Thạnh Lợi", "Ấp Vĩnh Hòa", NULL,
};
static const char *const hamlets_north[] = {"Thôn", "Xóm", "Khối", NULL};

const Place *
places_pick (Dice *dice, PlacesEra era) {
  switch (era) {
  case PLACES_BEFORE_MERGER:
    return &before_merger[dice_below (dice, G_N_ELEMENTS (before_merger))];
  case PLACES_SINCE_MERGER:
    return &since_merger[dice_below (dice, G_N_ELEMENTS (since_merger))];
  }
  g_assert_not_reached ();
}

char *
places_format (const Place *place) {
  return place->district == NULL
             ? g_strconcat (place->commune, ", ", place->province, NULL)
             : g_strconcat (place->commune, ", ", place->district, ", ", place->province,
                            NULL);
}

/* Number codes below 060 are those of the north and the centre. */
static char *
format_hamlet (const Place *place, Dice *dice) {
  gboolean north = g_ascii_strtoull (place->id_code, NULL, 10) < 60;
  const char *hamlet = dice_pick (dice, north ? hamlets_north : hamlets_south);

  return g_strdup_printf ("%s %d", hamlet, dice_between (dice, 1, 9));
}

static char *
format_door (const Place *place, Dice *dice) {
  const char *street = dice_pick (dice, streets);
  int house = dice_between (dice, 2, 480), behind = dice_between (dice, 1, 40);

  if (g_str_has_prefix (place->commune, "xã"))
    return format_hamlet (place, dice);
  switch (dice_below (dice, 3)) {
  case 0:
    return g_strdup_printf ("Số %d đường %s", house, street);
  case 1:
    return g_strdup_printf ("Số %d%c đường %s", house, 'A' + behind % 3, street);
  default:
    return g_strdup_printf ("Số %d/%d đường %s, khu vực %d", house, behind, street,
                            dice_between (dice, 1, 9));
  }
}

char *
places_format_house (const Place *place, Dice *dice) {
  g_autofree char *door = format_door (place, dice);
  g_autofree char *rest = places_format (place);

  return g_strconcat (door, ", ", rest, NULL);
}
