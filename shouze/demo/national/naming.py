"""Names, places and codes of what does not exist: plainly invented, and right in form.

Each firm's name holds a word (示例, 虚构, 演示) by which everybody sees that it is invented; the credit
codes are right by GB 32100 and read …MGEN….
"""

from dataclasses import dataclass
from typing import Final

from shouze.resources.organisations.identifiers import organisation_check_character, uscc_check_character

#: per cent of the firms, the towns with their divisions, longitude and latitude
PROVINCES: Final[tuple[tuple[str, str, float, tuple[tuple[str, str, str, float, float], ...]], ...]] = (
    ("广东省", "Guangdong", 27.0, (
        ("深圳市", "Shenzhen", "440300", 114.06, 22.54), ("佛山市", "Foshan", "440600", 113.12, 23.02),
        ("东莞市", "Dongguan", "441900", 113.75, 23.02), ("中山市", "Zhongshan", "442000", 113.39, 22.52),
        ("广州市", "Guangzhou", "440100", 113.26, 23.13), ("惠州市", "Huizhou", "441300", 114.42, 23.11),
        ("江门市", "Jiangmen", "440700", 113.08, 22.58), ("珠海市", "Zhuhai", "440400", 113.58, 22.27))),
    ("浙江省", "Zhejiang", 20.0, (
        ("宁波市", "Ningbo", "330200", 121.55, 29.87), ("杭州市", "Hangzhou", "330100", 120.16, 30.27),
        ("温州市", "Wenzhou", "330300", 120.70, 28.00), ("台州市", "Taizhou", "331000", 121.42, 28.66),
        ("金华市", "Jinhua", "330700", 119.65, 29.08), ("嘉兴市", "Jiaxing", "330400", 120.76, 30.75),
        ("绍兴市", "Shaoxing", "330600", 120.58, 30.01))),
    ("江苏省", "Jiangsu", 14.0, (
        ("苏州市", "Suzhou", "320500", 120.59, 31.30), ("无锡市", "Wuxi", "320200", 120.31, 31.49),
        ("常州市", "Changzhou", "320400", 119.97, 31.81), ("南京市", "Nanjing", "320100", 118.80, 32.06),
        ("南通市", "Nantong", "320600", 120.89, 31.98))),
    ("山东省", "Shandong", 6.5, (
        ("青岛市", "Qingdao", "370200", 120.38, 36.07), ("济南市", "Jinan", "370100", 117.12, 36.65),
        ("潍坊市", "Weifang", "370700", 119.16, 36.71))),
    ("福建省", "Fujian", 4.5, (
        ("厦门市", "Xiamen", "350200", 118.09, 24.48), ("福州市", "Fuzhou", "350100", 119.30, 26.08),
        ("泉州市", "Quanzhou", "350500", 118.68, 24.87))),
    ("上海市", "Shanghai", 4.5, (("", "Shanghai", "310115", 121.54, 31.22),)),
    ("安徽省", "Anhui", 4.0, (
        ("合肥市", "Hefei", "340100", 117.23, 31.82), ("芜湖市", "Wuhu", "340200", 118.43, 31.35),
        ("滁州市", "Chuzhou", "341100", 118.32, 32.30))),
    ("河北省", "Hebei", 3.0, (
        ("石家庄市", "Shijiazhuang", "130100", 114.51, 38.04),
        ("保定市", "Baoding", "130600", 115.46, 38.87))),
    ("河南省", "Henan", 2.5, (
        ("郑州市", "Zhengzhou", "410100", 113.63, 34.75), ("新乡市", "Xinxiang", "410700", 113.93, 35.30))),
    ("天津市", "Tianjin", 2.5, (("", "Tianjin", "120114", 117.04, 39.38),)),
    ("北京市", "Beijing", 2.0, (("", "Beijing", "110115", 116.34, 39.73),)),
    ("湖北省", "Hubei", 2.0, (("武汉市", "Wuhan", "420100", 114.31, 30.59),)),
    ("四川省", "Sichuan", 1.8, (
        ("成都市", "Chengdu", "510100", 104.07, 30.57), ("绵阳市", "Mianyang", "510700", 104.68, 31.47))),
    ("湖南省", "Hunan", 1.4, (("长沙市", "Changsha", "430100", 112.94, 28.23),)),
    ("江西省", "Jiangxi", 1.3, (("南昌市", "Nanchang", "360100", 115.86, 28.68),)),
    ("重庆市", "Chongqing", 1.2, (("", "Chongqing", "500112", 106.63, 29.72),)),
    ("辽宁省", "Liaoning", 0.8, (("大连市", "Dalian", "210200", 121.61, 38.91),)),
    ("陕西省", "Shaanxi", 0.5, (("西安市", "Xi'an", "610100", 108.94, 34.34),)),
    ("广西壮族自治区", "Guangxi", 0.5, (("南宁市", "Nanning", "450100", 108.37, 22.82),)),
)  # fmt: skip
#: (Chinese, English, industry by GB/T 4754) words of a trade, by the trade's name
TRADES: Final = {
    "appliances": (("电器", "Appliance", "3854"), ("家用电器", "Home Appliance", "3854"),
                   ("厨电", "Kitchen", "3854"),
                   ("小家电", "Small Appliance", "3854"), ("智能家居", "Smart Home", "3859")),
    "electronics": (("电子", "Electronics", "3919"), ("数码", "Digital", "3912"),
                    ("信息技术", "Information", "3911"),
                    ("电源科技", "Power", "3912"), ("显示技术", "Display", "3951")),
    "lithium": (("电池", "Battery", "3841"), ("新能源", "New Energy", "3841"),
                ("储能科技", "Storage", "3841")),
    "bicycles": (("电动车", "Electric Bicycle", "3770"), ("车业", "Cycle", "3770")),
    "gas": (("燃气具", "Gas Appliance", "3861"), ("燃气设备", "Gas Equipment", "3861")),
}  # fmt: skip
INVENTED: Final = (("示例", "Example"), ("虚构", "Fictional"), ("演示", "Demo"))
_FIRST: Final = tuple(
    "宏 Hong,泰 Tai,嘉 Jia,瑞 Rui,盛 Sheng,华 Hua,鑫 Xin,恒 Heng,安 An,创 Chuang,博 Bo,科 Ke,荣 Rong,立 Li,"
    "卓 Zhuo,远 Yuan,金 Jin,海 Hai,凯 Kai,佳 Jia,欧 Ou,康 Kang,明 Ming,启 Qi".split(",")
)
_SECOND: Final = tuple(
    "达 da,丰 feng,源 yuan,峰 feng,利 li,兴 xing,润 run,捷 jie,伦 lun,特 te,宝 bao,尔 er,美 mei,信 xin,"
    "诚 cheng,通 tong,扬 yang,威 wei,朗 lang,悦 yue,晟 sheng,睿 rui,航 hang,森 sen".split(",")
)
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程魏苏吕丁任沈姚卢"
)
_GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉力健俊帆雪玲"
    "宁浩凯琳欣怡晨宇博轩子涵建国志海云峰婷倩瑶岩松柏"
)
_FORMS: Final = (
    ("有限公司", "Co., Ltd."),
    ("股份有限公司", "Corp., Ltd."),
    ("制造有限公司", "Manufacturing Co., Ltd."),
)
_FORM_OF_TEN: Final = (0, 0, 0, 0, 0, 0, 0, 0, 1, 2)
_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MOST: Final = len(_SIGNS) ** 4


