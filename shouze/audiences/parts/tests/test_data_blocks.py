"""What stands in a data block cannot end it, and reads the same."""

import json

from shouze.audiences.parts.data_blocks import data_block


def test_it_writes_what_reads_the_same() -> None:
    value = {"名称": "甲<乙>&丙", "list": [1, None]}
    assert json.loads(data_block(value)) == value
    assert "名称" in data_block(value)


def test_it_lets_nothing_end_the_block() -> None:
    found = data_block("</script><!-- &lt;")
    assert not set("<>&") & set(found)
