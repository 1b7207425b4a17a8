"""What the client's pages say of a case in the reader's language."""

from typing import Any

from django import template

from shouze.kernel import clock
from shouze.kernel.words import Words
from shouze.resources.products import queries as products

register = template.Library()


@register.filter
def product_words(case: Any) -> Words:
    """The product of a case: as it was applied for in Chinese, as the catalogue calls it in English."""
    found = products.find_product(case.product_code, clock.today())
    return Words(case.product_name, found.name.en if found else case.product_name)
