"""What the public pages explain, in both languages."""

from collections.abc import Mapping
from typing import Final

from shouze.kernel.words import Words

#: status code -> what it means for who looks (Order 117 Art. 29)
MEANING: Final[Mapping[str, Words]] = {
    "01": Words(
        "证书有效。只适用于下列型号；请核对产品铭牌上的型号和生产者。",
        "The certificate is valid, for the models listed below and no others: compare model and producer "
        "with the nameplate.",
    ),
    "02": Words(
        "证书暂停。暂停期间，所涉产品不得出厂、销售、进口或者在其他经营活动中使用。",
        "The certificate is suspended. While it is, the products concerned must not leave the factory, "
        "be sold, be imported or be used in any other business.",
    ),
    "03": Words(
        "证书已撤销。自撤销之日起，所涉产品不得出厂、销售、进口或者在其他经营活动中使用。",
        "The certificate was withdrawn. From that day the products concerned must not leave the factory, "
        "be sold, be imported or be used in any other business.",
    ),
    "04": Words(
        "证书已注销。自注销之日起，所涉产品不得出厂、销售、进口或者在其他经营活动中使用。",
        "The certificate was cancelled. From that day the products concerned must not leave the factory, "
        "be sold, be imported or be used in any other business.",
    ),
    "05": Words(
        "证书已过期，没有延续。",
        "The certificate has run out and was not renewed.",
    ),
}
EVENTS: Final[Mapping[str, Words]] = {
    "issued": Words("颁发", "Issued"),
    "changed": Words("变更换发", "Issued anew after a change"),
    "renewed": Words("到期换发", "Renewed"),
    "suspended": Words("暂停", "Suspended"),
    "prolonged": Words("延长暂停", "Suspension prolonged"),
    "narrowed": Words("部分型号恢复，其余继续暂停", "Some models restored, the others stay suspended"),
    "restored": Words("恢复", "Restored"),
    "withdrawn": Words("撤销", "Withdrawn"),
    "cancelled": Words("注销", "Cancelled"),
    "models_withdrawn": Words(
        "部分型号撤销，证书对其余型号换发", "Some models withdrawn; issued anew for the others"
    ),
    "models_cancelled": Words(
        "部分型号注销，证书对其余型号换发", "Some models cancelled; issued anew for the others"
    ),
    "expired": Words("过期失效", "Expired"),
}
#: kind of event -> code table of its reasons
REASONS: Final[Mapping[str, str]] = {
    "suspended": "suspension_reasons",
    "prolonged": "suspension_reasons",
    "withdrawn": "withdrawal_reasons",
    "cancelled": "cancellation_reasons",
    "models_withdrawn": "withdrawal_reasons",
    "models_cancelled": "cancellation_reasons",
    "changed": "change_reasons",
    "renewed": "change_reasons",
}
HOW_TO_READ: Final = (
    Words(
        "型号：生产者获证不等于每个型号都获证。产品的型号须在证书所列型号之中。",
        "Model: a certified maker is not a certified model. The model of the product must be among those "
        "listed.",
    ),
    Words(
        "生产者和生产企业：铭牌上的生产者、产地须与证书一致。",
        "Producer and factory: those on the nameplate must be those of the certificate.",
    ),
    Words(
        "状态和日期：以本页显示的状态为准，纸质或截图不能证明现在有效。",
        "State and dates: this page is what counts; paper or a picture of it proves nothing about today.",
    ),
    Words(
        "网址：请确认您在本机构的网站上；扫描证书上的二维码后也请核对网址。",
        "Address: make sure that you are on the body's own site, also after scanning the code on a "
        "certificate.",
    ),
)
TO_CHECK: Final = (
    Words("编号共 16 位数字，以 20 开头。", "The number has 16 digits and begins with 20."),
    Words(
        "容易看错：字母 O 与数字 0、字母 I 或 l 与数字 1、字母 B 与数字 8。",
        "Easily mistaken: O and 0, I or l and 1, B and 8.",
    ),
    Words("新颁发的证书最迟 48 小时后可查。", "A new certificate can be found after 48 hours at the latest."),
    Words(
        "本页只查本机构颁发的证书；其他机构的证书请到其网站或国家平台查询。",
        "Only certificates of this body are found here; ask other bodies, or the national platform, for "
        "theirs.",
    ),
)
ONE_CHARACTER: Final = Words(
    "一个字查不到有用的结果：请输入名称或型号中连续的两个以上字符。",
    "One character would find nothing of use: enter two or more neighbouring characters of a name or a "
    "model.",
)
TOO_OFTEN: Final = Words(
    "查询过于频繁。请一分钟后再试；批量核对请使用接口。",
    "You ask too often. Wait a minute; to check many certificates use the interface.",
)
APPEAL: Final = (
    (
        Words(
            "向本机构提出申诉，写明针对的决定和理由。委托人可登录后在线提出，也可书面提出。",
            "File the appeal with the body, naming the decision and the grounds: online after log-in, or "
            "in writing.",
        ),
        "deadlines/appeal_filing",
    ),
    (
        Words(
            "本机构告知是否受理，以及由谁处理。", "The body says whether it takes it up, and who handles it."
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
        "CCC标志由基本图案和认证种类标注组成。列入目录的产品须经认证并标注CCC标志后，方可出厂、销售、"
        "进口或者在其他经营活动中使用。",
        "The CCC mark is a basic pattern with a note of the kind of certification. Products of the "
        "catalogue must be certified and"
        " bear it before they leave the factory, are sold, imported or used in any other business.",
    ),
    Words(
        "标志只说明产品属于获证范围；是否真实、现在是否有效，请用证书编号查询。",
        "The mark says that the product is within a certificate; whether that is true and valid today, "
        "its number tells.",
    ),
    Words(
        "标志可加贴标准规格的标志，也可印刷、模压，或在屏幕上显示。",
        "It may be a sticker of a standard size, printed or moulded, or shown on the product's own screen.",
    ),
    Words(
        "任何单位和个人不得伪造、变造、冒用、买卖和转让认证证书和认证标志。",
        "Nobody may forge, alter, usurp, trade or transfer certificates and marks.",
    ),
)
SCHEME: Final = Words(
    "CCC标志比例示意图（不是标志图样）", "scheme of the mark's proportions (not the figure itself)"
)
#: how a false figure can be told with a ruler; the first word is known to ``marks.figure``
WRONG_FIGURES: Final = (
    ("round", Words("过圆：长短轴接近相等", "too round: both axes nearly the same")),
    ("flat", Words("过扁：短轴不足长轴的 0.79", "too flat: the short axis is under 0.79 of the long one")),
    ("single", Words("缺少内椭圆", "one ellipse is missing")),
)
#: how a product is checked, in the order in which it is done
STEPS: Final = (
    (
        "search",
        Words("找到标志和铭牌", "Find mark and nameplate"),
        Words(
            "标志在产品本体的明显位置或铭牌上；本体不能加施的，在最小包装和随附文件上。",
            "The mark stands at a visible place of the product or on its nameplate; where the product cannot"
            " bear it, on the smallest package and the papers inside.",
        ),
    ),
    (
        "rulers",
        Words("看图形", "Look at the figure"),
        Words(
            "内外两个椭圆，长短轴之比 8∶6.3，边缘清晰；模糊、变形、比例不对的都可疑。",
            "Two ellipses, long to short axis 8 : 6.3, sharp edges; blurred, bent or out of proportion is"
            " doubtful.",
        ),
    ),
    (
        "qr-code-scan",
        Words("扫码或输入证书编号", "Scan the code or type the number"),
        Words(
            "编号在说明书、包装或商品页面上，共 16 位数字，以 20 开头。",
            "The number stands in the manual, on the package or the shop's page: 16 digits, 20 first.",
        ),
    ),
    (
        "list-check",
        Words("核对型号、生产者和状态", "Compare model, producer and state"),
        Words(
            "铭牌上的型号必须逐字出现在证书中，状态必须是“有效”。",
            "The model on the nameplate must stand in the certificate letter by letter, and the state must be"
            " “valid”.",
        ),
    ),
)
#: what deceives again and again
TRAPS: Final = (
    (
        Words("厂家有证，这个型号没有", "The maker is certified, this model is not"),
        Words(
            "生产者获证不等于每个型号获证。没有列在证书上的型号就是没有获证。",
            "A certified maker is not a certified model. What is not on the certificate is not certified.",
        ),
    ),
    (
        Words("刚发的证书查不到", "A new certificate is not found"),
        Words(
            "颁发后最迟 48 小时可查；超过 48 小时仍查不到的，不要相信。",
            "It is found after 48 hours at the latest; do not trust one that is not found after that.",
        ),
    ),
    (
        Words("O 与 0、I 与 1", "O and 0, I and 1"),
        Words(
            "编号只有数字。含字母的“编号”要么印错，要么是假的；本页会提示可能的编号。",
            "Numbers have digits only. One with letters is misprinted or false; this site names what may be"
            " meant.",
        ),
    ),
    (
        Words("相似的网址", "Look-alike addresses"),
        Words(
            "假标签上的二维码会打开一个做得很像的网站。请核对浏览器地址栏，或用本站的“扫码”，它会指出外站网址。",
            "The code of a false label opens a site that looks alike. Look at the address bar, or use “Scan”"
            " here: it tells addresses of other sites.",
        ),
    ),
    (
        Words("只出示纸质证书或截图", "Paper or a screenshot only"),
        Words(
            "证书可能已经暂停或撤销。以此刻在本站查到的状态为准。",
            "The certificate may be suspended or withdrawn. What counts is the state found here now.",
        ),
    ),
)
FEED_TITLE: Final = Words("消费警示与证书公告", "Warnings and notices of certificates")
BEFORE_COMPLAINT: Final = (
    Words("不服本机构对您的认证决定，请走申诉。", "An objection to a decision about yourself is an appeal."),
    Words(
        "举报违法行为也可以直接向市场监督管理部门提出（电话 12315）。",
        "Offences may also be reported to the market authority (telephone 12315).",
    ),
)
#: the page that checks a file: what it says by itself
CHECK: Final[Mapping[str, Words]] = {
    "nothing": Words(
        "请先选择文件，或粘贴核验码、凭证。", "Choose a file first, or paste a code or a credential."
    ),
    "large": Words(
        "文件过大。本机构的证书文件小于 3 MB，请确认所选文件。",
        "The file is too large. Certificates of this body are smaller than 3 MB: make sure which file it is.",
    ),
    "refused": Words(
        "无法核验这种文件。可核验：证书 PDF、电子凭证（JWT、JSON）、离线核验码或其照片。",
        "A file of this kind cannot be checked. These can: the certificate as PDF, a credential (JWT, JSON), "
        "the code for checking offline or a picture of it.",
    ),
    "no_code": Words(
        "没有认出核验码。请靠近一些、避免反光，再拍一张。",
        "No code was found. Move closer, avoid reflections and take another picture.",
    ),
    "offline_pdf": Words(
        "没有网络，不能核对 PDF。可扫描其最后一页的离线核验码。",
        "Without a connection a PDF cannot be checked; the code on its last page can.",
    ),
    "unable": Words(
        "这个浏览器不能自行核对。请连上网络后按“核验”。",
        "This browser cannot check by itself. Connect, and press the button.",
    ),
    "checking": Words("正在核对……", "Checking …"),
    "now": Words("现在的状态：", "State now:"),
    "not_looked": Words(
        "未查询（没有网络），只能说明颁发时有效", "not looked up (offline): valid when it was issued"
    ),
    "old": Words(
        "状态列表已过时，只能说明颁发时有效", "the list of states is out of date: valid when it was issued"
    ),
    "listed": Words("状态列表签发于", "List of states signed at"),
    "by_browser": Words(
        "由您的浏览器核对，内容没有上传。", "Checked by your own browser; its content was sent nowhere."
    ),
}
CHECK_FACTS: Final[Mapping[str, Words]] = {
    "number": Words("证书编号", "Certificate number"),
    "holder": Words("认证委托人", "Applicant"),
    "product": Words("产品", "Product"),
    "issued_on": Words("发证日期", "Date of issue"),
    "valid_until": Words("有效期至", "Valid until"),
}
