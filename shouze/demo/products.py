"""The products of the demo house: what each is called, how its models are called, what its key parts are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product that an enterprise applies for; ``parts`` are (name, type) of its key parts."""

    code: str
    name: str
    name_en: str
    prefix: str
    rating: str
    parts: tuple[tuple[str, str], ...]


_HOUSEHOLD = (("电源线", "3G1.0"), ("热熔断体", "TF-152"), ("温控器", "KSD-301"))
_COMPUTER = (("开关电源", "PS-250"), ("电源插座", "IEC-C14"), ("风扇", "DF-12"))
_LITHIUM = (("电芯", "ICR-18650"), ("保护电路板", "PCM-2S"), ("充电接口", "TC-24P"))
_GAS = (("燃气阀", "GV-20"), ("熄火保护装置", "FP-3"), ("脉冲点火器", "IG-1.5"))
_BICYCLE = (("蓄电池", "48 V 20 Ah"), ("控制器", "KZ-350"), ("电动机", "DJ-350"), ("充电器", "CD-48"))


def _household(code: str, name: str, name_en: str, prefix: str, rating: str) -> DemoProduct:
    return DemoProduct(code, name, name_en, prefix, rating, _HOUSEHOLD)


def _electronic(code: str, name: str, name_en: str, prefix: str, rating: str) -> DemoProduct:
    return DemoProduct(code, name, name_en, prefix, rating, _COMPUTER)


_ALL = (
    _household("0701", "家用电冰箱", "Household refrigerator", "BCD", "220 V~ 50 Hz 120 W"),
    _household("0702", "落地扇", "Pedestal fan", "FS", "220 V~ 50 Hz 55 W"),
    _household("0703", "房间空气调节器", "Room air conditioner", "KFR", "220 V~ 50 Hz 1200 W"),
    _household("0705", "家用电动洗衣机", "Household washing machine", "XQG", "220 V~ 50 Hz 1800 W"),
    _household("0706", "储水式电热水器", "Storage water heater", "DSZ", "220 V~ 50 Hz 2000 W"),
    _household("0707", "室内加热器", "Room heater", "NSB", "220 V~ 50 Hz 1500 W"),
    _household("0709", "电吹风", "Hair dryer", "CF", "220 V~ 50 Hz 1600 W"),
    _household("0710", "蒸汽电熨斗", "Steam iron", "YD", "220 V~ 50 Hz 1800 W"),
    _household("0711", "电磁灶", "Induction cooker", "C", "220 V~ 50 Hz 2100 W"),
    _household("0712", "电烤箱", "Electric oven", "KX", "220 V~ 50 Hz 1600 W"),
    _household("0713", "料理机", "Food processor", "JJ", "220 V~ 50 Hz 800 W"),
    _household("0714", "微波炉", "Microwave oven", "G", "220 V~ 50 Hz 1300 W"),
    _household("0716", "吸油烟机", "Range hood", "CXW", "220 V~ 50 Hz 220 W"),
    _household("0717", "电水壶", "Electric kettle", "SH", "220 V~ 50 Hz 1500 W"),
    _household("0718", "电饭锅", "Rice cooker", "FB", "220 V~ 50 Hz 900 W"),
    _electronic(
        "0807", "音视频设备用电源适配器", "Power adapter for audio and video", "AV", "100-240 V~ 50 Hz 1 A"
    ),
    _electronic("0808", "彩色电视接收机", "Television set", "TV", "220 V~ 50 Hz 150 W"),
    _electronic("0901", "微型计算机", "Personal computer", "PC", "220 V~ 50 Hz 3 A"),
    _electronic("0902", "便携式计算机", "Notebook computer", "NB", "20 V⎓ 3.25 A"),
    _electronic("0903", "显示器", "Computer monitor", "M", "100-240 V~ 50 Hz 1.5 A"),
    _electronic("0907", "计算机用电源适配器", "Power adapter for computers", "PA", "100-240 V~ 50 Hz 1.5 A"),
    _electronic("0911", "服务器", "Server", "SR", "220 V~ 50 Hz 6 A"),
    _electronic("1606", "移动用户终端", "Mobile terminal", "MT", "5 V⎓ 2 A"),
    _electronic("1609", "多媒体终端", "Multimedia terminal", "DT", "12 V⎓ 2 A"),
    DemoProduct("0914", "移动电源", "Power bank", "PB", "5 V⎓ 3 A 10000 mAh", _LITHIUM),
    DemoProduct("0915", "锂离子电池组", "Lithium-ion battery pack", "LB", "7.4 V 2600 mAh", _LITHIUM),
    DemoProduct("1119", "电动自行车", "Electric bicycle", "TDT", "48 V 350 W", _BICYCLE),
    DemoProduct("2401", "家用燃气灶具", "Household gas cooker", "JZT", "12T 4.5 kW", _GAS),
    DemoProduct("2402", "家用燃气快速热水器", "Instantaneous gas water heater", "JSQ", "12T 26 kW", _GAS),
    # What the house cannot certify: under self-declaration, outside its scope, not in the catalogue.
    _electronic("0301", "低压成套开关设备", "Low-voltage switchgear assembly", "GGD", "380 V~ 50 Hz 1000 A"),
    DemoProduct("1101", "汽车", "Motor vehicle", "SLX", "1.5 L 80 kW", _BICYCLE),
    _electronic("9999", "智能音箱支架", "Stand for a smart speaker", "ZJ", "5 V⎓ 1 A"),
)
PRODUCTS = {product.code: product for product in _ALL}
