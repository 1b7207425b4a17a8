"""Certificates of fictional firms for the tests of this room."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from shouze.certification.certificates.document.facts import CertificateFacts

AT = dt.datetime(2024, 5, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PARTY: dict[str, Any] = {
    "name": {"zh": "宁波示例电器有限公司", "en": "Ningbo Shili Electric Appliance Co., Ltd."},
    "address": {"zh": "浙江省宁波市鄞州区示例路118号", "en": "No. 118 Shili Road, Ningbo, Zhejiang, China"},
    "uscc": "91330206MA2AB0018D",
}
ABROAD: dict[str, Any] = {
    "name": {"en": "Muster Hausgeräte GmbH & Co. KG"},
    "address": {"en": "Beispielstraße 12, 70173 Stuttgart, Germany"},
}
STANDARDS = [
    ("GB 4706.1", "2005", "家用和类似用途电器的安全 第1部分：通用要求"),
    ("GB 4706.29", "2008", "家用和类似用途电器的安全 便携式电磁灶的特殊要求"),
    ("GB 4343.1", "2018", "家用电器、电动工具和类似器具的电磁兼容要求 第1部分：发射"),
    ("GB 17625.1", "2022", "电磁兼容 限值 第1部分：谐波电流发射限值"),
]
THREE: dict[str, Any] = {
    "number": "2024990711000118",
    "scheme": {
        "number": "CNCA-C07-01:2017",
        "title": {
            "zh": "强制性产品认证实施规则 家用和类似用途设备",
            "en": "Household and similar appliances",
        },
    },
    "applicant": PARTY,
    "producer": PARTY,
    "factory": {**PARTY, "factory_code": "X000118"},
    "product": {
        "code": "0711",
        "name": {"zh": "电磁灶", "en": "Induction cooker"},
        "series": "DC-20 系列",
        "models": [{"name": f"DC-20{x}", "specification": "220V~ 50Hz 2100W"} for x in "ABC"],
    },
    "standards": [{"number": n, "version": v, "title": {"zh": t}} for n, v, t in STANDARDS],
    "mode": {"zh": "型式试验＋获证后监督", "en": "Type test + post-certification supervision"},
    "issued_on": "2024-05-20",
    "valid_until": "2029-05-19",
    "first_issued_on": "2024-05-20",
    "body": {
        "name": {"zh": "首责示例认证中心有限公司", "en": "Shouze Example Certification Centre Co., Ltd."},
        "approval_number": "CNCA-R-2002-999",
        "address": {"zh": "北京市海淀区示例大街9号"},
        "website": "https://ccc.example.org",
        "phone": "010-8888 0118",
    },
    "status_sentence": {
        "zh": "证书有效期内，本证书的有效性依据发证机构的定期监督获得保持。",
        "en": "Within its term this certificate stays valid subject to regular supervision by the body.",
    },
    "public_url": "https://ccc.example.org/c/2024990711000118",
    "approver": {"zh": "林可证", "en": "Lin Kezheng"},
}


def certificate(**changes: object) -> CertificateFacts:
    """The certificate of three models, with some facts replaced."""
    return CertificateFacts.model_validate({**THREE, **changes})


def with_models(count: int, specification: str = "220V~ 50Hz") -> CertificateFacts:
    models = [{"name": f"DC-20{i:03d}", "specification": specification} for i in range(count)]
    return certificate(product={**THREE["product"], "models": models})
