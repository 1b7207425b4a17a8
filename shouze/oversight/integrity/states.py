"""States of what is done to the record itself: each of these is done once and stays so."""

from shouze.kernel.words import Words

KEY = {"in_use": Words("已启用", "in use")}
ERASURE = {"erased": Words("已依法删除", "erased by order of the law")}

OPENED, ACKNOWLEDGED, HEALED = "opened", "acknowledged", "healed"
ALARM = {
    OPENED: Words("待处理", "to be looked at"),
    ACKNOWLEDGED: Words("已知悉", "acknowledged"),
    HEALED: Words("已解除", "resolved"),
}
KINDS = {
    "cosignature": Words("检查点缺少见证方签名", "The checkpoint lacks cosignatures"),
    "witness_ahead": Words(
        "见证方所记多于本日志：日志可能被截短",
        "A witness remembers more than the log holds: was it cut short?",
    ),
    "witness_contradicted": Words(
        "见证方认为日志被改写", "A witness does not see that the log grew out of what it remembers"
    ),
    "witness_list": Words("见证方名单无法读取", "The list of witnesses cannot be read"),
    "verification": Words("全面核验发现不一致", "The full verification found disagreements"),
    "issued_unbound": Words(
        "其他机构未持移交声明即签发，本机构证书仍有效：可能两证并存",
        "Another body issued without a handover of ours, which still stands: are two certificates valid?",
    ),
    "verification_overdue": Words("全面核验未按时完成", "The full verification was not done in time"),
}
"""What an alarm can be about."""
