"""Test facilities of manufacturers (生产企业检测资源), which a designated laboratory may use (TMP, WMT).

In: the facility as its owner or the laboratory officer names it, with its accreditation; the body's audit.
Out: may this facility be used for these standards on these days; from when until when was it qualified, which
speaks for its owner's class? CNCA-00C-004, CNCA-00C-003 3.2.
"""
