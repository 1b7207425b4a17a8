"""A certificate's public record as schema.org `Certification` (JSON-LD), for search engines. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.safestring import SafeString

from shouze.audiences.parts.data_blocks import data_block

#: state of the national table -> what schema.org calls it
_STATUS: Final = {True: "CertificationActive", False: "CertificationInactive"}
_VALID: Final = "01"


def certification(record: Mapping[str, Any], address: str) -> SafeString:
    """Return the JSON text of a public record, fit to stand in a page."""
    product, body = record["product"], record["body"]
    told = {
        "@context": "https://schema.org",
        "@type": "Certification",
        "@id": address,
        "url": address,
        "name": f"CCC {record['number']}",
        "certificationIdentification": record["number"],
        "certificationStatus": f"https://schema.org/{_STATUS[record['status']['code'] == _VALID]}",
        "datePublished": record["issued_on"],
        "validFrom": record["issued_on"],
        "expires": record["valid_until"],
        "validIn": {"@type": "Country", "name": "CN"},
        "issuedBy": {"@type": "Organization", "name": _main(body["name"]), "url": body["website"]},
        "about": {
            "@type": "Product",
            "name": _main(product["name"]),
            "model": [one["name"] for one in product["models"]],
            "manufacturer": {"@type": "Organization", "name": _main(record["producer"]["name"])},
        },
    }
    return data_block(told)


def _main(names: Mapping[str, str]) -> str:
    return names["zh"] or names["en"]