@dataclass(frozen=True, slots=True)
class Town:
    """A place where firms are: province, town, division, where on earth."""

    province: str
    province_en: str
    name: str
    name_en: str
    division: str
    longitude: float
    latitude: float


TOWNS: Final = tuple(
    (weight, tuple(Town(zh, en, *town) for town in towns)) for zh, en, weight, towns in PROVINCES
)


def credit_code(serial: int, division: str, mark: str = "MGEN") -> str:
    """Return a credit code for the ``serial``-th of a kind (below 923,521); the kind is told by ``mark``,
    four signs. Raises ValueError beyond.
    """
    if not 0 <= serial < _MOST:
        raise ValueError(f"there are credit codes for {_MOST} only")
    signs = ""
    for _ in range(4):
        serial, sign = divmod(serial, len(_SIGNS))
        signs = _SIGNS[sign] + signs
    organisation = mark + signs
    first = f"91{division}{organisation}{organisation_check_character(organisation)}"
    return first + uscc_check_character(first)


def town_of(drawn: int) -> Town:
    """Return a town; ``drawn`` is a number drawn evenly from 0 to 2**32 - 1."""
    point = drawn % 10_007 / 10_007 * sum(weight for weight, _ in TOWNS)
    for weight, towns in TOWNS:
        point -= weight
        if point < 0:
            return towns[drawn // 10_007 % len(towns)]
    return TOWNS[0][1][0]


def firm_name(serial: int, town: Town, trade: str, drawn: int) -> tuple[str, str, str]:
    """Return the name of a firm in Chinese and in English, and its industry."""
    first, first_en = _FIRST[serial % len(_FIRST)].split()
    second, second_en = _SECOND[serial // len(_FIRST) % len(_SECOND)].split()
    invented, invented_en = INVENTED[drawn % len(INVENTED)]
    kind, kind_en, industry = TRADES[trade][drawn // 3 % len(TRADES[trade])]
    form, form_en = _FORMS[_FORM_OF_TEN[drawn // 16 % len(_FORM_OF_TEN)]]
    place = (town.name or town.province).removesuffix("市")
    return (
        f"{place}{invented}{first}{second}{kind}{form}",
        f"{town.name_en} {invented_en} {first_en}{second_en} {kind_en} {form_en}",
        industry,
    )


def person_name(drawn: int) -> str:
    """Return the name of a person."""
    given = _GIVEN[drawn // 64 % len(_GIVEN)]
    if drawn & 1:
        given += _GIVEN[drawn // 8192 % len(_GIVEN)]
    return _SURNAMES[drawn // 2 % len(_SURNAMES)] + given
