"""What the public pages explain, in both languages."""

from collections.abc import Mapping
from typing import Final

from shouze.kernel.words import Words

#: status code -> what it means for who looks (Order 117 Art. 29)
MEANING: Final[Mapping[str, Words]] = {
    "01": Words(
        "证书有效。只适用于下列型号;请核对产品铭牌上的型号和生产者。",
        "The certificate is valid, for the models listed below and no others: compare model and producer "
        "with the nameplate.",
    ),
    "02": Words(
        "证书暂停。暂停期间,所涉产品不得出厂、销售、进口或者在其他经营活动中使用。",
        "The certificate is suspended. While it is, the products concerned must not leave the factory, "
        "be sold, be imported or be used in any other business.",
    ),
    "03": Words(
        "证书已撤销。自撤销之日起,所涉产品不得出厂、销售、进口或者在其他经营活动中使用。",
        "The certificate was withdrawn. From that day the products concerned must not leave the factory, "
        "be sold, be imported or be used in any other business.",
    ),
    "04": Words(
        "证书已注销。自注销之日起,所涉产品不得出厂、销售、进口或者在其他经营活动中使用。",
        "The certificate was cancelled. From that day the products concerned must not leave the factory, "
        "be sold, be imported or be used in any other business.",
    ),
    "05": Words(
        "证书已过期,没有延续。",
        "The certificate has run out and was not renewed.",
    ),
}
EVENTS: Final[Mapping[str, Words]] = {
    "issued": Words("颁发", "Issued"),
    "suspended": Words("暂停", "Suspended"),
    "restored": Words("恢复", "Restored"),
    "withdrawn": Words("撤销", "Withdrawn"),
    "cancelled": Words("注销", "Cancelled"),
    "expired": Words("过期失效", "Expired"),
}
#: kind of event -> code table of its reasons
REASONS: Final[Mapping[str, str]] = {
    "suspended": "suspension_reasons",
    "withdrawn": "withdrawal_reasons",
    "cancelled": "cancellation_reasons",
}
HOW_TO_READ: Final = (
    Words(
        "型号:生产者获证不等于每个型号都获证。产品的型号须在证书所列型号之中。",
        "Model: a certified maker is not a certified model. The model of the product must be among those "
        "listed.",
    ),
    Words(
        "生产者和生产企业:铭牌上的生产者、产地须与证书一致。",
        "Producer and factory: those on the nameplate must be those of the certificate.",
    ),
    Words(
        "状态和日期:以本页显示的状态为准,纸质或截图不能证明现在有效。",
        "State and dates: this page is what counts; paper or a picture of it proves nothing about today.",
    ),
    Words(
        "网址:请确认您在本机构的网站上;扫描证书上的二维码后也请核对网址。",
        "Address: make sure that you are on the body's own site, also after scanning the code on a "
        "certificate.",
    ),
)
TO_CHECK: Final = (
    Words("编号共 16 位数字,以 20 开头。", "The number has 16 digits and begins with 20."),
    Words(
        "容易看错:字母 O 与数字 0、字母 I 或 l 与数字 1、字母 B 与数字 8。",
        "Easily mistaken: O and 0, I or l and 1, B and 8.",
    ),
    Words("新颁发的证书最迟 48 小时后可查。", "A new certificate can be found after 48 hours at the latest."),
    Words(
        "本页只查本机构颁发的证书;其他机构的证书请到其网站或国家平台查询。",
        "Only certificates of this body are found here; ask other bodies, or the national platform, for "
        "theirs.",
    ),
)
ONE_CHARACTER: Final = Words(
    "一个字查不到有用的结果:请输入名称或型号中连续的两个以上字符。",
    "One character would find nothing of use: enter two or more neighbouring characters of a name or a "
    "model.",
)
TOO_OFTEN: Final = Words(
    "查询过于频繁。请一分钟后再试;批量核对请使用接口。",
    "You ask too often. Wait a minute; to check many certificates use the interface.",
)
APPEAL: Final = (
    (
        Words(
            "向本机构提出申诉,写明针对的决定和理由。委托人可登录后在线提出,也可书面提出。",
            "File the appeal with the body, naming the decision and the grounds: online after log-in, or "
            "in writing.",
        ),
        "deadlines/appeal_filing",
    ),
    (
        Words(
            "本机构告知是否受理,以及由谁处理。", "The body says whether it takes it up, and who handles it."
        ),
        "deadlines/appeal_acknowledge",
    ),
    (
        Words(
            "由未参与原决定的人员调查并作出结论。",
            "Persons who had no hand in the decision investigate and conclude.",
        ),
        "deadlines/appeal_conclude",
    ),
)
_LIMITS: Final = """
acceptance supplement_reply plan contract sample type_test inspection_plan correction inspection_report
evaluation review decision approval certificate publication appeal_filing appeal_acknowledge appeal_conclude
complaint_acknowledge complaint_conclude
"""
#: the time limits that concern applicants and the public, in the order of the procedure
DEADLINES: Final = tuple(f"deadlines/{name}" for name in _LIMITS.split())
MARK: Final = (
    Words(
        "CCC标志由基本图案和认证种类标注组成。列入目录的产品须经认证并标注CCC标志后,方可出厂、销售、"
        "进口或者在其他经营活动中使用。",
        "The CCC mark is a basic pattern with a note of the kind of certification. Products of the "
        "catalogue must be certified and"
        " bear it before they leave the factory, are sold, imported or used in any other business.",
    ),
    Words(
        "标志只说明产品属于获证范围;是否真实、现在是否有效,请用证书编号查询。",
        "The mark says that the product is within a certificate; whether that is true and valid today, "
        "its number tells.",
    ),
    Words(
        "标志可加贴标准规格的标志,也可印刷、模压,或在屏幕上显示。",
        "It may be a sticker of a standard size, printed or moulded, or shown on the product's own screen.",
    ),
    Words(
        "任何单位和个人不得伪造、变造、冒用、买卖和转让认证证书和认证标志。",
        "Nobody may forge, alter, usurp, trade or transfer certificates and marks.",
    ),
)
